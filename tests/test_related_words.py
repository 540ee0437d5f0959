"""Words that speak of the same thing: how a line is read, and what meets what."""

from __future__ import annotations

import pytest

from themes.language import pipeline
from themes.language.related import RELATED, SAME, read_groups, related
from themes.policy.beside import units_beside
from themes.policy.ranking import rarity
from themes.policy.subjects import LEAST, groups_of, named, subjects
from themes.policy.wordings import named_by, spots_of
from themes.records import Unit

PIPELINE = pipeline()
LINES = """
# a remark
vervoer: vervoer*, openbaar vervoer | bus, halte*, ~auto
@ouderen: ouderen | senior*, *plusser
taal: laaggeletterd* | moeite met lezen
"""
GROUPS = read_groups(LINES)


def test_a_line_says_heads_other_words_and_related_ones() -> None:
    found = {
        pattern.words: (pattern.strength, pattern.head) for pattern in GROUPS.patterns if pattern.group == "vervoer"
    }
    assert found == {
        ("vervoer*",): (SAME, True),
        ("openbaar", "vervoer"): (SAME, True),
        ("bus",): (SAME, False),
        ("halte*",): (SAME, False),
        ("auto",): (RELATED, False),
    }
    assert GROUPS.people == {"ouderen"}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Er rijden geen bussen.", {"vervoer": SAME}),
        ("Zonder auto kom je er niet.", {"vervoer": RELATED}),
        ("Zonder auto of bus kom je er niet.", {"vervoer": SAME}),
        ("Senioren en 75-plussers", {"ouderen": SAME}),
        ("Wie moeite heeft met het lezen van brieven", {"taal": SAME}),
        ("Lezen gaat met moeite", {}),  # another order
        ("Koffie", {}),
    ],
)
def test_groups_of_a_text(text: str, groups: dict[str, float]) -> None:
    assert GROUPS.of(text, PIPELINE) == groups


def test_a_long_part_of_a_compound_counts_in_a_passage_and_not_in_a_name() -> None:
    tokens = PIPELINE.tokens("doelgroepenvervoer")
    assert [pattern.group for pattern, _, _ in GROUPS.hits(tokens)] == ["vervoer"]
    assert GROUPS.hits(tokens, parts=False) == []


def test_a_phrase_says_where_it_begins_and_ends() -> None:
    tokens = PIPELINE.tokens("Zij hebben moeite met goed lezen")
    assert [(first, last) for _, first, last in GROUPS.hits(tokens)] == [(2, 5)]


def test_a_part_of_a_thing_does_not_name_it() -> None:
    assert named_by(PIPELINE.tokens("vervoer")) == [("vervoer", 0, 0)]
    assert named_by(PIPELINE.tokens("buurtbus")) == []
    assert "vervoer" in spots_of(PIPELINE.tokens("De buurtbus rijdt weer"))


def test_who_is_no_thing() -> None:
    assert named("Ouderen zijn eenzaam", PIPELINE) == {"eenzaamheid"}


def test_every_line_that_is_shipped_can_be_met() -> None:
    for pattern in related().patterns:
        assert pattern.group
        assert all(word.strip("*") for word in pattern.words), pattern
    assert len({pattern.group for pattern in related().patterns}) > 150


def test_cover_is_the_share_of_a_text_that_a_goal_has() -> None:
    texts = ["Meer bewegen", "Minder schulden", "Minder ouderen zijn eenzaam"]
    parts = [[(groups, 1.0)] for groups in groups_of(texts, PIPELINE)]
    plan = subjects(parts, groups_of(texts, PIPELINE), [named(text, PIPELINE) for text in texts])
    both, one, none = plan.cover(groups_of(["Schulden", "Schulden en dementie", "Een dak"], PIPELINE))
    assert both.argmax() == one.argmax() == 1
    assert 0 < one[1] < both[1] <= 1
    assert none.tolist() == [0, 0, 0]
    assert plan.rare == rarity(plan.targets)
    assert LEAST < 1


def said(line: int, text: str, item: str | None = None, kind: str = "statement") -> Unit:
    return Unit(f"v-{line}-{text}", "v", "v.txt", kind, text, text, line, line, None, None, item=item)  # type: ignore[arg-type]


def test_beside_a_statement_stands_what_shares_its_item() -> None:
    one, two, other, far = said(1, "een", "a)"), said(2, "twee", "a)"), said(3, "drie", "b)"), said(9, "vier", "a)")
    note = said(1, "noot", "a)", "noise")
    found = units_beside([far, two, note, other, one], [one, two, other, far])
    assert found == {one.unit_id: ("twee",), two.unit_id: ("een",)}
