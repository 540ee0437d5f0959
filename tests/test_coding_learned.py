"""The model weighs, ranks and proposes; it codes by itself only where reviewed statements show that it helps."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence

import numpy as np
import pytest

from themes.coding import Code, Codebook, code_units
from themes.coding.learned import (
    decided,
    definition_scores,
    next_to_review,
    probabilities,
)
from themes.coding.model_coder import code_with_people, model_codings, subject_codings, try_subjects
from themes.coding.suggest import apply_proposals, propose_changes
from themes.language import pipeline
from themes.records import Coding, Unit, digest

CODEBOOK = Codebook(
    (
        Code("reizen", "Reizen", "Bus en trein", patterns=("bus*", "laat")),
        Code("geld", "Geld", "Geld en schulden", patterns=("schuld*",)),
        Code("dier", "Dieren", "Honden en katten", patterns=("hond*",)),
    )
)
WORDS = {"reizen": ["bus", "busje", "perron"], "geld": ["schulden", "aanmaning"], "dier": ["hond", "riem"]}


def unit(text: str, at: int, document: str = "d1", kind: str = "statement") -> Unit:
    base = Unit(f"u{at:04}", document, "a.txt", "statement", text, text, at * 5, at * 5, None, None)
    return dataclasses.replace(base, kind=kind)  # type: ignore[arg-type]


def encoder(texts: Sequence[str]) -> np.ndarray:
    """Deterministic stand-in vectors: each word a fixed direction, so shared words mean nearness."""
    rows = []
    for text in texts:
        words = text.lower().replace(".", " ").replace(",", " ").split() or ["-"]
        draws = [np.random.default_rng(int(digest(word), 16) % 2**32).normal(size=24) for word in words]
        row = np.sum(draws, axis=0)
        rows.append(row / np.linalg.norm(row))
    return np.array(rows)


def corpus(n: int = 150, documents: int = 5) -> tuple[list[Unit], dict[str, set[str]]]:
    """Statements of one or two themes; 'perron', 'aanmaning' and 'riem' are known to readers, not to the patterns."""
    rng = random.Random(3)
    units, truth = [], {}
    for at in range(n):
        themes = rng.sample(sorted(WORDS), rng.choice([1, 1, 2]))
        text = " en ".join(rng.choice(WORDS[theme]) for theme in themes) + f" bij nummer {at}."
        units.append(unit(text, at, f"d{at % documents}"))
        truth[units[-1].unit_id] = set(themes)
    return units, truth


def decisions(truth: dict[str, set[str]], who: str = "Anna") -> list[Coding]:
    return [Coding(u, code, who, 1.0, "") for u, codes in truth.items() for code in sorted(codes) or ["geen-code"]]


def test_decided_counts_votes() -> None:
    """Two of three coders decide; 'geen-code' is a decision with no codes; machines don't vote."""
    codings = [
        Coding("u1", "geld", "Anna", 1.0, ""),
        Coding("u1", "geld", "Bram", 1.0, ""),
        Coding("u1", "dier", "Cor", 1.0, ""),
        Coding("u2", "geen-code", "Anna", 1.0, ""),
        Coding("u3", "geld", "rules", 0.8, ""),
    ]
    assert decided(codings) == {"u1": frozenset({"geld"}), "u2": frozenset()}


def test_definition_scores_find_the_right_column() -> None:
    """A statement with a definition's own words is nearest to that definition."""
    texts = ["bus en trein", "geld en schulden", "honden en katten"] * 3
    table = definition_scores(encoder(texts), CODEBOOK, encoder)
    assert table.shape == (9, 3)
    assert list(table[:3].argmax(axis=1)) == [0, 1, 2]


def test_vectors_move_scores_but_neither_give_nor_take_codes() -> None:
    """With vectors the same codings, scores at most 0.05 away."""
    units, _ = corpus(40)
    plain = list(code_units(units, CODEBOOK, pipeline()))
    weighed = list(code_units(units, CODEBOOK, pipeline(), vectors=encoder))
    assert [(c.unit_id, c.code_id) for c in plain] == [(c.unit_id, c.code_id) for c in weighed]
    shifts = [abs(a.score - b.score) for a, b in zip(plain, weighed, strict=True)]
    assert 0 < max(shifts) <= 0.0501


def test_probabilities_with_one_class_are_its_share() -> None:
    """A code that every or no training row has can't be learned."""
    labels = np.array([[True, False], [True, False], [True, True]])
    table = np.eye(3)
    found = probabilities(table, labels, rows=[0, 1])
    assert found[:, 0].tolist() == [1.0, 1.0, 1.0]
    assert found[:, 1].tolist() == [0.0, 0.0, 0.0]


