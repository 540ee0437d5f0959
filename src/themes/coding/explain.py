"""Why a unit has a code, or has not: who gave it, by which words, and what held it back. In plain Dutch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from themes.coding.agreement import MACHINES
from themes.coding.codebook import Codebook
from themes.coding.near_patterns import near_patterns
from themes.coding.rules import code_units, rule_coder
from themes.records import Coding, Unit
from themes.words import coding as words

if TYPE_CHECKING:
    from themes.language import Pipeline


def explain(
    units: Sequence[Unit],
    unit_id: str,
    code_id: str,
    codebook: Codebook,
    pipeline: Pipeline,
    *,
    people: Sequence[Coding] = (),
    codings: Sequence[Coding] | None = None,
) -> list[str]:
    """Lines that say whether the unit has the code, by whom and by which words, and which patterns came near.

    `units` are those of the unit's document at least, since context counts. `codings` are those that were given, where
    they are known; else the rules code the document anew and `people` have the last word. Raises KeyError for a unit
    or code that is not there.
    """
    unit = {row.unit_id: row for row in units}[unit_id]
    code = codebook.code(code_id)
    if codings is None:
        same_source = [row for row in units if row.source == unit.source]
        codings = code_units(same_source, codebook, pipeline, people=people)
    given = [row for row in codings if row.unit_id == unit_id]
    own = [row for row in given if row.code_id == code_id]
    lines = [words.STATEMENT_IS.format(text=unit.text), words.CODE_IS.format(label=code.label)]
    for row in own:
        by = words.BY_WORDS.format(quote=row.quote) if row.quote else ""
        chance = f"{row.score:.2f}".replace(".", ",")
        lines.append(words.GIVEN_BY.format(who=row.coder, words=by, chance=chance, why=row.why).rstrip())
    if not own:
        lines.append(words.NOT_GIVEN)
        deciders = sorted({row.coder for row in given if row.coder not in MACHINES})
        if deciders:
            lines.append(words.PEOPLE_DECIDED.format(who=", ".join(deciders)))
        elif code_id in rule_coder(codebook, pipeline).read(unit.clean_text).codes:
            lines.append(words.UNLIKE_EXAMPLES)
    near = [words.LIST_ITEM.format(line=line) for line in near_patterns(unit.clean_text, code.patterns, pipeline)]
    return [*lines, *(near or [words.NO_PATTERN])]
