"""Topics of more statements than can be compared pair by pair: fitted on a sample, the rest placed.

Up to `SAMPLE` statements nothing differs from `themes.topics.fit_topics`. Above it, a seeded sample is fitted and each
other statement follows its nearest neighbours in the sample (as BERTopic does with new documents, by vote instead of
by the nearest middle). Texts are placed in blocks that their own content decides, so that memory stays bounded by the
sample and the answer is the same whoever places which block.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from typing import TYPE_CHECKING, Any

from themes.records import Coding, Finding, Membership, Records, Unit
from themes.words import topics as words

if TYPE_CHECKING:
    import numpy as np

    from themes.topics import TopicSet

SAMPLE = 20_000
NEIGHBOURS = 15
BLOCK = 4_096  # texts of a block, about


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
    units, vectors : n content units and their sentence vectors (n, d), row by row; equal texts have equal vectors.
    sample : statements that topics are fitted on; with no more than this, all of them.
    options : those of `themes.topics.fit_topics`.

    A finding says how many were fitted. In `quality`, n_sample is the number fitted; coherence, diversity and
    stability are of the sample. Raises what `fit_topics` raises.
    """
    from themes.topics import fit_topics

    if len(units) <= sample:
        return fit_topics(units, vectors, pipeline=pipeline, codings=codings, seed=seed, **options)
    ids = [unit.unit_id for unit in units]
    chosen = draw_sample(ids, sample, seed)
    fitted_on = [units[row] for row in chosen]
    known = {unit.unit_id for unit in fitted_on}
    own = [coding for coding in codings if coding.unit_id in known]
    made = fit_topics(fitted_on, vectors[chosen], pipeline=pipeline, codings=own, seed=seed, **options)
    if not len(made.topics):
        return made
    placer = Placer.of(made, [unit.unit_id for unit in fitted_on], vectors[chosen])
    rows_of: dict[str, list[int]] = {}
    for row, unit in enumerate(units):
        rows_of.setdefault(shown(unit.clean_text), []).append(row)
    memberships, left_out = list(made.memberships), list(made.memberships.left_out)
    left_out += [(ids[row], words.NO_TOPIC) for row in rows_of.get("", ()) if ids[row] not in known]
    for block in text_blocks(rows_of.keys() - {""}):
        texts = [text for batch in block for text in batch]
        numbers, weights = placer.place(vectors[[rows_of[text][0] for text in texts]])
        for text, number, weight in zip(texts, numbers.tolist(), weights.tolist(), strict=True):
            for unit_id in (ids[row] for row in rows_of[text] if ids[row] not in known):
                if weight > 0:
                    memberships.append(Membership(unit_id, number, weight))
                else:
                    left_out.append((unit_id, words.NO_TOPIC))
    memberships.sort(key=lambda membership: membership.unit_id)
    size = Counter(membership.topic_id for membership in memberships)
    return with_rest(made, size, Records(Membership, memberships, left_out=sorted(left_out)), len(chosen), len(units))


def draw_sample(unit_ids: Sequence[str], sample: int, seed: int) -> list[int]:
    """Positions of a seeded sample, in the order of the ids; the order of the input does not matter."""
    import numpy as np

    by_id = sorted(range(len(unit_ids)), key=lambda row: unit_ids[row])
    drawn = np.sort(np.random.default_rng(seed).permutation(len(unit_ids))[:sample])
    return [by_id[place] for place in drawn.tolist()]


def shown(text: str) -> str:
    """What of a text its vector is made of."""
    from themes.language.vectors import MAX_CHARACTERS

    return text.strip()[:MAX_CHARACTERS]


def text_blocks(texts: Set[str]) -> list[list[tuple[str, ...]]]:
    """The batches that texts are encoded in, in blocks of about `BLOCK` texts; a new text changes one or two blocks."""
    from themes.language.vectors import batch_key, cut_batches

    blocks: list[list[tuple[str, ...]]] = []
    block: list[tuple[str, ...]] = []
    size = 0
    for batch in cut_batches(texts):
        block.append(batch)
        size += len(batch)
        if int(batch_key(batch)[:8], 16) / 2**32 < len(batch) / BLOCK or size >= 2 * BLOCK:
            blocks.append(block)
            block, size = [], 0
    return [*blocks, block] if block else blocks


@dataclasses.dataclass(frozen=True)
class Placer:
    """Gives new texts the topics of a fitted sample.

    `mean` (d,) of the sample's vectors; `base` (s, d) the sample, centred, unit length; `labels` (s,) position in
    `numbers`, -1 without topic; `middles` (t, d) of the topics; `numbers` (t,) topic ids.
    """

    mean: np.ndarray
    base: np.ndarray
    labels: np.ndarray
    middles: np.ndarray
    numbers: np.ndarray

    @classmethod
    def of(cls, made: TopicSet, unit_ids: Sequence[str], vectors: np.ndarray) -> Placer:
        """The placer of fitted topics; `unit_ids` and `vectors` (s, d) are those that were fitted, row by row."""
        import numpy as np

        from themes.topics.graph import unit_rows

        numbers = [topic.topic_id for topic in made.topics]
        column = {number: place for place, number in enumerate(numbers)}
        column_of = {membership.unit_id: column[membership.topic_id] for membership in made.memberships}
        labels = np.array([column_of.get(unit_id, -1) for unit_id in unit_ids], dtype=np.int64)
        mean = vectors.mean(axis=0)
        base = unit_rows(vectors - mean)
        middles = unit_rows(np.vstack([base[labels == place].mean(axis=0) for place in range(len(numbers))]))
        return cls(mean, base, labels, middles, np.array(numbers, dtype=np.int64))

    def place(self, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Topic id (n,) and weight (n,) in 0..1, three decimals, of vectors (n, d); weight 0: in no topic."""
        import numpy as np

        from themes.topics.graph import unit_rows, vote

        block = unit_rows(vectors - self.mean)
        found = vote(block, self.base, self.labels, NEIGHBOURS)
        alike = (block @ self.middles.T)[np.arange(len(block)), found]
        return self.numbers[found], np.clip(alike.astype(np.float64), 0.0, 1.0).round(3)


def with_rest(
    made: TopicSet, size: dict[int, int], memberships: Records[Membership], n_sample: int, n_statements: int
) -> TopicSet:
    """Topics fitted on a sample, with the memberships and sizes of all statements and the note that says so.

    Parameters
    ----------
    size : topic id -> statements in it.
    """
    without = n_statements - sum(size.values())
    quality = made.quality | {
        "n_sample": n_sample,
        "n_statements": n_statements,
        "n_without_topic": without,
        "share_without_topic": round(without / n_statements, 4),
    }
    note = Finding(
        "note",
        "topics",
        "",
        words.FROM_A_SAMPLE.format(n_sample=n_sample, n_statements=n_statements),
        words.RARE_MAY_MISS,
    )
    topics = [dataclasses.replace(topic, size=size.get(topic.topic_id, 0)) for topic in made.topics]
    return dataclasses.replace(
        made,
        topics=Records(type(made.topics[0]), topics),
        memberships=memberships,
        quality=quality,
        findings=(*made.findings, note),
    )
