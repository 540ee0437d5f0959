"""A source and its documents to units: the passes in order, and the units they make."""

from __future__ import annotations

import collections
import dataclasses
import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from themes.records import Document, Kind, Source, Unit, digest
from themes.statements.blocks import Block, build_blocks
from themes.statements.cells import cell_is_content, flat_table_rows, spoken_columns
from themes.statements.cues import finished, has_finite_verb, words
from themes.statements.headings import mark_headings
from themes.statements.kinds import asks_verb_first, kind_of
from themes.statements.markers import find_markers
from themes.statements.marks import unmarked
from themes.statements.meta import is_front_content, is_meta_sentence, mark_meta
from themes.statements.noise import FLOW, classify_rows, is_rubbish
from themes.statements.rows import Row, line_style, read_rows
from themes.statements.sentences import Sentence, Splitter, carried_quotes, split_block
from themes.statements.stance import stance_of
from themes.statements.structure import Place, place_blocks

if TYPE_CHECKING:
    from themes.language import Pipeline

LEADS_TO_META = re.compile(
    r"\b(?:bijlagen?|bijgevoegde?|meegestuurde?|links?|aanwezig(?:en)?|agenda)\b[^:]*:?$", re.IGNORECASE
)
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,2}|__)(?=[^\s*])([^*]+?)(?<=[^\s*])\1(?![\w*])")  # Markdown left in
FIXED_KINDS: dict[str, Kind] = {"noise": "noise", "note": "meta", "meta": "meta", "table": "table_cell"}


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """A unit before it has an id."""

    block: Block
    sentence: Sentence
    kind: Kind
    place: Place
    first_of_block: bool


def split_units(source: Source, documents: Sequence[Document], pipeline: Pipeline) -> list[Unit]:
    """Every document of one source as units, in reading order.

    Parameters
    ----------
    source : the file as read; positions in `spans` count in `source.text`.
    documents : the logical documents of this source; a line belongs to the first that holds it.
    pipeline : gives the sentences within a block.

    Returns
    -------
    list of Unit : every non-blank character of every document lies in the spans of exactly one of them.
    """
    starts = source.starts
    number_at = {line.number: index for index, line in enumerate(source.lines)}
    units: list[Unit] = []
    seen: collections.Counter[tuple[int, str]] = collections.Counter()
    done = 0
    for document in sorted(documents, key=lambda one: (one.line_start, one.line_end, one.document_id)):
        first = max(done, _index_from(number_at, document.line_start, len(source.lines)))
        last = _index_from(number_at, document.line_end, len(source.lines) - 1)
        if first > last:
            continue
        done = last + 1
        rows = read_rows(source, starts, first, last)
        for draft in draft_units(rows, document, source.media, pipeline):
            units.append(_unit(draft, document, source, pipeline, seen))
    return units


def _index_from(number_at: dict[int, int], number: int, otherwise: int) -> int:
    return number_at.get(number, otherwise)


def draft_units(rows: Sequence[Row], document: Document, media: str, pipeline: Pipeline) -> Iterator[Draft]:
    """The passes over the rows of one document."""
    from themes.language import is_word, join_hyphen

    if not rows:
        return
    policy = document.role == "policy"
    style = line_style(rows)
    tags = classify_rows(rows, knows=is_word)
    flat = flat_table_rows(rows) if policy or document.role == "other" else set()
    tags = ["table" if index in flat and tag in {FLOW, "noise"} else tag for index, tag in enumerate(tags)]
    markers = find_markers(rows, wrapped=style != "paragraph")
    blocks = build_blocks(rows, tags, markers, style=style)
    mark_headings(blocks, media=media)
    front = mark_meta(blocks, policy=policy)
    places = place_blocks(blocks)
    carried = carried_quotes(blocks)
    spoken = frozenset() if policy else spoken_columns(rows)
    prose = any(len(block.rows) > 1 for block in blocks if block.tag == FLOW)
    for index, (block, place) in enumerate(zip(blocks, places, strict=True)):
        asked = "vra" in (place.lead_in or place.section.rsplit(" > ", 1)[-1]).lower()
        sentences = split_block(block, _splitter(block, pipeline), join_hyphen, carried.get(index, (False, False)))
        for number, sentence in enumerate(sentences):
            kind = _kind(
                blocks, index, number, sentences, policy=policy, front=front[index], prose=prose, spoken=spoken
            )
            if kind == "statement" and asked and asks_verb_first(sentence.text):
                kind = "question"
            if kind == "statement" and not policy and place.lead_in and LEADS_TO_META.search(place.lead_in):
                kind = "meta"
            yield Draft(block, sentence, kind, place, number == 0)


def _splitter(block: Block, pipeline: Pipeline) -> Splitter:
    """Headings, notes, noise and plain cells stay whole; all else is split into sentences."""
    if block.kind == "heading" or block.tag in {"noise", "note", "table"}:
        return lambda text: [(0, len(text))]
    return pipeline.sentences