def test_review_queue_skips_what_is_done_and_does_not_depend_on_order() -> None:
    """Each statement once, none that a person decided on, no repeats; the same list for units in any order."""
    units, truth = corpus(60)
    units[5] = dataclasses.replace(units[5], repeat_of=units[0].unit_id)
    people = decisions({u.unit_id: truth[u.unit_id] for u in units[:20]})
    codings = [*code_units(units, CODEBOOK, pipeline()), *people]
    queue = next_to_review(units, codings, encoder, 15, codebook=CODEBOOK, pipeline=pipeline())
    ids = [row.unit_id for row in queue]
    assert len(set(ids)) == len(ids) == 15
    assert not set(ids) & {u.unit_id for u in units[:20]}
    again = next_to_review(units[::-1], codings, encoder, 15, codebook=CODEBOOK, pipeline=pipeline())
    assert again == queue
    assert {row.kind for row in queue} <= {"missed", "wrong", "open"}
    assert all(row.reason.endswith(".") for row in queue)
    assert next_to_review([], [], encoder, 5, codebook=CODEBOOK, pipeline=pipeline()) == []


def test_review_queue_finds_missed_codes_better_than_chance() -> None:
    """Among the first in the queue more statements lack a code than in the corpus at large."""
    units, truth = corpus(150)
    codings = list(code_units(units, CODEBOOK, pipeline()))
    given = {(c.unit_id, c.code_id) for c in codings}
    lacking = {u.unit_id for u in units if any((u.unit_id, code) not in given for code in truth[u.unit_id])}
    queue = next_to_review(units, codings, encoder, 30, codebook=CODEBOOK, pipeline=pipeline())
    assert len({row.unit_id for row in queue} & lacking) / 30 > len(lacking) / len(units)


def test_subject_of_a_document() -> None:
    """Four of five reviewed statements with a code make it the document's subject; three reviewed are too few."""
    units = [unit(f"zin {at}", at) for at in range(8)] + [unit("kop", 20, kind="heading")]
    people = decisions({f"u{at:04}": {"geld"} if at else set() for at in range(5)})
    found = subject_codings(units, [Coding("u0006", "geld", "rules", 0.8, "zin")], people, {"statement"})
    assert [(c.unit_id, c.code_id, c.coder, c.score) for c in found] == [
        ("u0005", "geld", "model", 0.4),
        ("u0007", "geld", "model", 0.4),
    ]
    assert "4 van de 5" in found[0].why
    assert subject_codings(units, [], decisions({f"u{at:04}": {"geld"} for at in range(3)}), {"statement"}) == []


def test_a_subject_that_was_wrong_on_statements_left_out_is_not_given() -> None:
    """The rules found the code where it belongs; giving it to all others would be wrong in that document."""
    units = [unit(f"zin {at}", at, f"d{at // 10}") for at in range(20)]
    truth = {f"u{at:04}": {"geld"} if at % 10 < 5 else set() for at in range(20) if at % 10 < 8}
    rules = [Coding(f"u{at:04}", "geld", "rules", 0.8, "zin") for at in range(5)]
    found, tried = try_subjects(units, rules, decisions(truth), {"statement"})
    assert {c.unit_id for c in found} == set()
    assert [(row["document"], row["right"], row["wrong"], row["used"]) for row in tried] == [
        ("d0", 0, 3, False),
        ("d1", 0, 3, False),
    ]
    truth |= {"u0018": {"geld"}}
    found, tried = try_subjects(units, rules, decisions(truth), {"statement"})
    assert {c.unit_id for c in found} == {"u0019"}
    assert tried[1] | {"document": ""} == {
        "document": "", "code": "geld", "reviewed": 9, "right": 6, "wrong": 3, "rules": 0.0, "with_subject": 0.8,
        "used": True,
    }  # fmt: skip


def test_model_codes_only_with_enough_labels_and_gain() -> None:
    """Under 50 reviewed statements nothing; with more the words that the patterns don't know are learned."""
    units, truth = corpus(220)
    rules = list(code_units(units, CODEBOOK, pipeline()))
    few = [*rules, *decisions({u.unit_id: truth[u.unit_id] for u in units[:49]})]
    assert model_codings(units, few, encoder, codebook=CODEBOOK, pipeline=pipeline()) == ([], {})
    many = [*rules, *decisions({u.unit_id: truth[u.unit_id] for u in units[:160]})]
    found, figures = model_codings(units, many, encoder, codebook=CODEBOOK, pipeline=pipeline())
    used = {code for code, row in figures["codes"].items() if row["used"]}
    assert used and used == {coding.code_id for coding in found}
    assert all(row["with_model"] >= row["rules"] + 0.02 for row in figures["codes"].values() if row["used"])
    assert figures["f1"]["with_model"] > figures["f1"]["rules"] and figures["documents"] == 5
    right = sum(coding.code_id in truth[coding.unit_id] for coding in found)
    assert right / len(found) >= 0.9
    assert not {coding.unit_id for coding in found} & {u.unit_id for u in units[:160]}


def test_a_model_that_does_not_help_is_told_and_codes_nothing() -> None:
    """Where the rules are right already, the classifier is tried, told and not used."""
    units, truth = corpus(120)
    rules = [Coding(u, code, "rules", 0.8, "") for u, codes in truth.items() for code in sorted(codes)]
    people = decisions({u.unit_id: truth[u.unit_id] for u in units[:60]})
    found, figures = model_codings(units, [*rules, *people], encoder, codebook=CODEBOOK, pipeline=pipeline())
    assert found == [] and figures["f1"]["rules"] == 1.0
    assert figures["codes"] and not any(row["used"] for row in figures["codes"].values())


