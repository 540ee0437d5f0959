"""Codes against topics, topics that no code claims, and topics over documents, meetings and municipalities."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from themes.records import Coding, Document, Membership, Topic, Unit
from themes.topics.features import standing_codings
from themes.words import topics as words

if TYPE_CHECKING:
    import pandas as pd

NO_CODE_NAME = words.NO_CODE
NO_TOPIC = words.NO_TOPIC


def crosswalk(memberships: Iterable[Membership], codings: Iterable[Coding], topics: Iterable[Topic]) -> pd.DataFrame:
    """How many statements have a code and stand in a topic: a row per pair that occurs, most statements first.

    Columns: topic_id (0 = in no topic), topic, code_id ('geen code' when a statement has none), n, share_of_topic,
    share_of_code, lift (how many times more often than by chance; None for 'geen code'). A statement with two codes
    counts in two rows; `share_of_topic` is of all statements of the topic.
    """
    import pandas as pd

    label = {topic.topic_id: topic.label for topic in topics}
    place = {membership.unit_id: membership.topic_id for membership in memberships}
    codes = standing_codings(codings)
    pairs: dict[tuple[int, str], int] = defaultdict(int)
    in_topic: dict[int, int] = defaultdict(int)
    with_code: dict[str, int] = defaultdict(int)
    everyone = sorted(place.keys() | {unit_id for unit_id, own in codes.items() if own})
    for unit_id in everyone:
        topic_id = place.get(unit_id, 0)
        in_topic[topic_id] += 1
        for code_id in codes.get(unit_id) or (NO_CODE_NAME,):
            pairs[topic_id, code_id] += 1
            with_code[code_id] += 1
    rows = [
        {
            "topic_id": topic_id,
            "topic": label.get(topic_id, NO_TOPIC),
            "code_id": code_id,
            "n": n,
            "share_of_topic": round(n / in_topic[topic_id], 4),
            "share_of_code": round(n / with_code[code_id], 4),
            "lift": None
            if code_id == NO_CODE_NAME
            else round(n * len(everyone) / (in_topic[topic_id] * with_code[code_id]), 2),
        }
        for (topic_id, code_id), n in sorted(pairs.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    ]
    columns = ["topic_id", "topic", "code_id", "n", "share_of_topic", "share_of_code", "lift"]
    return pd.DataFrame(rows, columns=columns)


def propose_codes(
    memberships: Iterable[Membership],
    codings: Iterable[Coding],
    topics: Iterable[Topic],
    units: Sequence[Unit],
    *,
    share: float = 0.5,
    smallest: int = 5,
) -> list[dict[str, Any]]:
    """Topics that no code claims, as proposals for a new code, for a person to judge; the largest gap first.

    A topic is unclaimed when at least `share` of its statements have no code at all and no code holds half of it.
    Each proposal: topic_id, label, terms, size, n_without_code, share_without_code, nearest_code, examples (texts of
    its most typical statements without a code, with unit_id and source). Topics under `smallest` are left out.
    """
    place: dict[int, list[str]] = defaultdict(list)
    for membership in memberships:
        place[membership.topic_id].append(membership.unit_id)
    by_id = {unit.unit_id: unit for unit in units}
    codes = standing_codings(codings)
    proposals = []
    for topic in topics:
        own = place[topic.topic_id]
        bare = [unit_id for unit_id in own if not codes.get(unit_id)]
        if len(own) < smallest or len(bare) < share * len(own):
            continue
        typical = [unit_id for unit_id in json.loads(topic.representative) if not codes.get(unit_id)]
        chosen = list(dict.fromkeys([*typical, *sorted(bare)]))[:5]
        proposals.append(
            {
                "topic_id": topic.topic_id,
                "label": topic.label,
                "terms": topic.terms,
                "size": len(own),
                "n_without_code": len(bare),
                "share_without_code": round(len(bare) / len(own), 4),
                "nearest_code": topic.nearest_code,
                "examples": [
                    {"unit_id": unit_id, "source": by_id[unit_id].source, "text": by_id[unit_id].text}
                    for unit_id in chosen
                    if unit_id in by_id
                ],
            }
        )
    return sorted(proposals, key=lambda row: (-row["n_without_code"], row["topic_id"]))


def topics_over(
    memberships: Iterable[Membership],
    topics: Iterable[Topic],
    units: Sequence[Unit],
    documents: Sequence[Document],
    *,
    by: str = "document_id",
) -> pd.DataFrame:
    """Statements per topic and per value of a field of the document (meeting, municipality, held_on, speakers, ...)
    or of the unit (group, stance, section).

    Columns: the field, topic_id, topic, n, share (of the statements with a topic that have this value). What a document
    does not say is 'onbekend'. Raises ValueError for a field that neither record has.
    """
    import dataclasses

    import pandas as pd

    of_unit = {field.name for field in dataclasses.fields(Unit)}
    of_document = {field.name for field in dataclasses.fields(Document)}
    if by not in of_unit | of_document:
        message = f"by must be a field of Document or Unit, got {by!r}"
        raise ValueError(message)
    label = {topic.topic_id: topic.label for topic in topics}
    by_id = {unit.unit_id: unit for unit in units}
    by_document = {document.document_id: document for document in documents}
    count: dict[tuple[str, int], int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    for membership in memberships:
        unit = by_id.get(membership.unit_id)
        if unit is None:
            continue
        holder: Any = unit if by in of_unit else by_document.get(unit.document_id)
        value = str(getattr(holder, by, None) or "onbekend")
        count[value, membership.topic_id] += 1
        total[value] += 1
    rows = [
        {by: value, "topic_id": topic_id, "topic": label.get(topic_id, ""), "n": n, "share": round(n / total[value], 4)}
        for (value, topic_id), n in sorted(count.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    ]
    return pd.DataFrame(rows, columns=[by, "topic_id", "topic", "n", "share"])