def _kind(
    blocks: Sequence[Block],
    index: int,
    number: int,
    sentences: Sequence[Sentence],
    *,
    policy: bool,
    front: bool,
    prose: bool,
    spoken: frozenset[tuple[int, int]],
) -> Kind:
    block, text = blocks[index], sentences[number].text
    if block.tag in FIXED_KINDS:
        return FIXED_KINDS[block.tag]
    if block.tag == "cell":
        if not any(char.isalnum() for char in text):
            return "noise"
        return (
            kind_of(text, followed_by_list=False)
            if cell_is_content(block, policy=policy, spoken=spoken)
            else "table_cell"
        )
    if block.kind == "heading":
        return "heading"
    if block.kind == "meta":
        return "meta"
    if is_rubbish(text) and len(text) < 30:
        return "noise"
    kind = kind_of(text, followed_by_list=True)
    if number == 0 and prose and _is_tail(blocks, index, text, len(sentences)):
        return "noise"
    if kind != "statement":
        return kind
    if front:
        return "statement" if is_front_content(text) else "meta"
    if (
        is_meta_sentence(text)
        or (number and _follows_meta(sentences, number))
        or _goes_on_from_meta(blocks, index, text)
    ):
        return "meta"
    return "statement"


def _follows_meta(sentences: Sequence[Sentence], number: int) -> bool:
    """'Zie origineel.' and other short references after a sentence about the document."""
    text = sentences[number].text
    return (
        len(words(text)) <= 3
        and is_meta_sentence(sentences[number - 1].text)
        and text.lower().startswith(("zie ", "dit ", "deze "))
    )


def _goes_on_from_meta(blocks: Sequence[Block], index: int, text: str) -> bool:
    """'Daarna de begroting.' right after a sentence that says what the document holds."""
    if has_finite_verb(text) or not text.lower().startswith(
        ("vervolgens ", "daarna ", "tot slot ", "ten slotte ", "tevens ")
    ):
        return False
    before = next((one for one in reversed(blocks[:index]) if one.tag == FLOW), None)
    return before is not None and (before.kind == "meta" or is_meta_sentence(before.text))


def _is_tail(blocks: Sequence[Block], index: int, text: str, n_sentences: int) -> bool:
    """The end of a sentence whose beginning is not in the source."""
    block = blocks[index]
    if (
        block.marker is not None
        or not text[:1].islower()
        or len(words(text)) > 4
        or not finished(text)
        or n_sentences < 2
    ):
        return False
    before = next((one for one in reversed(blocks[:index]) if one.tag == FLOW), None)
    return before is None or finished(before.text)


def _unit(
    draft: Draft, document: Document, source: Source, pipeline: Pipeline, seen: collections.Counter[tuple[int, str]]
) -> Unit:
    from themes.language import repair

    block, sentence = draft.block, draft.sentence
    rows = block.rows[sentence.first : sentence.last + 1]
    spans = list(sentence.spans)
    if draft.first_of_block and block.marker is not None:
        spans = with_marker(block, spans)
    line = block.rows[0].line if draft.first_of_block else rows[0].line
    key = (line.number, sentence.text)
    seen[key] += 1
    bare = unmarked(sentence.text)
    mended = repair(EMPHASIS.sub(r"\2", bare))
    kind = draft.kind
    cell = block.rows[0].line.cell
    stance = stance_of(bare, draft.place.section, draft.place.lead_in) if kind == "statement" else None
    pages = [row.line.page for row in rows if row.line.page is not None]
    return Unit(
        unit_id=digest(source.path, line.number, sentence.text, seen[key]),
        document_id=document.document_id,
        source=source.path,
        kind=kind,
        text=sentence.text,
        clean_text=mended.text,
        line_start=line.number,
        line_end=rows[-1].line.number,
        page_start=min(pages) if pages else None,
        page_end=max(pages) if pages else None,
        section=draft.place.section,
        group=draft.place.group,
        item=block.marker.text if block.marker else None,
        stance=stance,
        lead_in=draft.place.lead_in,
        spans=" ".join(f"{start}-{end}" for start, end in spans),
        repairs=json.dumps([list(change) for change in mended.changes], ensure_ascii=False),
        quoted=sentence.quoted,
        depth=draft.place.depth,
        table=cell.table if cell else None,
        row=cell.row if cell else None,
        column=cell.column if cell else None,
        ocr=any(row.line.ocr for row in rows),
    )


def with_marker(block: Block, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans of a block's first sentence, the list marker before it included."""
    first = block.rows[0]
    assert block.marker is not None
    mark_end = first.start + len(first.text[: block.marker.length].rstrip())
    if block.skip == 0:
        return list(spans)
    if spans and spans[0][0] <= first.start + block.marker.length:
        return [(first.start, spans[0][1]), *spans[1:]]
    return [(first.start, mark_end), *spans]
