"""A document becomes units: headings, statements, questions, lead-ins, meta, noise and table cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from themes.statements.repeats import mark_repeats

if TYPE_CHECKING:
    from themes.statements.assemble import split_units

__all__ = ["mark_repeats", "split_units"]


def __getattr__(name: str) -> Any:
    if name == "split_units":  # with all that it needs, when a document is new
        from themes.statements.assemble import split_units

        return split_units
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