def test_rules_model_and_people_together() -> None:
    """People's decisions stand, the model adds elsewhere, and nobody's review asks for no vectors."""
    units, truth = corpus(220)
    rules = list(code_units(units, CODEBOOK, pipeline()))

    def never(texts: Sequence[str]) -> np.ndarray:
        raise AssertionError(texts)

    plain, figures = code_with_people(units, rules, (), codebook=CODEBOOK, pipeline=pipeline(), vectors=never)
    assert list(plain) == rules and figures == {}
    few = decisions({u.unit_id: truth[u.unit_id] for u in units[:20]})
    _, figures = code_with_people(units, rules, few, codebook=CODEBOOK, pipeline=pipeline(), vectors=never)
    assert figures["reviewed"] == 20 and "f1" not in figures
    many = decisions({u.unit_id: truth[u.unit_id] for u in units[:160]})
    found, figures = code_with_people(units, rules, many, codebook=CODEBOOK, pipeline=pipeline(), vectors=encoder)
    assert {c.coder for c in found} == {"rules", "model", "Anna"}
    assert figures["added"] == sum(c.coder == "model" for c in found) > 0
    assert {c.coder for c in found if c.unit_id in {u.unit_id for u in units[:160]}} == {"Anna"}
    again, _ = code_with_people(units[::-1], rules, many, codebook=CODEBOOK, pipeline=pipeline(), vectors=encoder)
    assert {(c.unit_id, c.code_id, c.coder) for c in again} == {(c.unit_id, c.code_id, c.coder) for c in found}


def test_correction_becomes_a_proposal_and_a_better_codebook() -> None:
    """A missed word is proposed with its effect; accepting it codes statements that nobody reviewed."""
    units = [unit("Het perron is leeg.", 1), unit("Een koud perron.", 2), unit("Dat perron daar.", 3), unit("Mooi.", 4)]
    people = decisions({"u0001": {"reizen"}, "u0002": {"reizen"}, "u0004": set()})
    proposals = propose_changes(units, people, CODEBOOK, pipeline())
    best = proposals[0]
    assert (best.action, best.code_id, best.pattern) == ("add", "reizen", "+perron")
    assert (best.right, best.wrong, best.n_changed) == (2, 0, 3)
    assert best.examples == ("Dat perron daar.",)
    assert best.because == ("u0001", "u0002")
    assert "'+perron' bij 'reizen' toevoegen" in best.sentence()
    better = apply_proposals(CODEBOOK, [best])
    assert better.version == 2 and better.code("reizen").version == 2 and better.code("geld").version == 1
    assert {c.unit_id for c in code_units(units, better, pipeline())} == {"u0001", "u0002", "u0003"}


def test_wrong_pattern_is_proposed_to_go() -> None:
    """A pattern that people contradicted more often than not is proposed to be dropped, not one that was right."""
    units = [unit("Het wordt laat.", 1), unit("Te laat.", 2), unit("Laat maar.", 3), unit("De bus.", 4)]
    people = decisions({"u0001": set(), "u0002": set(), "u0004": {"reizen"}})
    proposals = propose_changes(units, people, CODEBOOK, pipeline())
    assert [(p.action, p.pattern, p.right, p.wrong, p.n_changed) for p in proposals] == [("drop", "laat", 2, 0, 3)]
    assert apply_proposals(CODEBOOK, proposals).code("reizen").patterns == ("bus*",)
    assert apply_proposals(CODEBOOK, []) == CODEBOOK


def test_names_are_not_proposed() -> None:
    """A place or person in a missed statement makes no pattern."""
    units = [unit("Bij Annadorp rijdt niets.", 1)]
    proposals = propose_changes(units, decisions({"u0001": {"reizen"}}), CODEBOOK, pipeline())
    assert all(p.pattern != "+annadorp" for p in proposals)


@pytest.mark.parametrize("n", [50, 100])
def test_reviewed_statements_raise_held_out_f1(n: int) -> None:
    """With 50 and with 100 reviewed statements the codes of statements that nobody reviewed get better."""
    units, truth = corpus(200)
    people = decisions({u.unit_id: truth[u.unit_id] for u in units[:n]})
    proposals = [p for p in propose_changes(units, people, CODEBOOK, pipeline(), vectors=encoder) if p.right >= 2]

    def f1(codebook: Codebook, people: list[Coding]) -> float:
        test = {u.unit_id for u in units[100:]}
        rows = code_units(units, codebook, pipeline(), people=people)
        given = {(c.unit_id, c.code_id) for c in rows if c.unit_id in test}
        true = {(u, code) for u in test for code in truth[u]}
        return 2 * len(given & true) / (len(given) + len(true))

    assert f1(apply_proposals(CODEBOOK, proposals), people) > f1(CODEBOOK, []) + 0.05
