"""What the coder 'model' adds to the rules once people reviewed statements, and the held-out figures that decide it.

Each way is used only where it gave more right than wrong answers on reviewed statements that it did not see:

- the bars of the codes by example (`themes.coding.bars`): from which chance one is added, and under which a code by
  pattern falls away.
- the subject of a document: when most reviewed statements of a document got a code, that is what the document is
  about, and its other statements get it too. Tried by leaving out one reviewed statement at a time.
- a classifier on sentence vectors and words, trained on the reviewed statements. Tried by leaving out one document at
  a time.

A veto of the classifier (taking away codes that it doubts) is tried and told in the figures, never used: on our
documents it took away more right codes than wrong ones (docs/quality.md).
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from themes.coding.agreement import MACHINES
from themes.coding.bars import SHIPPED, Bars, choose_bars, f1
from themes.coding.by_example import weigh, with_examples
from themes.coding.codebook import Codebook
from themes.coding.learned import MODEL, Classifier, Common, Encoder, Floats, decided, features, probabilities
from themes.coding.people import with_people
from themes.coding.rules import by_rules, reading_order, rule_coder
from themes.records import Coding, Records, Unit
from themes.words import coding as words

if TYPE_CHECKING:
    from themes.language import Pipeline

KINDS = ("statement", "question")
FEWEST, SHARE = 4, 0.6  # reviewed statements, and share with a code, to call it the subject
MORE_RIGHT = 2  # statements that a subject must have right more than wrong: one is chance
FEWEST_LABELS, FEWEST_WITH_CODE = 50, 10  # reviewed statements under which the classifier is not tried
SURE = 0.9  # chance from which the classifier gives a code
DOUBTED = 0.05  # chance under which a veto would take one away
LEAST_GAIN, LEAST_MENDED = 0.02, 2  # in held-out F1 of a code, and in statements: fewer is chance


@dataclasses.dataclass(frozen=True)
class Learned:
    """What the reviewed statements of a corpus teach: the bars, the codes that the classifier may give, the figures."""

    bars: Bars = SHIPPED
    used: tuple[str, ...] = ()
    figures: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def why(self, code: str, chance: float) -> str:
        """The reason of a coding by the classifier."""
        figures = self.figures["codes"][code]
        return words.LIKE_REVIEWED.format(chance=chance, gain=figures["with_model"] - figures["rules"])


def code_with_people(
    units: Sequence[Unit],
    rules: Sequence[Coding],
    people: Sequence[Coding],
    *,
    codebook: Codebook,
    pipeline: Pipeline,
    vectors: Encoder,
) -> tuple[Records[Coding], dict[str, Any]]:
    """Codings of the rules, what the model adds, and the decisions of people, with the held-out figures of the model.

    `rules` are codings of the rules on `units` without anyone's decisions. The figures are empty when nobody reviewed.
    Texts are encoded only when there are enough reviewed statements to try the classifier.
    """
    if not people:
        return Records(Coding, rules), {}
    learned = learn(units, rules, people, codebook=codebook, pipeline=pipeline, vectors=vectors)
    alike = _alike(units, people, learned, vectors, pipeline)
    machine, added, tried = with_learned(units, rules, people, learned, alike, codebook=codebook, pipeline=pipeline)
    order = {code.id: at for at, code in enumerate(codebook.codes)}
    return Records(Coding, with_people(machine, people, order)), told(learned, people, added, tried)


def learn(
    units: Sequence[Unit],
    machine: Sequence[Coding],
    people: Sequence[Coding],
    *,
    codebook: Codebook,
    pipeline: Pipeline,
    vectors: Encoder,
) -> Learned:
    """What people's decisions teach; of `units` and `machine` only the documents with a reviewed statement count."""
    whole = _reviewed_documents(units, people)
    bars, by_bars = _review_bars(whole, people, codebook, pipeline)
    ids = {unit.unit_id for unit in whole}
    own = _with_bars(whole, [coding for coding in machine if coding.unit_id in ids], bars, codebook, pipeline)
    used, figures = try_classifier(whole, [*own, *people], vectors, codebook=codebook, pipeline=pipeline)
    return Learned(bars, used, {"bars": by_bars, **figures})


