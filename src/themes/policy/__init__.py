"""The plan and the answer: goals, the trace of statements to them, coverage, search, and the advice with its reply."""

from themes.policy.corrections import correct_goals
from themes.policy.coverage import coverage
from themes.policy.goals import read_goals
from themes.policy.passages import Passage, passages
from themes.policy.plan_checks import check_plan
from themes.policy.search import find
from themes.policy.trace import Traced, trace

__all__ = ["Passage", "Traced", "check_plan", "correct_goals", "coverage", "find", "passages", "read_goals", "trace"]
