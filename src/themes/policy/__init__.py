"""The plan and the answer: goals, the trace of statements to them, coverage, search, and the advice with its reply."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from themes.policy.coverage import coverage
from themes.policy.passages import Passage, passages
from themes.policy.trace import Traced, trace

if TYPE_CHECKING:
    from themes.policy.advice import read_advice
    from themes.policy.corrections import correct_goals
    from themes.policy.goals import read_goals
    from themes.policy.people import (
        AcceptedGap,
        Reaction,
        Verdict,
        add_rows,
        read_accepted,
        read_reactions,
        read_verdicts,
    )
    from themes.policy.placing import Placed, last_rows, place_rows
    from themes.policy.plan_checks import check_plan
    from themes.policy.search import find
    from themes.policy.versions import Comparison, compare_runs

# name -> module, imported when asked for: a run over known plans reads none of them
_WHERE = {
    "AcceptedGap": "people",
    "Comparison": "versions",
    "Placed": "placing",
    "Reaction": "people",
    "Verdict": "people",
    "add_rows": "people",
    "check_plan": "plan_checks",
    "compare_runs": "versions",
    "correct_goals": "corrections",
    "find": "search",
    "last_rows": "placing",
    "place_rows": "placing",
    "read_accepted": "people",
    "read_advice": "advice",
    "read_goals": "goals",
    "read_reactions": "people",
    "read_verdicts": "people",
}
__all__ = [
    "AcceptedGap",
    "Comparison",
    "Passage",
    "Placed",
    "Reaction",
    "Traced",
    "Verdict",
    "add_rows",
    "check_plan",
    "compare_runs",
    "correct_goals",
    "coverage",
    "find",
    "last_rows",
    "passages",
    "place_rows",
    "read_accepted",
    "read_advice",
    "read_goals",
    "read_reactions",
    "read_verdicts",
    "trace",
]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(import_module(f"themes.policy.{_WHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
