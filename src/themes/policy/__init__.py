"""The plan and the answer: goals, the trace of statements to them, coverage, search, and the advice with its reply."""

from themes.policy.advice import read_advice
from themes.policy.corrections import correct_goals
from themes.policy.coverage import coverage
from themes.policy.goals import read_goals
from themes.policy.passages import Passage, passages
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
from themes.policy.trace import Traced, trace
from themes.policy.versions import Comparison, compare_runs

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
