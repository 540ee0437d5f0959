"""What became of a statement: ranked goals with their evidence, honest degrees, one municipality at a time."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import json
import random
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from themes.coding import code_units, read_codebook
from themes.language import Pipeline, pipeline
from themes.policy import coverage, passages, trace
from themes.policy.passages import current_programmes
from themes.policy.ranking import Letters, code_matrix, index, rarity, subject
from themes.records import Coding, Document, Goal, Unit

SHARED = Path(__file__).parents[2] / "shared"
CODEBOOK = read_codebook()
PIPELINE = pipeline()


def vectors(texts: Sequence[str]) -> np.ndarray:
    """A stand-in for sentence vectors: lemmas hashed to 256 places, so that shared words are near."""
    result = np.full((len(texts), 256), 1e-3, dtype=np.float32)
    for row, text in enumerate(texts):
        for lemma in PIPELINE.lemmas(text):
            result[row, zlib.crc32(lemma.encode()) % 256] += 1
    return result / np.linalg.norm(result, axis=1, keepdims=True)


def document(
    name: str, role: str, municipality: str | None, version: str | None = None, held_on: str | None = None
) -> Document:
    return Document(
        name,
        f"{name}.txt",
        "d",
        name,
        role,
        municipality,
        None,
        held_on,
        None,
        version,
        1,
        99,
        None,
        None,  # type: ignore[arg-type]
    )


def unit(name: str, line: int, text: str, kind: str = "statement", lead_in: str | None = None) -> Unit:
    return Unit(
        f"{name}-{line}",
        name,
        f"{name}.txt",
        kind,
        text,
        text,
        line,
        line,
        None,
        None,
        lead_in=lead_in,  # type: ignore[arg-type]
    )


def goal(plan: str, key: str, parent: str | None, level: str, text: str, line: int, **more: str) -> Goal:
    return Goal(
        f"{plan}-{key}", f"{plan}-{parent}" if parent else None, level, text, more.get("baseline"), more.get("target"),  # type: ignore[arg-type]
        more.get("measured_by"), plan, f"{plan}.txt", line, line, None, programme_id=f"{plan}-p",
        municipality=more.get("municipality", "Wierdijk"), codes=more.get("codes", ""),
    )  # fmt: skip


def plan_of(name: str, municipality: str = "Wierdijk") -> tuple[list[Goal], list[Unit]]:
    place = {"municipality": municipality}
    goals = [
        goal(name, "p", None, "programme", f"Programma {name}", 1, **place),
        goal(name, "1", "p", "goal", "Inwoners hebben mensen om zich heen", 2, **place),
        goal(name, "1.1", "1", "elaboration", "Minder inwoners voelen zich eenzaam", 3, **place),
        goal(
            name,
            "1.1r",
            "1.1",
            "result",
            "Er zijn meer plekken voor ontmoeting in de dorpen",
            4,
            measured_by="Aantal inlopen",
            **place,
        ),
        goal(name, "2", "p", "goal", "Huishoudens komen rond", 10, **place),
        goal(name, "2.1", "2", "elaboration", "Minder huishoudens hebben problematische schulden", 11, **place),
        goal(
            name,
            "2.1r",
            "2.1",
            "result",
            "Signalen van betalingsachterstand worden binnen een week opgevolgd",
            12,
            **place,
        ),
    ]
    units = [
        unit(name, 5, "Zonder vervoer in de avond blijven ouderen in de kleine dorpen thuis."),
        unit(name, 6, "Veel mensen praten niet over eenzaamheid."),
        unit(name, 13, "Schulden ontstaan vaak na het verlies van werk."),
    ]
    return goals, units


STATEMENTS = {
    1: "Organiseer vaker ontmoeting in het dorp.",
    2: "Schulden komen te laat aan het licht.",
    3: "Er is geen vervoer in de avond.",
    4: "De scharnieren van het hek piepen.",
    5: "Jongeren zijn vaker eenzaam dan vroeger.",
}


def corpus(extra: dict[str, list[Unit]] | None = None) -> tuple[list[Unit], list[Goal], list[Document]]:
    goals, units = plan_of("plan")
    said = [unit("verslag", line, text) for line, text in STATEMENTS.items()]
    documents = [document("plan", "policy", "Wierdijk", "vastgesteld"), document("verslag", "input", "Wierdijk")]
    for name, own in (extra or {}).items():
        documents.append(document(name, "input", "Wierdijk"))
        said.extend(own)
    return [*units, *said], goals, documents


def traced(
    units: Sequence[Unit], goals: Sequence[Goal], documents: Sequence[Document], codings: Sequence[Coding] | None = None
):  # type: ignore[no-untyped-def]
    codings = code_units(units, CODEBOOK, PIPELINE) if codings is None else codings
    return trace(units, codings, goals, documents, codebook=CODEBOOK, pipeline=PIPELINE, vectors=vectors)


@pytest.fixture(scope="module")
def result():  # type: ignore[no-untyped-def]
    return traced(*corpus())


def test_every_statement_has_one_row_and_three_passages(result) -> None:  # type: ignore[no-untyped-def]
    assert [row.unit_id for row in result.trace] == [f"verslag-{line}" for line in STATEMENTS]
    for row in result.trace:
        near = json.loads(row.nearest)
        assert len(near) == 3
        assert all({"text", "source", "line_start", "level", "score"} <= set(passage) for passage in near)
        assert row.searched


def test_degrees(result) -> None:  # type: ignore[no-untyped-def]
    found = {row.unit_id: row.found for row in result.trace}
    assert found["verslag-1"] == "result"
    assert found["verslag-2"] == "result"
    assert found["verslag-3"] == "approach"
    assert found["verslag-4"] == "none"
    assert found["verslag-5"] in {"result", "partly"}


def test_a_degree_rests_on_a_passage_of_the_plan(result) -> None:  # type: ignore[no-untyped-def]
    units, goals, documents = corpus()
    texts = {passage.text for passage in passages(units, goals, documents)}
    for row in result.trace:
        if row.found == "none":
            assert (row.goal_id, row.plan_quote, row.plan_unit_id) == (None, None, None)
        else:
            assert row.plan_quote in texts
    transport = next(row for row in result.trace if row.unit_id == "verslag-3")
    assert transport.plan_unit_id == "plan-5"


def test_links_are_ranked_and_say_why(result) -> None:  # type: ignore[no-untyped-def]
    by_unit: dict[str, list] = {}  # type: ignore[type-arg]
    for link in result.links:
        by_unit.setdefault(link.unit_id, []).append(link)
    assert by_unit["verslag-1"][0].goal_id == "plan-1.1r"
    assert by_unit["verslag-2"][0].goal_id in {"plan-2.1", "plan-2.1r"}
    assert "verslag-4" not in by_unit
    for links in by_unit.values():
        assert [link.rank for link in links] == list(range(1, len(links) + 1))
        assert len(links) <= 5
        assert all(a.score >= b.score for a, b in itertools.pairwise(links))
        assert all(set(json.loads(link.why)) == {"woorden", "codes", "verwant", "maten"} for link in links)
        assert all(link.quote and not link.elsewhere for link in links)


def test_the_order_of_the_corpus_changes_nothing(result) -> None:  # type: ignore[no-untyped-def]
    units, goals, documents = corpus()
    shuffled = units[:]
    random.Random(3).shuffle(shuffled)
    again = traced(shuffled, goals, documents[::-1])
    assert again.trace == result.trace
    assert again.links == result.links


def test_a_new_report_changes_no_score(result) -> None:  # type: ignore[no-untyped-def]
    more = traced(*corpus({"ander": [unit("ander", 1, "Meer hulp bij schulden."), unit("ander", 2, "Het dak lekt.")]}))
    assert [row for row in more.trace if row.unit_id.startswith("verslag")] == list(result.trace)


def test_another_municipality_is_named_but_never_counted() -> None:
    units, goals, documents = corpus()
    documents = [
        dataclasses.replace(one, municipality="Lutmerzijl") if one.role == "input" else one for one in documents
    ]
    there = traced(units, goals, documents)
    assert {row.found for row in there.trace} == {"none"}
    assert all(link.elsewhere for link in there.links)
    met = next(row for row in there.trace if row.unit_id == "verslag-1")
    assert (met.elsewhere or "").startswith("Wierdijk: ")
    assert len(json.loads(met.nearest)) == 3


def test_a_municipality_with_its_own_plan_is_not_traced_elsewhere() -> None:
    units, goals, documents = corpus()
    other_goals, other_units = plan_of("buurplan", "Lutmerzijl")
    both = traced(
        [*units, *other_units], [*goals, *other_goals], [*documents, document("buurplan", "policy", "Lutmerzijl")]
    )
    assert not any(link.elsewhere or link.goal_id.startswith("buurplan") for link in both.links)


def test_without_a_plan_everything_is_none_and_nothing_breaks() -> None:
    units, _, documents = corpus()
    alone = traced(
        [one for one in units if one.document_id == "verslag"], [], [one for one in documents if one.role == "input"]
    )
    assert {row.found for row in alone.trace} == {"none"}
    assert len(alone.links) == 0


def test_of_two_versions_only_the_one_decided_on_counts() -> None:
    units, goals, documents = corpus()
    old_goals, old_units = plan_of("concept")
    old_goals = [
        dataclasses.replace(one, text=one.text.replace("Programma concept", "Programma plan concept"))
        for one in old_goals
    ]
    documents = [*documents, document("concept", "policy", "Wierdijk", "concept")]
    assert current_programmes([*old_goals, *goals], documents) == {"plan-p"}
    both = traced([*units, *old_units], [*old_goals, *goals], documents)
    assert {link.goal_id.split("-")[0] for link in both.links} == {"plan"}
    assert not any("concept" in row.nearest for row in both.trace)


def test_codes_that_a_person_gave_a_goal_lead() -> None:
    units, goals, documents = corpus()
    odd = [dataclasses.replace(one, codes="vervoer") if one.goal_id == "plan-2.1" else one for one in goals]
    before, after = (
        next(
            json.loads(link.why)["maten"]["codes"]
            for link in traced(units, own, documents).links
            if link.unit_id == "verslag-2" and link.goal_id.startswith("plan-2.1")
        )
        for own in (goals, odd)
    )
    assert after < before  # the goal is no longer about money, says a person, so the shared code is gone


def test_the_subject_of_a_meeting_strengthens_but_never_makes_a_tie() -> None:
    units, goals, documents = corpus()
    about = [
        unit("verslag", 90, "Wat doen wij aan eenzaamheid?", "question"),
        unit("verslag", 91, "Eenzaamheid", "heading"),
    ]
    framed = traced([*units, *about], goals, documents)
    plain = {row.unit_id: row for row in traced(units, goals, documents).trace}
    assert next(row for row in framed.trace if row.unit_id == "verslag-4").found == "none"
    lonely = next(row for row in framed.trace if row.unit_id == "verslag-5")
    assert lonely.score > plain["verslag-5"].score


def test_what_was_said_beside_a_note_helps_to_rank_but_never_makes_it_found() -> None:
    units, goals, documents = corpus()
    told = unit("verslag", 40, "Ouderen zijn eenzaam en ontmoeten niemand.")
    note = unit("verslag", 41, "Zij melden zich nergens.")
    alone = {row.unit_id: row for row in traced([*units, note], goals, documents).trace}[note.unit_id]
    codings = code_units([*units, told, note], CODEBOOK, PIPELINE)
    both = trace(
        [*units, told, note],
        codings,
        goals,
        documents,
        codebook=CODEBOOK,
        pipeline=PIPELINE,
        vectors=vectors,
        only={note.unit_id},
    )
    assert [row.unit_id for row in both.trace] == [note.unit_id]
    assert both.trace[0].score > alone.score
    assert both.trace[0].found not in {"result", "partly"}


def test_coverage_reads_the_plan_with_the_pipeline_it_is_given(result) -> None:  # type: ignore[no-untyped-def]
    units, goals, documents = corpus()
    silent = Pipeline("without words")
    silent._tokens = lambda text: []  # type: ignore[method-assign]
    told, untold = (
        {row.code_id: row.found for row in coverage(result.trace, [], goals, units, CODEBOOK, documents, pipeline=pipe)}
        for pipe in (PIPELINE, silent)
    )
    assert set(untold.values()) == {"none"} != set(told.values())


def test_coverage_adds_up_in_every_row(result) -> None:  # type: ignore[no-untyped-def]
    units, goals, documents = corpus()
    codings = code_units(units, CODEBOOK, PIPELINE)
    rows = coverage(result.trace, codings, goals, units, CODEBOOK, documents, pipeline=PIPELINE)
    assert [row.code_id for row in rows] == [code.id for code in CODEBOOK.codes]
    for row in rows:
        assert row.n_statements == row.n_result + row.n_approach + row.n_partly + row.n_none + row.n_unsure
    by_code = rows.by_key("code_id")
    said = {
        coding.unit_id for coding in codings if coding.code_id == "vervoer" and coding.unit_id.startswith("verslag")
    }
    assert by_code["vervoer"].n_statements == len(said) == 1
    assert (by_code["vervoer"].n_approach, by_code["vervoer"].found) == (1, "approach")
    assert by_code["eenzaamheid"].found == "result"
    assert "plan-1.1" in by_code["eenzaamheid"].goal_ids.split()
    assert by_code["taal-digitaal"].found == "none"


def test_bm25_prefers_rare_shared_words() -> None:
    ranked = index([["fiets", "pad"], ["fiets", "school"], ["school", "plein"]])
    assert list(np.argsort(-ranked.score(["fiets", "pad"]))) == [0, 1, 2]
    assert ranked.score(["water"]).tolist() == [0, 0, 0]


def test_letters_meet_compounds_that_words_miss() -> None:
    scores = Letters(["ontmoetingsplekken in de wijk", "schuldhulp voor gezinnen"]).score(["ontmoeten"])
    assert scores[0, 0] > scores[0, 1]


def test_a_code_of_one_goal_tells_more_than_a_code_of_all() -> None:
    targets = [{"jeugd": 1.0, "taal": 1.0}, {"jeugd": 1.0}, {"jeugd": 1.0}]
    weight = rarity(targets)
    assert 0 < weight["jeugd"] < weight["taal"] < 1
    matrix = code_matrix([{"jeugd": 1.0, "taal": 1.0}, {}], targets, weight)
    assert matrix[0, 0] > matrix[0, 1] > 0
    assert matrix[1].tolist() == [0, 0, 0]


def test_the_form_of_a_goal_is_not_its_subject() -> None:
    assert subject("Het percentage huishoudens met schulden blijft gelijk") == "huishoudens met schulden"


@functools.cache
def real_corpus() -> tuple[list[Unit], list[Goal], list[Document]]:
    """Units, goals and documents of the real documents, read once."""
    from themes.documents import Limits, read_corpus, split_documents
    from themes.policy import read_goals
    from themes.statements import split_units

    sources, _ = read_corpus(SHARED / "documents", limits=Limits())
    units: list[Unit] = []
    goals: list[Goal] = []
    documents: list[Document] = []
    for source in sources:
        own = split_documents(source)
        documents.extend(own)
        units.extend(split_units(source, own, PIPELINE))
        for one in own:
            if one.role == "policy":
                goals.extend(read_goals(source, one, units, PIPELINE))
    return units, goals, documents


@pytest.mark.skipif(not SHARED.exists(), reason="the real documents are not here")
@pytest.mark.slow
def test_the_real_cases() -> None:
    """The cases of the users' page, section 2, that a trace decides."""
    units, goals, documents = real_corpus()
    out = traced(units, goals, documents)
    text_of = {one.unit_id: one for one in units}
    council = {text_of[row.unit_id].text: row for row in out.trace if text_of[row.unit_id].source.startswith("000")}

    def found(*words: str) -> set[str]:
        return {row.found for text, row in council.items() if all(word in text.lower() for word in words)}

    assert found("vervoer") == {"approach"}
    assert found("wantrouwen") == {"approach"}
    assert "result" not in found("sociale kaart", "drontense") and found("sociale kaart")
    assert "result" in found("ontmoeting")
    assert not any("mailadres" in text for text in council)
    assert {row.found for row in out.trace if text_of[row.unit_id].source.startswith("001")} == {"none"}