def with_learned(
    units: Sequence[Unit],
    rules: Sequence[Coding],
    people: Sequence[Coding],
    learned: Learned,
    alike: Mapping[str, Mapping[str, float]],
    *,
    codebook: Codebook,
    pipeline: Pipeline,
) -> tuple[list[Coding], int, list[dict[str, Any]]]:
    """The machine's codings of whole documents by what was learned, how many were added, the subjects that were tried.

    `alike` has the codes that the classifier is sure of: unit id -> code -> chance.
    """
    order = {code.id: at for at, code in enumerate(codebook.codes)}
    rules = _with_bars(units, rules, learned.bars, codebook, pipeline)
    added, tried = try_subjects(units, rules, people, KINDS)
    added += _like_reviewed(units, [*rules, *people, *added], learned, alike)
    place = {unit.unit_id: at for at, unit in enumerate(sorted(units, key=reading_order))}
    rows = [coding for coding in (*rules, *added) if coding.code_id in order]
    machine = sorted(rows, key=lambda coding: (place[coding.unit_id], order[coding.code_id])) if added else rules
    return list(machine), len(added), tried


def told(learned: Learned, people: Sequence[Coding], added: int, tried: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The figures of the coder 'model' for the manifest."""
    figures = dict(learned.figures)
    by_bars = figures.pop("bars")
    return {"reviewed": len(decided(people)), "added": added, "bars": by_bars, "subjects": list(tried), **figures}


def bars_by_review(
    units: Sequence[Unit],
    machine: Sequence[Coding],
    people: Sequence[Coding],
    *,
    codebook: Codebook,
    pipeline: Pipeline,
) -> tuple[list[Coding], dict[str, Any]]:
    """The codings of rules and examples with the bars that the reviewed statements ask for, and the figures of those.

    `machine` are codings of the rules and of the examples at the bars that ship; they come back as they are when other
    bars don't help.
    """
    bars, figures = _review_bars(_reviewed_documents(units, people), people, codebook, pipeline)
    return _with_bars(units, machine, bars, codebook, pipeline), figures


def _reviewed_documents(units: Sequence[Unit], people: Sequence[Coding]) -> list[Unit]:
    """The units of the documents with a reviewed statement."""
    truth = decided(people)
    documents = {unit.document_id for unit in units if unit.unit_id in truth}
    return [unit for unit in units if unit.document_id in documents]


def _review_bars(
    units: Sequence[Unit], people: Sequence[Coding], codebook: Codebook, pipeline: Pipeline
) -> tuple[Bars, dict[str, Any]]:
    """The bars that the reviewed statements ask for, with their figures; `units` are of whole documents."""
    truth = decided(people)
    content = _content(units)
    weighed = weigh(by_rules(units, codebook, pipeline), content, rule_coder(codebook, pipeline))
    reviewed = [unit for unit in content if unit.unit_id in truth]
    rows = np.array([unit.unit_id in truth for unit in content], dtype=bool)
    given = [[code.id in truth[unit.unit_id] for code in codebook.codes] for unit in reviewed]
    return choose_bars(
        np.array(given, dtype=bool).reshape(len(reviewed), len(codebook.codes)),
        weighed.rules[rows],
        weighed.stands[rows],
        weighed.chance[rows],
        [unit.document_id for unit in reviewed],
    )


def _with_bars(
    units: Sequence[Unit], machine: Sequence[Coding], bars: Bars, codebook: Codebook, pipeline: Pipeline
) -> list[Coding]:
    """The codings of rules and examples with other bars."""
    if bars == SHIPPED:
        return list(machine)
    rules = by_rules(units, codebook, pipeline)
    return with_examples(rules, _content(units), rule_coder(codebook, pipeline), bars)


def _content(units: Sequence[Unit]) -> list[Unit]:
    """Statements and questions in the order of the documents."""
    return sorted((unit for unit in units if unit.kind in KINDS), key=reading_order)


def subject_codings(
    units: Sequence[Unit], codings: Sequence[Coding], people: Sequence[Coding], kinds: Collection[str]
) -> list[Coding]:
    """Codings by 'model': what most reviewed statements of a document are about, given to its other statements.

    At least 4 reviewed statements of the document, 60% of them with the code; and on these, left out one at a time,
    this raised the F1 of the code and was right at least twice more than wrong. `codings` are those of the rules: a
    statement that has the code already gets none.
    """
    return try_subjects(units, codings, people, kinds)[0]


def try_subjects(
    units: Sequence[Unit], codings: Sequence[Coding], people: Sequence[Coding], kinds: Collection[str]
) -> tuple[list[Coding], list[dict[str, Any]]]:
    """The codings of `subject_codings`, and per document and code what came of it on statements left out.

    Each document is looked at by itself. Per subject: `reviewed` statements, how often it was `right` and `wrong`, F1
    of the `rules` and `with_subject`, and whether it is `used`.
    """
    truth = decided(people)
    by_document: dict[str, list[Unit]] = defaultdict(list)
    for unit in sorted(units, key=lambda unit: unit.unit_id):
        if unit.kind in kinds:
            by_document[unit.document_id].append(unit)
    given = {(coding.unit_id, coding.code_id) for coding in codings if coding.coder in MACHINES}
    found, tried = [], []
    for document, own in sorted(by_document.items()):
        seen = [unit.unit_id for unit in own if unit.unit_id in truth]
        counts = Counter(code for unit_id in seen for code in truth[unit_id])
        for code, n in sorted(counts.items()):
            if len(seen) < FEWEST or n < SHARE * len(seen):
                continue
            row = _left_out(code, [((u, code) in given, code in truth[u]) for u in seen])
            tried.append({"document": document, **row})
            if row["used"]:
                why = words.SUBJECT_OF_TEXT.format(n=n, n_seen=len(seen))
                found += [
                    Coding(unit.unit_id, code, MODEL, round(0.5 * n / len(seen), 3), unit.text, None, why)
                    for unit in own
                    if unit.unit_id not in truth and (unit.unit_id, code) not in given
                ]
    return found, tried


def _left_out(code: str, seen: Sequence[tuple[bool, bool]]) -> dict[str, Any]:
    """What a subject gives on statements (the rules gave it, people gave it) that are left out one at a time."""
    n = sum(true for _, true in seen)
    right = sum(true and not rule for rule, true in seen) if n - 1 >= SHARE * (len(seen) - 1) else 0
    wrong = sum(not true and not rule for rule, true in seen)
    both, total = sum(rule and true for rule, true in seen), sum(rule + true for rule, true in seen)
    before, after = 2 * both / total, 2 * (both + right) / (total + right + wrong)
    return {"code": code, "reviewed": len(seen), "right": right, "wrong": wrong, "rules": round(before, 4),
            "with_subject": round(after, 4), "used": after > before and right - wrong >= MORE_RIGHT}  # fmt: skip


def model_codings(
    units: Sequence[Unit], codings: Sequence[Coding], vectors: Encoder, *, codebook: Codebook, pipeline: Pipeline
) -> tuple[list[Coding], dict[str, Any]]:
    """Codings by 'model' for codes where the classifier is better than the rules on held-out documents, and figures.

    `codings` holds people's decisions and the codings of the rules on the same units (`code_units` without `people`).
    The figures are those of `try_classifier`.
    """
    used, figures = try_classifier(units, codings, vectors, codebook=codebook, pipeline=pipeline)
    learned = Learned(SHIPPED, used, figures)
    alike = _alike(units, codings, learned, vectors, pipeline)
    return _like_reviewed(units, codings, learned, alike), figures


def try_classifier(
    units: Sequence[Unit], codings: Sequence[Coding], vectors: Encoder, *, codebook: Codebook, pipeline: Pipeline
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The codes for which the classifier is better than the rules on held-out documents, and figures.

    Of `units` and `codings` (of people and of the rules) only those on reviewed statements count. Nothing is tried
    under 50 of them in two documents, nor for a code with under 10 of them. The figures: `documents`, `f1` over all
    codes of the rules, with the classifier's codes and with its veto, and `codes`: per code that was tried its n, F1 of
    the rules, F1 with the classifier, and whether it is used.
    """
    people = decided(codings)
    reviewed = _reviewed(units, people)
    documents = np.array([unit.document_id for unit in reviewed])
    names = sorted(set(documents))
    if len(reviewed) < FEWEST_LABELS or len(names) < 2:
        return (), {}
    ids = [code.id for code in codebook.codes]
    truth = np.array([[code in people[unit.unit_id] for code in ids] for unit in reviewed])
    rules = _given(reviewed, codings, ids)
    texts = [unit.clean_text for unit in reviewed]
    table = features(texts, vectors(texts), pipeline)
    held = np.zeros(truth.shape)
    for document in names:
        out = np.flatnonzero(documents == document)
        held[out] = probabilities(table, truth, rows=np.flatnonzero(documents != document))[out]
    figures: dict[str, Any] = {"documents": len(names), "codes": {}}
    used = []
    for at in np.flatnonzero(truth.sum(axis=0) >= FEWEST_WITH_CODE):
        with_model = rules[:, at] | (held[:, at] >= SURE)
        before, after = f1(truth[:, at], rules[:, at]), f1(truth[:, at], with_model)
        mended = int((with_model == truth[:, at]).sum() - (rules[:, at] == truth[:, at]).sum())
        helps = after - before >= LEAST_GAIN and mended >= LEAST_MENDED
        used += [int(at)] * helps
        figures["codes"][ids[at]] = {"n": int(truth[:, at].sum()), "rules": round(before, 4),
                                     "with_model": round(after, 4), "used": bool(helps)}  # fmt: skip
    chosen = np.zeros(truth.shape, dtype=bool)
    chosen[:, used] = held[:, used] >= SURE
    figures["f1"] = {
        "rules": round(f1(truth, rules), 4),
        "with_model": round(f1(truth, rules | chosen), 4),
        "with_veto": round(f1(truth, rules & (held >= DOUBTED)), 4),
    }
    return tuple(ids[at] for at in used), figures


def train_classifier(
    units: Sequence[Unit],
    people: Sequence[Coding],
    used: Sequence[str],
    vectors: Encoder,
    *,
    common: Common,
    pipeline: Pipeline,
) -> Classifier:
    """The classifier for the codes `used`, trained on the reviewed statements; `common` is that of the corpus."""
    truth = decided(people)
    reviewed = _reviewed(units, truth)
    texts = [unit.clean_text for unit in reviewed]
    labels = np.array([[code in truth[unit.unit_id] for code in used] for unit in reviewed])
    return Classifier.fitted(features(texts, vectors(texts), pipeline, common), labels)


def _alike(
    units: Sequence[Unit], people: Sequence[Coding], learned: Learned, vectors: Encoder, pipeline: Pipeline
) -> dict[str, dict[str, float]]:
    """Unit id -> code -> chance, of the codes that the classifier is sure of."""
    if not learned.used:
        return {}
    content = sorted((unit for unit in units if unit.kind in KINDS), key=lambda unit: unit.unit_id)
    texts = [unit.clean_text for unit in content]
    rows = np.asarray(vectors(texts))
    common = Common.of(texts, rows, pipeline)
    row_of = dict(zip(texts, rows, strict=True))

    def known(asked: Sequence[str]) -> Floats:
        return np.array([row_of[text] for text in asked])

    classifier = train_classifier(content, people, learned.used, known, common=common, pipeline=pipeline)
    chance = classifier.chances(features(texts, rows, pipeline, common))
    return {unit.unit_id: sure(own, learned.used) for unit, own in zip(content, chance, strict=True)}


def sure(chances: Floats, codes: Sequence[str]) -> dict[str, float]:
    """The codes that the classifier is sure of, by its chances (c,) for a text."""
    return {code: float(chance) for code, chance in zip(codes, chances, strict=True) if chance >= SURE}


def _like_reviewed(
    units: Sequence[Unit], codings: Sequence[Coding], learned: Learned, alike: Mapping[str, Mapping[str, float]]
) -> list[Coding]:
    """The classifier's codings of units that nobody reviewed and that `codings` doesn't have yet."""
    reviewed = decided(codings)
    given = {(coding.unit_id, coding.code_id) for coding in codings}
    return [
        Coding(unit.unit_id, code, MODEL, round(chance, 3), unit.text, None, learned.why(code, chance))
        for unit in sorted(units, key=lambda unit: unit.unit_id)
        if unit.unit_id not in reviewed
        for code, chance in alike.get(unit.unit_id, {}).items()
        if (unit.unit_id, code) not in given
    ]


def _reviewed(units: Sequence[Unit], truth: Collection[str]) -> list[Unit]:
    """The reviewed statements, by id."""
    content = (unit for unit in units if unit.kind in KINDS and unit.unit_id in truth)
    return sorted(content, key=lambda unit: unit.unit_id)


def _given(units: Sequence[Unit], codings: Sequence[Coding], ids: Sequence[str]) -> NDArray[np.bool_]:
    """(n, c): the codes that the machine gave."""
    pairs = {(coding.unit_id, coding.code_id) for coding in codings if coding.coder in MACHINES}
    return np.array([[(unit.unit_id, code) in pairs for code in ids] for unit in units], dtype=bool)
