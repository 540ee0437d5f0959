"""Topics of more statements than can be compared pair by pair: fitted on a sample, the rest placed.

Up to `SAMPLE` statements nothing differs from `themes.topics.fit_topics`. Above it, a seeded sample is fitted and each
other statement follows its nearest neighbours in the sample (as BERTopic does with new documents, by vote instead of
by the nearest middle), in blocks, so that memory stays bounded by the sample.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from themes.records import Coding, Finding, Membership, Records, Unit

if TYPE_CHECKING:
    import numpy as np

    from themes.topics import TopicSet

SAMPLE = 20_000
NEIGHBOURS = 15
BLOCK = 4_096


def fit_large(
    units: Sequence[Unit],
    vectors: np.ndarray,
    *,
    pipeline: Any,
    codings: Iterable[Coding] = (),
    seed: int = 7,
    sample: int = SAMPLE,
    **options: Any,
) -> TopicSet:
    """Topics of statements and questions; the order of the input does not matter.

    Parameters
    ----------
    units, vectors : n content units and their sentence vectors (n, d), row by row.
    sample : statements that topics are fitted on; with no more than this, all of them.
    options : those of `themes.topics.fit_topics`.

    A finding says how many were fitted. In `quality`, n_sample is the number fitted; coherence, diversity and
    stability are of the sample. Raises what `fit_topics` raises.
    """
    import numpy as np

    from themes.topics import fit_topics

    if len(units) <= sample:
        return fit_topics(units, vectors, pipeline=pipeline, codings=codings, seed=seed, **options)
    by_id = np.array(sorted(range(len(units)), key=lambda row: units[row].unit_id))
    drawn = np.random.default_rng(seed).permutation(len(units))
    chosen, rest = by_id[np.sort(drawn[:sample])], by_id[np.sort(drawn[sample:])]
    fitted_on = [units[row] for row in chosen]
    ids = {unit.unit_id for unit in fitted_on}
    own = [coding for coding in codings if coding.unit_id in ids]
    made = fit_topics(fitted_on, vectors[chosen], pipeline=pipeline, codings=own, seed=seed, **options)
    if not len(made.topics):
        return made
    return _with_rest(made, units, vectors, chosen, rest)


def _with_rest(
    made: TopicSet, units: Sequence[Unit], vectors: np.ndarray, chosen: np.ndarray, rest: np.ndarray
) -> TopicSet:
    """The fitted topics with every other statement placed."""
    import numpy as np

    from themes.topics.graph import unit_rows, vote

    numbers = [topic.topic_id for topic in made.topics]
    column = {number: place for place, number in enumerate(numbers)}
    column_of = {membership.unit_id: column[membership.topic_id] for membership in made.memberships}
    labels = np.array([column_of.get(units[row].unit_id, -1) for row in chosen], dtype=np.int64)
    mean = vectors[chosen].mean(axis=0)
    base = unit_rows(vectors[chosen] - mean)
    middles = unit_rows(np.vstack([base[labels == place].mean(axis=0) for place in range(len(numbers))]))
    memberships, left_out = list(made.memberships), list(made.memberships.left_out)
    for start in range(0, len(rest), BLOCK):
        rows = rest[start : start + BLOCK]
        block = unit_rows(vectors[rows] - mean)
        found = vote(block, base, labels, NEIGHBOURS)
        alike = block @ middles.T
        for place, (row, label) in enumerate(zip(rows.tolist(), found.tolist(), strict=True)):
            weight = round(min(1.0, float(alike[place, label])), 3)
            if weight > 0:
                memberships.append(Membership(units[row].unit_id, numbers[label], weight))
            else:
                left_out.append((units[row].unit_id, "geen onderwerp"))
    memberships.sort(key=lambda membership: membership.unit_id)
    size = Counter(membership.topic_id for membership in memberships)
    topics = [dataclasses.replace(topic, size=size[topic.topic_id]) for topic in made.topics]
    without = len(left_out)
    quality = made.quality | {
        "n_sample": len(chosen),
        "n_statements": len(units),
        "n_without_topic": without,
        "share_without_topic": round(without / len(units), 4),
    }
    note = Finding(
        "note",
        "topics",
        "",
        f"De onderwerpen zijn gemaakt uit {len(chosen)} van de {len(units)} uitspraken; de rest is erbij geplaatst.",
        "Een onderwerp dat in weinig uitspraken voorkomt, kan ontbreken. Kijk daarvoor naar de codes.",
    )
    return dataclasses.replace(
        made,
        topics=Records(type(made.topics[0]), topics),
        memberships=Records(Membership, memberships, left_out=sorted(left_out)),
        quality=quality,
        findings=(*made.findings, note),
    )
