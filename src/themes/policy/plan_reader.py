"""A plan read once, top to bottom: labels open goals and elaborations, tables fill them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from themes.policy.anchors import (
    BULLET,
    NUMBERED_HEAD,
    OF_GOAL,
    PROSE_HEAD,
    SIBLING_TAIL,
    SIBLINGS,
    Anchor,
    anchor_of,
    list_head,
    words_below,
)
from themes.policy.columns import cell_text
from themes.policy.drafts import Draft, Wording, alike
from themes.policy.goal_tables import GoalTable, Runs, centred, find_tables, looks_like, page_width
from themes.policy.plan_lines import PlanLine, join_lines, starts_small, unfinished
from themes.records import Level
from themes.words import policy as words

SAME_WORDING = 0.6  # below this two wordings are not the same goal: 'nearly the same words' against 'another subject'


class PlanReader:
    """Walks the lines once; `drafts` are the nodes in reading order, the programme left out."""

    def __init__(self, lines: list[PlanLine]) -> None:
        self.lines = lines
        self.drafts: list[Draft] = []
        self.tables = {table.start: table for table in find_tables(lines)}
        self.width = page_width(lines)
        self.effect: Draft | None = None
        self.goal: Draft | None = None
        self.elaboration: Draft | None = None
        self.indicator: Draft | None = None
        self.result: Draft | None = None
        self.heading: tuple[str, PlanLine] | None = None  # last numbered heading, for plans without elaborations
        self.labelled = any((anchor := anchor_of(line.text)) and anchor.level == "elaboration" for line in lines)
        self.has_goals = any((anchor := anchor_of(line.text)) and anchor.level == "goal" for line in lines)
        self.below = words_below([line.text for line in lines])
        self.goals_in: str | None = None  # section whose headings are goals
        self.inside: str | None = None  # list that is open: a level, or 'siblings'

    def read(self) -> None:
        """Walk all lines; fills `drafts`."""
        at = 0
        while at < len(self.lines):
            table = self.tables.get(at)
            at = self._table(table) if table else self._line(at)

    def _line(self, at: int) -> int:
        line = self.lines[at]
        if SIBLINGS.search(line.text) or SIBLINGS.search(self._joined(at, 2)):
            self.inside = "siblings"
            return at + 1
        anchor = anchor_of(line.text)
        if anchor and not (self.inside == "siblings" and SIBLING_TAIL.search(line.text)):
            return self._anchor(at, anchor)
        heading = NUMBERED_HEAD.match(line.text)
        if heading and (line.gap or line.turn):
            return self._heading(at, heading["section"], heading["rest"])
        if OF_GOAL.match(line.text):
            self.elaboration = self.result = self.indicator = None
        level = list_head(line.text)
        if PROSE_HEAD.match(line.text) and not level:
            self.inside = None
            return at + 1
        if level:
            self.inside = level if level != "goal" or not self.has_goals else "result"
            return at + 1
        if self.inside in {"goal", "result", "indicator", "activity"}:
            return self._item(at)
        return at + 1

    def _heading(self, at: int, section: str, rest: str) -> int:
        """A numbered heading. Below 'Wat willen we bereiken?' it and its sisters are goals, unless labels are."""
        text, end = self._text(at, rest)
        line, above = self.lines[at], section.rpartition(".")[0]
        if not self.has_goals and (self.inside == "goal" or (self.goals_in and above == self.goals_in)):
            self.goals_in = above
            self._add("goal", text, line, self.lines[end - 1].number, section)
        self.heading, self.inside = (text, line), None
        return end

    def _joined(self, at: int, count: int) -> str:
        run = [self.lines[at].text]
        for line in self.lines[at + 1 : at + count]:
            if line.gap:
                break
            run.append(line.text)
        return " ".join(run)

    def _text(self, at: int, rest: str) -> tuple[str, int]:
        """The text of a label or heading that starts at line `at`, and the position after it."""
        parts, end = ([rest] if rest else []), at + 1
        first = self.lines[at]
        while end < len(self.lines) and end - at < 6:
            line = self.lines[end]
            so_far = join_lines(parts)
            if line.line.cell is not None or end in self.tables or anchor_of(line.text) or list_head(line.text):
                break
            if NUMBERED_HEAD.match(line.text) or SIBLINGS.search(line.text):
                break
            if parts:
                before = self.lines[end - 1]
                styled = line.line.size is not None and first.line.size is not None
                if styled and (
                    abs((line.line.size or 0) - (first.line.size or 0)) > 0.6 or line.line.bold != before.line.bold
                ):
                    break
                goes_on = unfinished(so_far) or line.text[:1].islower() or line.text[:1] == "("
                wide = 0.6 if starts_small(line.text) else 0.85
                full = len(before.text) >= wide * self.width and not so_far.endswith((".", "!", "?"))
                if line.gap and not (unfinished(so_far) and (line.text[:1].islower() or line.text[:1] == "(")):
                    break
                if not line.gap and not (goes_on or full):
                    break
                if so_far.endswith(".") and not line.text[:1].islower():
                    break
            parts.append(line.text)
            end += 1
        return join_lines(parts).strip(" ;"), end

    def _anchor(self, at: int, anchor: Anchor) -> int:
        line = self.lines[at]
        text, end = self._text(at, anchor.rest)
        last = self.lines[end - 1].number
        if anchor.level == "problem" or not text:
            self.inside = None
            return end
        if anchor.level == "goal" and not (self.goal and anchor.word in self.below):
            self._open_goal(anchor, text, line, last)
        elif anchor.level in {"goal", "elaboration"}:
            self._open_elaboration(anchor, text, line, last)
        elif anchor.level == "effect":
            self._open_effect(text, line, last)
        elif anchor.level in {"baseline", "target", "source"}:
            self._property(anchor.level, text)
        else:
            self._add(anchor.level, text, line, last, anchor.number)
        self.inside = None
        return end

    def _open_effect(self, text: str, line: PlanLine, last: int) -> None:
        text = text.strip(" .:;")
        same = [draft for draft in self.drafts if draft.level == "effect" and alike(draft.text, text) > 0.9]
        self.effect = same[0] if same else self._new("effect", text, line, last, None, None)
        if self.goal and not self.elaboration and self.goal.parent is None:
            self.goal.parent = self.effect

    def _open_goal(self, anchor: Anchor, text: str, line: PlanLine, last: int) -> None:
        weight = 2 if anchor.council else 0 if anchor.heading else 1
        found = self._same_goal(anchor, text)
        if found is None:
            self.effect = self.effect if self.effect and not anchor.heading else None
            found = self._new("goal", text, line, last, self.effect, anchor.number, weight)
        else:
            found.wordings.append(Wording(weight, text, line, last))
        if found is not self.goal:
            self.elaboration = self.result = self.indicator = None
        self.goal = found

    def _same_goal(self, anchor: Anchor, text: str) -> Draft | None:
        goals = [draft for draft in self.drafts if draft.level == "goal"]
        if anchor.number:
            for draft in goals:
                if draft.number == anchor.number:
                    return draft
        if self.goal and not anchor.number and not anchor.heading:
            # the section's own goal in other words: the council's wording stands once the heading gave its number
            fresh = anchor.council and not any(wording.weight == 2 for wording in self.goal.wordings)
            if fresh or max(alike(text, wording.text) for wording in self.goal.wordings) >= SAME_WORDING:
                return self.goal
        scored = [(max(alike(text, wording.text) for wording in draft.wordings), draft) for draft in goals]
        best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if best[0] >= (0.9 if anchor.number else 0.8):
            return best[1]
        return None

    def _open_elaboration(self, anchor: Anchor, text: str, line: PlanLine, last: int) -> None:
        for draft in self.drafts:
            if draft.level == "elaboration" and draft.parent is self.goal and alike(draft.text, text) > 0.97:
                self.elaboration = draft
                return
        self.elaboration = self._new("elaboration", text, line, last, self.goal, anchor.number)
        self.result = self.indicator = None

    def _property(self, level: str, text: str) -> None:
        node = self.indicator or self.result
        name = {"baseline": "baseline", "target": "target", "source": "measured_by"}[level]
        if node is not None and getattr(node, name) is None:
            setattr(node, name, text)

    def _add(self, level: str, text: str, line: PlanLine, last: int, number: str | None = None) -> None:
        if level == "result":
            self.indicator = None
            self.result = self._new("result", text, line, last, self.elaboration or self.goal, number)
        elif level == "indicator":
            if self.result is not None:
                self.result.measured_by = "; ".join(part for part in (self.result.measured_by, text) if part)
            else:
                self.indicator = self._new("indicator", text, line, last, self.elaboration or self.goal, number)
        elif level == "activity":
            self._new("activity", text, line, last, self.result or self.elaboration or self.goal, number)
        elif level == "goal":
            self.goal = self._new("goal", text, line, last, self.effect, number)
            self.elaboration = self.result = self.indicator = None

    def _item(self, at: int) -> int:
        """An item of an open list, with the lines that it wraps over."""
        line = self.lines[at]
        assert self.inside is not None
        marker = BULLET.match(line.text)
        if not marker and len(line.text) < 3:
            return at + 1
        parts, end = [line.text[marker.end() :] if marker else line.text], at + 1
        while end < len(self.lines) and end not in self.tables:
            ahead = self.lines[end]
            if (
                BULLET.match(ahead.text)
                or anchor_of(ahead.text)
                or list_head(ahead.text)
                or NUMBERED_HEAD.match(ahead.text)
            ):
                break
            if ahead.gap and not (ahead.text[:1].islower() and not ahead.turn):
                break
            if not (
                ahead.text[:1].islower()
                or unfinished(join_lines(parts))
                or marker
                or len(self.lines[end - 1].text) > 0.6 * self.width
            ):
                break
            parts.append(ahead.text)
            end += 1
        text = join_lines(parts).strip()
        if text and not re.fullmatch(r"[\W\d_]+", text):
            self._add(self.inside, text, line, self.lines[end - 1].number)
        return end

    def _table(self, table: GoalTable) -> int:
        self.inside = None
        if table.kind == "result" and not self.labelled and self.heading and self.goal:
            self._heading_elaboration()
        if table.kind == "indicator":
            self._stray_indicators(table)
        for row in centred(table.rows):
            self._row(table, row)
        self.result = self.indicator = None
        return table.end

    def _heading_elaboration(self) -> None:
        """Plans without 'Uitwerking doel': the numbered heading above a table of results is what it elaborates."""
        assert self.heading is not None and self.goal is not None
        text, line = self.heading
        if alike(text, self.goal.text) > 0.9:
            return
        for draft in self.drafts:
            if draft.level == "elaboration" and alike(draft.text, text) > 0.97:
                self.elaboration = draft
                return
        self.elaboration = self._new("elaboration", text, line, line.number, self.goal, None)

    def _stray_indicators(self, table: GoalTable) -> None:
        """Indicators that text conversion printed between the goal and the heads of its table."""
        at = table.start - 1
        block: list[PlanLine] = []
        while at >= 0 and not anchor_of(self.lines[at].text) and len(block) < 6:
            block.insert(0, self.lines[at])
            at -= 1
        if block and self.goal and looks_like("indicator", block[0].text) and block[0].gap and len(block[0].text) < 80:
            self._new(
                "indicator", join_lines([line.text for line in block]), block[0], block[-1].number, self.goal, None
            )

    def _row(self, table: GoalTable, runs: Runs) -> None:
        own: dict[str, str] = {}
        for role, parts in runs.items():
            own[role] = "; ".join(text for part in parts if (text := cell_text(part)))
        kind = table.kind
        if kind == "result":
            self._result_row(runs, own)
        elif kind == "indicator":
            self._indicator_row(runs, own)
        for run in runs.get("activity", ()):
            parent = (self.result if kind == "result" else None) or self.elaboration or self.goal
            for item in cell_items(run):
                self._new("activity", cell_text(item), item[0], item[-1].number, parent, None)

    def _result_row(self, runs: Runs, own: dict[str, str]) -> None:
        measured = _measured(own.get("indicator"), own.get("source"))
        if own.get("result"):
            run = runs["result"][0]
            node = self._new("result", own["result"], run[0], run[-1].number, self.elaboration or self.goal, None)
            node.baseline, node.target, node.measured_by = own.get("baseline"), own.get("target"), measured
            self.result = node
        elif self.result is not None and measured:
            self.result.measured_by = "; ".join(part for part in (self.result.measured_by, measured) if part)

    def _indicator_row(self, runs: Runs, own: dict[str, str]) -> None:
        parent = self.elaboration or self.goal
        if own.get("indicator"):
            run = runs["indicator"][0]
            text = re.sub(r"^(?:vanaf|na)\s+20\d\d\s*:\s*", "", own["indicator"], flags=re.IGNORECASE)
            self.indicator = self._new("indicator", text, run[0], run[-1].number, parent, None)
            node = self.indicator
            node.baseline, node.target, node.measured_by = own.get("baseline"), own.get("target"), own.get("source")
        elif self.indicator is not None:
            for name, role in (("baseline", "baseline"), ("target", "target"), ("measured_by", "source")):
                if own.get(role):
                    before = getattr(self.indicator, name)
                    setattr(self.indicator, name, f"{before} {own[role]}" if before else own[role])

    def _new(
        self,
        level: Level,
        text: str,
        line: PlanLine,
        last: int,
        parent: Draft | None,
        number: str | None,
        weight: int = 1,
    ) -> Draft:
        draft = Draft(level, [Wording(weight, text, line, last)], parent, number)
        self.drafts.append(draft)
        return draft


def _measured(indicator: str | None, source: str | None) -> str | None:
    """How a result is measured: its indicator, with the source in brackets."""
    if indicator and source:
        return words.MEASURED_WITH_SOURCE.format(indicator=indicator, source=source)
    return indicator or (words.MEASURED_BY_SOURCE.format(source=source) if source else None)


def cell_items(run: Sequence[PlanLine]) -> list[list[PlanLine]]:
    """The items of a cell that holds a list, list marks taken off; a cell without marks is one item."""
    items: list[list[PlanLine]] = []
    for line in run:
        marker = BULLET.match(line.text)
        if marker or not items:
            items.append([])
        items[-1].append(dataclasses.replace(line, text=line.text[marker.end() :] if marker else line.text))
    return [item for item in items if cell_text(item)]
