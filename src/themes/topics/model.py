"""One function that finds topics: our vectors and neighbour graph, BERTopic's c-TF-IDF, merging and hierarchy."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from themes.kept import Keep, keep_nothing
from themes.problems import ThemesError
from themes.records import Coding, Finding, Membership, Records, Topic, Unit
from themes.topics.features import Prepared, prepare, standing_codings
from themes.topics.graph import LeidenClusterer, make_clusterer, unit_rows, vote
from themes.topics.quality import coherence, diversity, seed_stability, subsample_stability, subsamples
from themes.topics.words import choose_terms
from themes.words import topics as words

if TYPE_CHECKING:
    import pandas as pd

    from themes.charts import Chart

FEWEST = 50  # statements under which topics would be chance
FEWEST_ALIKE = 4  # statements with something in common, of which a topic can be made
N_TERMS = 10
N_REPRESENTATIVE = 5


@dataclasses.dataclass(frozen=True)
class TopicSet:
    """Topics, which unit is in which, and how good and steady they are.

    `memberships.left_out` lists the content units without topic and why. `quality` has n_statements, n_topics,
    coherence (NPMI), diversity, stability_seeds (mean ARI between parts of the runs) and stability_subsamples (with
    draws that leave statements out), the lowest_ and the moved_ (statements that change topic) of both,
    share_without_topic,
    n_without_topic, resolution, seed; None where undefined.
    """

    topics: Records[Topic]
    memberships: Records[Membership]
    quality: dict[str, float | int | str | None]
    findings: tuple[Finding, ...] = ()

    @property
    def frame(self) -> pd.DataFrame:
        """A row a topic."""
        return self.topics.frame

    @property
    def plot(self) -> Chart:
        """Statements per topic, with table and description."""
        from themes.charts import bars

        frame = self.frame[["terms", "size"]].rename(columns={"size": words.STATEMENTS})
        return bars(frame, "terms", words.STATEMENTS, words.STATEMENTS_PER_TOPIC, unit=words.STATEMENTS)

    def __repr__(self) -> str:
        steady = self.quality.get("stability_seeds")
        return f"<{len(self.topics)} topics, {len(self.memberships)} memberships, stability {steady}>"

    def _repr_html_(self) -> str:
        return self.topics._repr_html_()


def fit_topics(
    units: Sequence[Unit],
    vectors: np.ndarray,
    *,
    pipeline: Any,
    codings: Iterable[Coding] = (),
    codebook: Any = None,
    seed: int = 7,
    resolution: float | None = None,
    clusterer: str | Any = "leiden",
    place_all: bool = False,
    guidance: float = 0.5,
    names: Iterable[str] = (),
    n_seeds: int = 3,
    n_subsamples: int = 2,
    workers: int = 2,
    keep: Keep = keep_nothing,
) -> TopicSet:
    """Topics of the statements and questions among `units`; the order of the input does not matter.

    Parameters
    ----------
    units, vectors : n units of any kind and their sentence vectors (n, d), row by row.
    pipeline : has `tokens(text)`; see `themes.language`.
    codings, codebook : codes guide the topics with weight `guidance` and name the nearest code; 0 leaves them out.
    resolution : Leiden's; None aims at about the square root of the number of statements.
    clusterer : 'leiden', 'umap' (UMAP and HDBSCAN, extra 'umap'), 'kmeans', or an object with fit and labels_.
    place_all : put statements without topic in the nearest one (weight 0) instead of leaving them out.
    names : names of municipalities and organisations that may not become terms.
    n_seeds, n_subsamples : parts of the runs that are compared, and draws that leave statements out, by which stability
        is measured; 1 and 0 measure nothing.
    workers : threads for the repeated runs; the result does not depend on it.
    keep : gives what an earlier run made of the same words.

    Under fifty different statements, or where hardly any two have something in common, there are no topics and a
    finding says so. Raises ThemesError when vectors and
    units differ in number, MissingExtra when umap-learn is asked for and absent.
    """
    codings = list(codings)
    ready = prepare(units, vectors, pipeline, codings, guidance=guidance, names=names, keep=keep)
    n = len(ready.units)
    if n < FEWEST or np.count_nonzero(~ready.apart) < FEWEST_ALIKE:
        return _too_few(ready)
    model, reducer = make_clusterer(
        clusterer, n_rows=n, resolution=resolution, seed=seed, neighbours=15, apart=ready.apart, workers=workers
    )
    described = _describe(ready.texts, ready.rows, model, reducer(seed) if reducer else None)
    found = np.asarray(described.topics_)
    labels = _place(ready.rows, found) if place_all else found
    topics, memberships, terms = _records(ready, described, labels, codings, codebook)
    quality = _quality(ready, terms, memberships, seed)
    if isinstance(model, LeidenClusterer):
        first = model.labels_[model.joined_]
        kept = subsamples(len(first), seed, n_subsamples)
        with ThreadPoolExecutor(max(1, workers)) as pool:
            others = pool.map(model.without, kept)
            parts = pool.map(lambda number: model.part(number, n_seeds), range(n_seeds if n_seeds > 1 else 0))
            quality |= seed_stability(list(parts)) | subsample_stability(first, kept, list(others))
        quality |= {"resolution": model.resolution_}
    return TopicSet(topics, memberships, quality, tuple(_findings(quality)))


def merge_topics(
    topic_set: TopicSet,
    groups: Sequence[Sequence[int]],
    units: Sequence[Unit],
    vectors: np.ndarray,
    *,
    pipeline: Any,
    codings: Iterable[Coding] = (),
    codebook: Any = None,
    names: Iterable[str] = (),
) -> TopicSet:
    """A new TopicSet in which the topics of each group are one, described anew (BERTopic's merge_topics).

    Raises ThemesError for a topic id that is not there or stands in two groups.
    """
    known = {topic.topic_id for topic in topic_set.topics}
    asked = [topic_id for group in groups for topic_id in group]
    wrong = sorted({topic_id for topic_id in asked if topic_id not in known or asked.count(topic_id) > 1})
    if wrong:
        raise ThemesError(
            words.NO_SUCH_TOPICS.format(numbers=", ".join(map(str, wrong))),
            where="topics",
            remedy=words.EACH_TOPIC_ONCE,
        )
    codings = list(codings)
    ready, labels = _as_labelled(topic_set, units, vectors, pipeline, codings, names)
    model = _describe(ready.texts, ready.rows, None, None, labels)
    to_model = dict(zip(labels.tolist(), np.asarray(model.topics_).tolist(), strict=True))
    model.merge_topics(ready.texts, [[to_model[topic_id] for topic_id in group] for group in groups if len(group) > 1])
    topics, memberships, terms = _records(ready, model, np.asarray(model.topics_), codings, codebook)
    quality = _quality(ready, terms, memberships, int(topic_set.quality.get("seed") or 0))
    return TopicSet(topics, memberships, quality, topic_set.findings)


def hierarchy(
    topic_set: TopicSet, units: Sequence[Unit], vectors: np.ndarray, *, pipeline: Any, names: Iterable[str] = ()
) -> pd.DataFrame:
    """Which topics are most alike, from the closest pair up: a row per merge (BERTopic's hierarchical_topics).

    Columns: parent_id, label, topics (list of topic ids under it), left_id, right_id, distance. Ids from the number of
    topics + 1 on are merges. An empty frame when there are fewer than two topics.
    """
    import pandas as pd

    columns = ["parent_id", "label", "topics", "left_id", "right_id", "distance"]
    if len(topic_set.topics) < 2:
        return pd.DataFrame(columns=columns)
    ready, labels = _as_labelled(topic_set, units, vectors, pipeline, [], names)
    model = _describe(ready.texts, ready.rows, None, None, labels)
    to_own = dict(zip(np.asarray(model.topics_).tolist(), labels.tolist(), strict=True))
    n = len(topic_set.topics)
    with contextlib.redirect_stderr(io.StringIO()):  # its progress bar can't be turned off
        frame = model.hierarchical_topics(ready.texts)

    def own(number: object) -> int:
        value = int(str(number))
        return to_own[value] if value < n else value + 1

    rows = [
        {
            "parent_id": own(row.Parent_ID),
            "label": ", ".join(ready.words.show(lemma) for lemma in str(row.Parent_Name).split("_") if lemma),
            "topics": sorted(to_own[int(topic)] for topic in row.Topics),
            "left_id": own(row.Child_Left_ID),
            "right_id": own(row.Child_Right_ID),
            "distance": round(float(row.Distance), 4),
        }
        for row in frame.itertuples()
    ]
    return pd.DataFrame(rows, columns=columns).sort_values("distance", kind="stable", ignore_index=True)


def _describe(texts: list[str], rows: np.ndarray, model: Any, reducer: Any, labels: np.ndarray | None = None) -> Any:
    """BERTopic over prepared texts and features: it clusters with `model`, or takes `labels`, and counts c-TF-IDF."""
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from sklearn.feature_extraction.text import CountVectorizer

    topic_model = BERTopic(
        language="multilingual",
        embedding_model=BaseEmbedder(),
        umap_model=reducer or BaseDimensionalityReduction(),
        hdbscan_model=model if model is not None else BaseCluster(),
        vectorizer_model=CountVectorizer(analyzer=str.split),
        top_n_words=3 * N_TERMS,
        calculate_probabilities=False,
        verbose=False,
    )
    topic_model._save_representative_docs = lambda documents: None  # ours stand nearest the middle of a topic
    return topic_model.fit(texts, embeddings=rows, y=labels)


def _as_labelled(
    topic_set: TopicSet,
    units: Sequence[Unit],
    vectors: np.ndarray,
    pipeline: Any,
    codings: Iterable[Coding],
    names: Iterable[str],
) -> tuple[Prepared, np.ndarray]:
    """The units again, with their topic ids (n,), -1 for those in none."""
    ready = prepare(units, vectors, pipeline, codings, names=names)
    own = {membership.unit_id: membership.topic_id for membership in topic_set.memberships}
    return ready, np.array([own.get(unit.unit_id, -1) for unit in ready.units], dtype=np.int64)


def _place(rows: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Labels in which every row without topic takes that of its nearest rows with one."""
    result, lost = labels.copy(), labels < 0
    result[lost] = vote(rows[lost], rows, labels)
    return result


def _records(
    ready: Prepared, model: Any, labels: np.ndarray, codings: Sequence[Coding], codebook: Any
) -> tuple[Records[Topic], Records[Membership], list[list[str]]]:
    """Topics, memberships, and the terms of each topic as lemmas.

    Topics are numbered from 1, the largest first, equally large ones by their first unit.
    """
    followers: dict[str, list[str]] = defaultdict(list)
    for repeat, first in ready.repeats.items():
        followers[first].append(repeat)
    members: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(labels.tolist()):
        members[label].append(row)
    size = {label: sum(1 + len(followers[ready.units[row].unit_id]) for row in rows) for label, rows in members.items()}
    order = sorted((label for label in members if label >= 0), key=lambda label: (-size[label], members[label][0]))
    terms = _terms(ready, model, members)
    standing = standing_codings(codings)
    names = {code.id: code.label for code in codebook.codes} if codebook is not None else {}
    rows = unit_rows(ready.rows)
    topics, memberships = [], []
    for topic_id, label in enumerate(order, 1):
        own = members[label]
        alike = rows[own] @ unit_rows(rows[own].mean(axis=0, keepdims=True))[0]
        ids = [ready.units[row].unit_id for row in own]
        code, share = nearest_code([standing.get(unit_id, {}) for unit_id in ids])
        shown = [ready.words.show(lemma) for lemma in terms[label]]
        name = f"{names.get(code, code)}: " if code and share >= 0.5 else ""
        topics.append(
            Topic(
                topic_id=topic_id,
                label=name + (", ".join(shown[:3]) or words.TOPIC_NUMBER.format(number=topic_id)),
                terms=", ".join(shown),
                size=size[label],
                nearest_code=code,
                representative=json.dumps(_representative(ready, own, alike)),
            )
        )
        for unit_id, cosine in zip(ids, alike, strict=True):
            weight = round(min(1.0, max(0.0, float(cosine))), 3)
            memberships += [Membership(each, topic_id, weight) for each in (unit_id, *followers[unit_id])]
    lost = [ready.units[row] for row in members.get(-1, [])]
    left_out = [(each, words.NO_TOPIC) for unit in lost for each in (unit.unit_id, *followers[unit.unit_id])]
    memberships.sort(key=lambda membership: membership.unit_id)
    chosen = [terms[label] for label in order]
    return Records(Topic, topics), Records(Membership, memberships, left_out=sorted(left_out)), chosen


def _terms(ready: Prepared, model: Any, members: dict[int, list[int]]) -> dict[int, list[str]]:
    """Terms (lemmas) of each label by BERTopic's c-TF-IDF; equal scores go by the alphabet."""
    vocabulary = model.vectorizer_model.get_feature_names_out()
    labels = sorted({int(topic) for topic in model.topics_})
    result = {}
    for label, scores in zip(labels, model.c_tf_idf_, strict=True):
        found_in = Counter(lemma for row in members[label] for lemma in set(ready.words.lemmas[row]))
        order = sorted(zip(np.round(-scores.data, 6), vocabulary[scores.indices], strict=True))
        ranked = [lemma for _, lemma in order[: 6 * N_TERMS] if lemma in found_in]
        result[label] = choose_terms(ranked, ready.words, N_TERMS, found_in, len(members[label]))
    return result


def _representative(ready: Prepared, own: Sequence[int], alike: np.ndarray) -> list[str]:
    """Ids of the statements nearest the middle of a topic; those that are very short or long only when need be."""

    def rank(pair: tuple[int, float]) -> tuple[bool, float, int]:
        row, cosine = pair
        return not 30 <= len(ready.units[row].text) <= 300, -round(float(cosine), 4), row

    return [ready.units[row].unit_id for row, _ in sorted(zip(own, alike, strict=True), key=rank)[:N_REPRESENTATIVE]]


def nearest_code(codes: Sequence[dict[str, float]]) -> tuple[str | None, float]:
    """The code that most statements of a topic have and the share that has it; None under a quarter.

    >>> nearest_code([{"vervoer": 1.0}, {"vervoer": 0.8, "wonen": 1.0}, {}])
    ('vervoer', 0.6666666666666666)
    """
    count = Counter(code for row in codes for code in row)
    if not count:
        return None, 0.0
    code = min(count, key=lambda code: (-count[code], code))
    share = count[code] / len(codes)
    return (code, share) if share >= 0.25 else (None, share)


def _quality(
    ready: Prepared, terms: list[list[str]], memberships: Records[Membership], seed: int
) -> dict[str, float | int | str | None]:
    words = ready.words
    documents = [{*lemmas, *spread} for lemmas, spread in zip(words.lemmas, words.spread, strict=True)]
    without = len(memberships.left_out)
    total = len(memberships) + without
    return {
        "n_statements": total,
        "n_topics": len(terms),
        "coherence": coherence(terms, documents),
        "diversity": diversity(terms),
        "n_without_topic": without,
        "share_without_topic": round(without / total, 4) if total else None,
        "seed": seed,
    }


def _too_few(ready: Prepared) -> TopicSet:
    """No topics, and a finding that says why."""
    n, alike = len(ready.units), np.count_nonzero(~ready.apart)
    too_few = words.TOO_FEW.format(n=n, fewest=FEWEST)
    why = too_few if n < FEWEST else words.TOO_FEW_ALIKE.format(n=n, alike=alike)
    finding = Finding("note", "topics", "", why, words.USE_THEMES)
    ids = sorted([unit.unit_id for unit in ready.units] + list(ready.repeats))
    left_out = [(unit_id, words.TOO_FEW_FOR_TOPICS) for unit_id in ids]
    quality: dict[str, float | int | str | None] = dict.fromkeys(
        ("coherence", "diversity", "stability_seeds", "stability_subsamples", "share_without_topic")
    )
    quality |= {"n_statements": len(ids), "n_topics": 0}
    findings = (finding,)
    return TopicSet(
        Records(Topic, (), findings=findings),
        Records(Membership, (), findings=findings, left_out=left_out),
        quality,
        findings,
    )


def _findings(quality: dict[str, float | int | str | None]) -> list[Finding]:
    """What a reader of these topics has to know."""
    result = []
    steady, n = quality.get("stability_seeds"), int(quality["n_statements"] or 0)
    if isinstance(steady, float) and steady < 0.8:
        message = words.BY_CHANCE.format(agreement=f"{steady:.2f}".replace(".", ","))
        result.append(Finding("warning", "topics", "", message, words.FIRST_IMPRESSION))
    if n < 300:
        message = words.CODES_SAY_MORE.format(n=n)
        result.append(Finding("note", "topics", "", message, words.FIND_CODES))
    if lost := int(quality["n_without_topic"] or 0):
        message = words.IN_NO_TOPIC.format(n_without=lost, n=n)
        result.append(Finding("note", "memberships", "", message, words.PLACE_ALL))
    return result
