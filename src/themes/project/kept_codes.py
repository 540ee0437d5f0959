"""What the patterns of each code make of each text, kept between runs: a changed code reads the texts for itself alone.

What the codes of one text do to another (lead-in, heading, the sentence before) is worked out anew in every run that
codes, from these readings; so are decisions of people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from themes.coding.patterns import Place, read_places
from themes.coding.rules import MOST_KEPT, Evidence, Hit, Reading, RuleCoder
from themes.records import digest

_CODE, _HINT = 1, 0


class KeptReading(Reading):
    """A reading from an earlier run; its words are read when asked for."""

    __slots__ = ("_read",)

    def __init__(
        self, codes: Mapping[str, Evidence], hints: Mapping[str, Evidence], read: Callable[[], list[Place]]
    ) -> None:
        object.__setattr__(self, "codes", codes)
        object.__setattr__(self, "hints", hints)
        object.__setattr__(self, "_read", read)

    @property
    def places(self) -> tuple[Place, ...]:  # type: ignore[override]
        """The words of the text."""
        return tuple(self._read())  # type: ignore[attr-defined]


class _Asked(dict[str, Reading]):
    """Readings by text that remembers which were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, text: str, default: Any = None) -> Any:
        self.asked.add(text)
        return super().get(text, default)


def put_readings(kept: Any, coder: RuleCoder, pipeline: Any) -> None:
    """Put the readings of an earlier run (see `packed`) in the coder; codes that changed since read the texts anew."""
    coder.readings = _Asked()
    if not kept:
        return
    keys = {code: digest(*patterns) for code, patterns in coder.patterns_of().items()}
    same = {code: rows for code, (key, rows) in kept["codes"].items() if keys.get(code) == key}
    changed = coder.only(keys.keys() - same.keys())
    texts: list[str] = kept["texts"]
    codes: list[dict[str, Evidence]] = [{} for _ in texts]
    hints: list[dict[str, Evidence]] = [{} for _ in texts]
    for code in keys:
        for at, (kind, score, hits) in zip(*same.get(code, ((), ())), strict=True):
            evidence = Evidence(score, tuple(Hit(*hit) for hit in hits))
            (codes if kind == _CODE else hints)[at][code] = evidence
    for at, text in enumerate(texts):
        if len(same) < len(keys):
            more = changed.read(text)
            codes[at].update(more.codes)
            hints[at].update(more.hints)
        coder.readings[text] = KeptReading(codes[at], hints[at], lambda text=text: read_places(text, pipeline))  # type: ignore[misc]


def packed(coder: RuleCoder) -> dict[str, Any] | None:
    """The readings of a coder as JSON values, for `put_readings`; None when there are too many to keep.

    What was not asked for in this run is kept too until it is the greater part.
    """
    readings = coder.readings
    if len(readings) >= MOST_KEPT:
        return None
    asked = readings.asked & readings.keys() if isinstance(readings, _Asked) else set(readings)
    texts = sorted(readings if 2 * len(asked) >= len(readings) else asked)
    rows: dict[str, tuple[list[int], list[Any]]] = {code.id: ([], []) for code in coder.codebook.codes}
    for at, text in enumerate(texts):
        reading = readings[text]
        for kind, found in ((_CODE, reading.codes), (_HINT, reading.hints)):
            for code, evidence in found.items():
                hits = [[hit.pattern, hit.start, hit.end] for hit in evidence.hits]
                rows[code][0].append(at)
                rows[code][1].append([kind, evidence.score, hits])
    keys = {code: digest(*patterns) for code, patterns in coder.patterns_of().items()}
    return {"texts": texts, "codes": {code: [keys[code], own] for code, own in rows.items()}}
