"""Two versions of a plan and two runs: every difference is told once, and nothing else."""

from __future__ import annotations

import dataclasses
import json

from hypothesis import given
from hypothesis import strategies as st

from themes.policy.compare import compare_plans, compare_traces, with_cause
from themes.policy.versions import compare_runs, plan_versions
from themes.records import Document, Goal, Trace, Unit


def unit(number: int, text: str, document: str = "d", kind: str = "statement") -> Unit:
    return Unit(f"{document}{number}", document, f"{document}.txt", kind, text, text, number, number, 1, 1)  # type: ignore[arg-type]


def goal(number: int, text: str, document: str = "d", level: str = "result", **fields: str) -> Goal:
    values = {"baseline": None, "target": None, "measured_by": None, **fields}
    return Goal(
        f"g{document}{number}",
        None,
        level,
        text,
        values["baseline"],
        values["target"],
        values["measured_by"],
        document,
        "s",
        number,
        number,
        1,
    )  # type: ignore[arg-type]


def plan(document_id: str, title: str, version: str | None = None, held_on: str | None = None) -> Document:
    return Document(
        document_id, f"{document_id}.txt", "0", title, "policy", "Goes", None, held_on, None, version, 1, 9, 1, 1
    )


def trace(unit_id: str, found: str, quote: str | None = None) -> Trace:
    return Trace(unit_id, found, None, None, quote, 0.0, "[]")  # type: ignore[arg-type]


@dataclasses.dataclass
class Run:
    documents: list[Document]
    units: list[Unit]
    goals: list[Goal]
    trace: list[Trace]


def kinds(changes) -> list[tuple[str, str | None, str | None]]:  # type: ignore[no-untyped-def]
    return [(change.kind, change.old, change.new) for change in changes]


def test_added_removed_and_reworded() -> None:
    old = [
        unit(1, "Wij openen een loket."),
        unit(2, "De bus rijdt elk uur."),
        unit(3, "Er komt een speeltuin in het park."),
    ]
    new = [
        unit(1, "Wij openen een loket."),
        unit(2, "De bus rijdt elk half uur."),
        unit(3, "Jongeren krijgen een eigen plek."),
    ]
    assert kinds(compare_plans(old, [], new, [])) == [
        ("changed", "De bus rijdt elk uur.", "De bus rijdt elk half uur."),
        ("removed", "Er komt een speeltuin in het park.", None),
        ("added", None, "Jongeren krijgen een eigen plek."),
    ]


def test_a_target_that_changed() -> None:
    """The same indicator with another target is reworded, with both values."""
    old = [goal(1, "% ouderen dat valt", level="indicator", baseline="12%", target="daalt")]
    new = [goal(5, "% ouderen dat valt", level="indicator", baseline="12%", target="hoogstens 9%")]
    (change,) = compare_plans([unit(1, "% ouderen dat valt")], old, [unit(5, "% ouderen dat valt")], new)
    assert (change.kind, change.level) == ("changed", "indicator")
    assert "streefwaarde: daalt" in change.old
    assert "streefwaarde: hoogstens 9%" in change.new


def test_a_text_that_changed_much_at_its_own_place_is_a_change() -> None:
    """Between the same two texts, with a word in common; elsewhere it went and came."""
    first, last = "Inwoners vinden hulp in hun dorp.", "De raad stelt elk jaar geld vast."
    old = [
        unit(1, first),
        unit(2, "Vervangende zorg bestaat op papier, maar wordt nauwelijks gebruikt."),
        unit(3, last),
    ]
    wording = "Vervangende zorg bestaat, maar werd door veertien gezinnen gebruikt, omdat de aanvraag lang duurt."
    assert kinds(compare_plans(old, [], [unit(1, first), unit(2, wording), unit(3, last)], [])) == [
        ("changed", old[1].text, wording)
    ]
    moved = compare_plans(old, [], [unit(1, wording), unit(2, first), unit(3, last)], [])
    assert sorted(change.kind for change in moved) == ["added", "removed"]


def test_sentences_that_one_version_has_in_one_are_no_change() -> None:
    old = [unit(1, "Van de inwoners voelt 46% zich eenzaam. 1"), unit(2, "Dat is meer dan in 2016.")]
    new = [unit(1, "Van de inwoners voelt 46% zich eenzaam.1 Dat is meer dan in 2016.")]
    assert compare_plans(old, [], new, []) == compare_plans(new, [], old, []) == []


