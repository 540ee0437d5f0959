"""What decides how far a plan goes into a statement: words, the same subject in other words, and loose words."""

from __future__ import annotations

import dataclasses

import pytest

from test_policy_trace import CODEBOOK, PIPELINE, corpus, unit, vectors
from themes.coding import code_units
from themes.policy import trace
from themes.policy.degree import FIRM, LOOSE, Bar, decide, telling
from themes.policy.evidence import Query, evidence
from themes.policy.passages import passages
from themes.policy.targets import build_plan

OTHERWISE = "Veel weduwnaars komen de deur niet uit en spreken niemand."  # no word of the goal on loneliness


@pytest.fixture(scope="module")
def plan():  # type: ignore[no-untyped-def]
    units, goals, documents = corpus()
    return build_plan(passages(units, goals, documents), goals, CODEBOOK, PIPELINE, vectors)


def degree(plan, text: str, bar: Bar, target: int = 0, score: float | None = None) -> str:  # type: ignore[no-untyped-def]
    """The degree of a text held against one target under a bar, with the codes that the codebook gives it."""
    said = unit("verslag", 1, text)
    coded = code_units([said], CODEBOOK, PIPELINE)
    codes = {coding.code_id: (coding.score if score is None else score, coding.quote) for coding in coded}
    query = Query(said.unit_id, text, None, codes)
    scores = plan.score([query])
    proof = evidence(query, plan, target, scores, 0)
    own = float(scores.own[0].max())
    return decide(query, own, own, proof, plan, scores, 0, bar).found


def test_the_same_subject_in_other_words_is_a_result_only_well_above_the_bar(plan) -> None:  # type: ignore[no-untyped-def]
    assert not set(PIPELINE.lemmas(OTHERWISE)) & {"eenzaam", "inwoner", "ontmoeting", "plek", "dorp"}
    assert degree(plan, OTHERWISE, Bar(near=-9.0, sure=-9.0)) == "result"
    assert degree(plan, OTHERWISE, Bar(near=-9.0, sure=99.0)) not in {"result", "partly"}
    assert degree(plan, OTHERWISE, Bar(near=99.0, sure=99.0)) not in {"result", "partly"}


def test_a_code_that_was_only_guessed_carries_no_tie_without_a_shared_word(plan) -> None:  # type: ignore[no-untyped-def]
    above = Bar(near=-9.0, sure=-9.0)
    assert degree(plan, OTHERWISE, above, score=FIRM) == "result"
    assert degree(plan, OTHERWISE, above, score=FIRM - 0.1) not in {"result", "partly"}


def test_a_goal_on_the_theme_that_is_not_on_the_subject_covers_a_part(plan, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    none = dataclasses.replace(plan.words.subjects, targets=tuple({} for _ in plan.words.subjects.targets))
    monkeypatch.setitem(plan.words.__dict__, "subjects", none)
    assert degree(plan, OTHERWISE, Bar(near=-9.0, sure=-9.0)) == "partly"


def test_one_loose_word_near_the_bar_covers_nothing(plan) -> None:  # type: ignore[no-untyped-def]
    """A word that carries the code counts with a fair share of what is told; in a long statement it is a loose word."""
    short = "Zijn schulden groeien."
    long = (
        "Zijn schulden kwamen ter sprake toen de fanfare, het orgel, de kermis, de paardenmarkt, het zeilkamp, de "
        "schutterij, de dorpskrant, het kerstconcert, de oogstdag en de vlooienmarkt aan de beurt waren."
    )
    bar = Bar(near=-9.0, sure=99.0)
    for text, found in ((short, True), (long, False)):
        said = plan.score([Query("v", text, None, {})]).words.said[0]
        weights = telling(said, plan.words)
        assert (weights["schuld"] / sum(weights.values()) >= LOOSE) is found
        assert (degree(plan, text, bar, target=1) in {"result", "partly"}) is found


def test_degrees_of_the_made_up_plan_are_honest_in_both_directions() -> None:
    units, goals, documents = corpus()
    found = trace(
        units, list(code_units(units, CODEBOOK, PIPELINE)), goals, documents,
        codebook=CODEBOOK, pipeline=PIPELINE, vectors=vectors,
    ).trace  # fmt: skip
    by_text = {row.unit_id: row.found for row in found}
    assert by_text["verslag-1"] == "result"
    assert by_text["verslag-4"] == "none"
