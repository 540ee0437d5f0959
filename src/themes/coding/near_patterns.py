"""Which patterns of a code met the words of a text, also those that something held back. For explaining a coding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from themes.coding.patterns import Matcher, parse_pattern, read_places
from themes.words import coding as words

if TYPE_CHECKING:
    from themes.language import Pipeline

_NAMES = {"plus": words.PATTERN_PLUS, "minus": words.PATTERN_MINUS, "hint": words.PATTERN_HINT}


def near_patterns(text: str, patterns: Sequence[str], pipeline: Pipeline) -> list[str]:
    """A line in Dutch for each pattern whose words stand in the text, whether or not its 'tenzij' holds it back.

    >>> from themes.language import pipeline
    >>> near_patterns("De zaal is per telefoon bereikbaar.", ["bereikbaar tenzij telefoon", "bus"], pipeline())
    ["patroon 'bereikbaar tenzij telefoon' past op 'bereikbaar', maar een 'tenzij' houdt het tegen"]
    """
    parsed = [parse_pattern(pattern) for pattern in patterns]
    places = read_places(text, pipeline)
    matched = {at for at, _ in Matcher(parsed).find(places)}
    bodies = [parse_pattern(pattern.split(" tenzij ")[0]) for pattern in patterns]
    lines = []
    for at, spans in Matcher(bodies).find(places):
        met = text[places[spans[0][2][0]].start : places[spans[0][2][-1]].end]
        held = "" if at in matched else words.HELD_BACK
        lines.append(words.PATTERN_MET.format(kind=_NAMES[parsed[at].sign], pattern=patterns[at], words=met, held=held))
    return lines
