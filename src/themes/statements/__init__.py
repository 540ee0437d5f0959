"""A document becomes units: headings, statements, questions, lead-ins, meta, noise and table cells."""

from themes.statements.assemble import split_units
from themes.statements.repeats import mark_repeats

__all__ = ["mark_repeats", "split_units"]
