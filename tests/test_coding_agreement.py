"""Agreement: known vectors, published worked examples, and what is undefined said instead of counted as 0."""

from __future__ import annotations

import itertools

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themes.coding.agreement import Agreement, _measures, _sums, agreement, agreement_between_all
from themes.records import NO_CODE, Coding, Unit


def make_units(n: int, documents: int = 7) -> list[Unit]:
    return [
        Unit(
            unit_id=f"u{i}", document_id=f"d{i % documents}", source=f"d{i % documents}.txt", kind="statement",
            text=f"Uitspraak nummer {i}.", clean_text="", line_start=i + 1, line_end=i + 1,
            page_start=None, page_end=None,
        )
        for i in range(n)
    ]  # fmt: skip


def codings_of(answers: dict[str, list[bool]], code: str = "x") -> list[Coding]:
    return [
        Coding(f"u{i}", code if yes else NO_CODE, coder, 1.0, "")
        for coder, row in answers.items()
        for i, yes in enumerate(row)
    ]


def compare(answers: dict[str, list[bool]], **options: object) -> Agreement:
    n = len(next(iter(answers.values())))
    return agreement(codings_of(answers), make_units(n), *answers, **options)  # type: ignore[arg-type]


def two(both: int, only_a: int, only_b: int, none: int) -> Agreement:
    rows = [(True, True)] * both + [(True, False)] * only_a + [(False, True)] * only_b + [(False, False)] * none
    return compare({"anna": [a for a, _ in rows], "bram": [b for _, b in rows]})


def test_known_vector_of_a_thousand_decisions():
    row = two(50, 100, 50, 800).row("x")
    assert row.n == 1000
    assert row.n_yes == 200
    assert row.n_both == 50
    assert row.share_same == 0.85
    assert row.positive == 0.4
    assert row.cohen_kappa == 0.3182
    assert row.brennan_prediger == 0.7
    assert row.cohen_kappa_low < row.cohen_kappa < row.cohen_kappa_high
    assert row.alpha_low < row.alpha < row.alpha_high
    assert row.reason == ""
    assert row.warning == ""


def test_grant_proposals_example():
    """The textbook table of two readers and fifty proposals (20, 5, 10, 15): kappa 0.4."""
    row = two(20, 5, 10, 15).row("x")
    assert row.cohen_kappa == 0.4
    assert row.share_same == 0.7


def test_gwet_paradox_example():
    """Feinstein and Cicchetti's paradox table (118, 5, 2, 0): high agreement, kappa just under 0, AC1 about 0.94."""
    row = two(118, 5, 2, 0).row("x")
    assert row.share_same == 0.944
    assert row.cohen_kappa == -0.0234
    assert row.gwet_ac1 == pytest.approx(0.9408, abs=2e-4)


def test_krippendorff_two_coder_binary_example():
    """Krippendorff's computing paper, binary data of two observers on ten articles: alpha 0.095."""
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    row = compare({"meg": [bool(v) for v in meg], "owen": [bool(v) for v in owen]}).row("x")
    assert row.alpha == 0.0952
    assert row.share_same == 0.6


def test_more_than_two_coders():
    answers = {
        "a": [True, True, False, False, True, False],
        "b": [True, True, False, False, False, False],
        "c": [True, False, False, False, False, True],
    }
    row = compare(answers).row("x")
    # by hand: agreeing pairs 3, 1, 3, 3, 1, 1 of 3 each; 7 of 18 answers are yes
    assert row.share_same == pytest.approx(12 / 18, abs=1e-4)
    chance = (7 / 18) ** 2 + (11 / 18) ** 2
    assert row.fleiss_kappa == pytest.approx((12 / 18 - chance) / (1 - chance), abs=1e-4)
    assert row.cohen_kappa is None
    assert "twee codeurs" in row.reason


def test_undefined_is_none_with_a_reason():
    nobody = codings_of({"anna": [False] * 20, "bram": [False] * 20})
    row = agreement(nobody, make_units(20), "anna", "bram", codes=["x"]).row("x")
    assert row.cohen_kappa is row.alpha is row.fleiss_kappa is row.positive is None
    assert row.reason == "niemand gaf deze code"
    assert row.share_same == 1.0
    everywhere = two(20, 0, 0, 0).row("x")
    assert everywhere.cohen_kappa is None
    assert "overal" in everywhere.reason


def test_no_shared_statements_is_a_finding():
    codings = [Coding("u0", "x", "anna", 1.0, ""), Coding("u1", "x", "bram", 1.0, "")]
    found = agreement(codings, make_units(2), "anna", "bram")
    assert found.n_units == 0
    assert found.share_same_set is None
    assert found.row().share_same is None
    assert "geen uitspraken" in found.findings[0].message


def test_few_examples_are_warned_of():
    found = two(3, 2, 1, 50)
    assert found.row("x").warning == "te weinig voorbeelden (6)"
    assert "x" in found.findings[0].message


def test_a_person_only_counts_where_they_looked_and_the_machine_everywhere():
    units = make_units(4)
    codings = [
        Coding("u0", "x", "anna", 1.0, ""),
        Coding("u1", NO_CODE, "anna", 1.0, ""),
        Coding("u1", "x", "rules", 1.0, "nummer"),
        Coding("u3", "x", "rules", 1.0, ""),
    ]
    found = agreement(codings, units, "anna", "rules")
    assert found.n_units == 2
    assert [(d.unit_id, d.given_by, d.not_given_by) for d in found.disagreements] == [
        ("u0", "anna", "rules"),
        ("u1", "rules", "anna"),
    ]
    assert found.disagreements[1].quote == "nummer"
    assert found.share_same_set == 0.0


def test_one_document_gives_no_interval_and_says_so():
    answers = {"anna": [True, False] * 10, "bram": [True, False, False, True] * 5}
    found = agreement(codings_of(answers), make_units(20, documents=1), "anna", "bram")
    assert found.row("x").alpha_low is None
    assert "documenten" in found.row("x").reason


def test_same_seed_same_interval_and_frames_have_all_rows():
    first, second = two(20, 5, 10, 15), two(20, 5, 10, 15)
    assert first == second
    assert list(first.frame.code_id) == ["alle codes", "x"]
    assert len(first.disagreement_frame) == 15
    assert "alle codes" in first._repr_html_()


def test_all_pairs_and_all_people():
    answers = {"anna": [True, False], "bram": [True, True], "cees": [False, False], "rules": [True, True]}
    found = agreement_between_all(codings_of(answers), make_units(2))
    assert len(found) == 7
    assert found["anna", "bram", "cees"].coders == ("anna", "bram", "cees")


def test_a_coder_twice_is_refused():
    with pytest.raises(ValueError, match="once"):
        agreement([], [], "anna", "anna")


@given(st.integers(2, 4).flatmap(lambda m: st.lists(st.tuples(*[st.booleans()] * m), min_size=2, max_size=40)))
@settings(max_examples=60, deadline=None)
def test_our_sums_give_the_library_s_alpha(rows):
    flat = np.array(rows)
    ours = _measures(_sums(flat).sum(axis=0), flat.shape[1])
    if flat.all() or not flat.any():
        assert ours["alpha"] is None
    else:
        theirs = krippendorff.alpha(reliability_data=flat.T.astype(int), level_of_measurement="nominal")
        assert ours["alpha"] == pytest.approx(theirs)
    pairs = [a == b for row in rows for a, b in itertools.combinations(row, 2)]
    assert ours["share_same"] == pytest.approx(sum(pairs) / len(pairs))
