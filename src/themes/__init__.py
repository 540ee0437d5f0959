"""themes: what was said, and what became of it.

Reads Dutch minutes and policy, splits them into statements with their exact place, groups them into themes and traces
every statement to the goals that speak of it. Nothing heavy is loaded before a function is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from themes.coding import agreement, next_to_review, read_review, record_decisions
    from themes.problems import ThemesError
    from themes.project import RunResult
    from themes.records import Records
    from themes.report.review_page import review_page
    from themes.report.run_tables import RunTables
    from themes.report.sample import sample_corpus
    from themes.scale import run
    from themes.settings import Settings, read_settings
    from themes.steps import (
        apply_codebook,
        coverage,
        find,
        fit_topics,
        read_advice,
        read_codebook,
        read_documents,
        read_goals,
        split_units,
        trace,
        vectors,
    )
    from themes.topics import crosswalk

_HOMES = {
    "Records": "records",
    "RunResult": "project",
    "RunTables": "report.run_tables",
    "Settings": "settings",
    "ThemesError": "problems",
    "agreement": "coding",
    "apply_codebook": "steps",
    "coverage": "steps",
    "crosswalk": "topics",
    "find": "steps",
    "fit_topics": "steps",
    "next_to_review": "coding",
    "read_advice": "steps",
    "read_codebook": "steps",
    "read_documents": "steps",
    "read_goals": "steps",
    "read_review": "coding",
    "read_settings": "settings",
    "record_decisions": "coding",
    "review_page": "report.review_page",
    "run": "scale",
    "sample_corpus": "report.sample",
    "split_units": "steps",
    "trace": "steps",
    "vectors": "steps",
}
__all__ = [
    "Records",
    "RunResult",
    "RunTables",
    "Settings",
    "ThemesError",
    "agreement",
    "apply_codebook",
    "coverage",
    "crosswalk",
    "find",
    "fit_topics",
    "next_to_review",
    "read_advice",
    "read_codebook",
    "read_documents",
    "read_goals",
    "read_review",
    "read_settings",
    "record_decisions",
    "review_page",
    "run",
    "sample_corpus",
    "split_units",
    "trace",
    "vectors",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"themes.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