def test_moves_tell_whether_the_plan_changed_there() -> None:
    changes = compare_plans(
        [unit(1, "Wij bouwen.")], [], [unit(1, "Wij bouwen."), unit(2, "Er komt een buurthuis.")], []
    )
    units = [unit(1, "Een buurthuis", "in"), unit(2, "Meer huizen", "in")]
    old = [trace("in1", "none"), trace("in2", "none")]
    new = [trace("in1", "result", "Er komt een buurthuis."), trace("in2", "partly", "Wij bouwen.")]
    assert [move.reworded for move in with_cause(compare_traces(old, units, new, units), changes)] == [True, False]


def test_moves_spacing_and_marks_are_no_change() -> None:
    old = [unit(1, "- Eerste punt"), unit(2, "Tweede  punt"), unit(3, "xyz", kind="noise")]
    new = [unit(1, "Tweede punt"), unit(2, "Eerste punt.")]
    assert compare_plans(old, [], new, []) == []


def test_a_sign_is_a_change() -> None:
    (change,) = compare_plans([unit(1, "+10% bezoekers")], [], [unit(1, "-10% bezoekers")], [])
    assert change.kind == "changed"


def test_numbered_plans_are_not_versions_of_each_other() -> None:
    assert plan_versions([plan("a", "Programma 1"), plan("b", "Programma 2")]) == []


TEXTS = st.lists(st.text(alphabet="abc de", min_size=1, max_size=14).filter(lambda text: text.strip()), max_size=8)


@given(TEXTS, TEXTS)
def test_every_difference_once(first: list[str], second: list[str]) -> None:
    """Applied to the old texts, the changes give the new ones; equal plans give none."""
    old, new = ([unit(n, text) for n, text in enumerate(texts, 1)] for texts in (first, second))
    changes = compare_plans(old, [], new, [])
    flat = sorted("".join(text.split()) for text in first)
    for change in changes:
        if change.old is not None:
            flat.remove("".join(change.old.split()))
        if change.new is not None:
            flat.append("".join(change.new.split()))
    assert sorted(flat) == sorted("".join(text.split()) for text in second)
    assert compare_plans(old, [], old, []) == []


def test_statements_that_moved() -> None:
    """Matched by id, else by words; gone and new ones are listed."""
    units = [unit(n, f"Punt {n} over wonen", "in") for n in range(1, 5)]
    again = dataclasses.replace(units[1], unit_id="other")
    old = [trace("in1", "none"), trace("in2", "none"), trace("in3", "result", "x"), trace("in4", "approach")]
    new = [trace("in1", "result", "Wij bouwen."), trace("other", "partly", "deels"), trace("in3", "result", "x")]
    moves = compare_traces(old, units, new, [units[0], again, units[2]])
    assert [(move.unit_id, move.before, move.after, move.newly_found) for move in moves] == [
        ("in1", "none", "result", True),
        ("other", "none", "partly", True),
        ("in4", "approach", None, False),
    ]
    assert moves[0].new_quote == "Wij bouwen."


def test_runs_pair_plans_by_name() -> None:
    """Concept and year make no other plan; a plan without partner is named."""
    old = Run(
        [plan("a", "Concept beleidsplan Wonen 2025", "concept"), plan("z", "Nota Sport")],
        [unit(1, "Oud punt hier.", "a")],
        [],
        [],
    )
    new = Run([plan("b", "Beleidsplan Wonen 2026", "vastgesteld")], [unit(1, "Oud punt daar.", "b")], [], [])
    made = compare_runs(old, new)
    assert [(change.kind, change.old_id, change.new_id) for change in made.changes] == [("changed", "a1", "b1")]
    assert made.alone == ("Nota Sport (z.txt)",)
    assert json.loads(json.dumps(made.as_dict()))["changes"][0]["new"] == "Oud punt daar."
    assert "1 gewijzigd, 0 nieuw, 0 weg" in made.text()


def test_versions_within_one_run() -> None:
    """The same run twice tells what changed from the concept to the plan as adopted."""
    documents = [plan("b", "Plan Wonen", "vastgesteld", "2025-12-01"), plan("a", "Plan Wonen", "concept", "2025-09-01")]
    run = Run(documents, [unit(1, "Nieuw begin.", "b"), unit(1, "Heel iets anders stond hier.", "a")], [], [])
    assert [(a.document_id, b.document_id) for a, b in plan_versions(documents)] == [("a", "b")]
    made = compare_runs(run, run)
    assert sorted(change.kind for change in made.changes) == ["added", "removed"]
    assert made.moves == ()


def test_nothing_to_compare() -> None:
    empty = Run([], [], [], [])
    assert "geen plan om te vergelijken" in compare_runs(empty, empty).text()
