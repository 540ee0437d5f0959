"""Codes against topics, proposals for new codes, topics over documents; measures with known outcomes."""

from __future__ import annotations

import json

import numpy as np
import pytest

from themes.records import Coding, Document, Membership, Topic, Unit
from themes.topics import crosswalk, propose_codes, topics_over
from themes.topics.quality import (
    coherence,
    diversity,
    moved,
    rand_index,
    seed_stability,
    subsample_stability,
    subsamples,
)


def make_unit(number: int) -> Unit:
    return Unit(
        unit_id=f"u{number}", document_id=f"d{number % 2}", source="a.txt", kind="statement", text=f"Tekst {number}.",
        clean_text="", line_start=1, line_end=1, page_start=None, page_end=None,
        stance="problem" if number < 3 else None,
    )  # fmt: skip


UNITS = [make_unit(number) for number in range(9)]
TOPICS = [
    Topic(1, "bus, halte", "bus, halte", 5, "vervoer", json.dumps(["u0", "u1"])),
    Topic(2, "moestuin, oogst", "moestuin, oogst", 3, None, json.dumps(["u7", "u5"])),
]
MEMBERSHIPS = [Membership(f"u{number}", 1 if number < 5 else 2, 1.0) for number in range(8)]
CODINGS = [Coding(f"u{number}", "vervoer", "rules", 1.0, "") for number in range(4)] + [
    Coding("u0", "wonen", "rules", 1.0, ""),
    Coding("u8", "wonen", "rules", 1.0, ""),
    Coding("u5", "geen-code", "Anna", 1.0, ""),
]


def test_crosswalk_counts_every_statement_with_a_topic_or_code():
    frame = crosswalk(MEMBERSHIPS, CODINGS, TOPICS)
    rows = {(row.topic_id, row.code_id): row for row in frame.itertuples()}
    assert rows[1, "vervoer"].n == 4
    assert rows[1, "vervoer"].share_of_topic == 0.8
    assert rows[1, "vervoer"].share_of_code == 1.0
    assert rows[1, "vervoer"].lift == pytest.approx(4 * 9 / (5 * 4))
    assert rows[1, "geen code"].n == 1
    assert rows[2, "geen code"].n == 3
    assert rows[0, "wonen"].topic == "geen onderwerp"
    assert len(frame) == 5


def test_crosswalk_of_nothing_has_its_columns():
    assert list(crosswalk([], [], []).columns)[:3] == ["topic_id", "topic", "code_id"]


def test_an_unclaimed_topic_is_a_proposal_with_examples():
    proposals = propose_codes(MEMBERSHIPS, CODINGS, TOPICS, UNITS, smallest=3)
    assert [row["topic_id"] for row in proposals] == [2]
    assert proposals[0]["n_without_code"] == 3
    assert [example["unit_id"] for example in proposals[0]["examples"]] == ["u7", "u5", "u6"]
    assert proposals[0]["examples"][0]["text"] == "Tekst 7."
    assert propose_codes(MEMBERSHIPS, CODINGS, TOPICS, UNITS, smallest=4) == []


def test_topics_over_documents_and_units():
    documents = [
        Document(f"d{i}", "a.txt", "x", None, "input", name, None, None, None, None, 1, 1, None, None)
        for i, name in enumerate(["Wierdijk", None])
    ]
    frame = topics_over(MEMBERSHIPS, TOPICS, UNITS, documents, by="municipality")
    assert frame.n.sum() == 8
    assert set(frame.municipality) == {"Wierdijk", "onbekend"}
    assert frame[frame.municipality == "Wierdijk"].share.sum() == pytest.approx(1)
    assert topics_over(MEMBERSHIPS, TOPICS, UNITS, documents, by="stance").n.sum() == 8
    with pytest.raises(ValueError, match="kleur"):
        topics_over(MEMBERSHIPS, TOPICS, UNITS, documents, by="kleur")


def test_coherence_by_hand():
    documents = [["bus", "halte"], ["bus"], ["boom"], ["boom", "tak"]]
    expected = np.log(0.25 / (0.5 * 0.25)) / -np.log(0.25)
    assert coherence([["bus", "halte"]], documents) == pytest.approx(expected, abs=1e-4)
    assert coherence([["bus", "boom"]], documents) == -1
    assert coherence([["bus"]], documents) is None
    assert diversity([]) is None


def test_stability_of_the_same_and_of_other_topics():
    same = np.array([0, 0, 1, 1, 2, 2])
    assert rand_index(same, same[::-1]) == 1
    assert moved(same, same + 4) == 0
    assert moved(same, np.array([0, 0, 1, 1, 2, 0])) == 1
    assert seed_stability([same, same, same])["stability_seeds"] == 1
    assert seed_stability([same])["stability_seeds"] is None
    spread = seed_stability([same, same, np.array([0, 0, 1, 1, 2, 0])])
    assert spread["lowest_seeds"] < spread["stability_seeds"] < 1
    assert spread["n_seeds"] == 3


def test_subsample_stability_counts_those_that_move():
    labels, kept = np.repeat([0, 1], 10), subsamples(20, seed=1, rounds=2)
    assert [keep.sum() for keep in kept] == [18, 18]
    assert (kept[0] != kept[1]).any()
    steady = subsample_stability(labels, kept, [labels[keep] for keep in kept])
    assert (steady["stability_subsamples"], steady["moved_subsamples"]) == (1.0, 0)
    all_one = subsample_stability(labels, kept, [np.zeros(keep.sum(), dtype=int) for keep in kept])
    assert all_one["stability_subsamples"] == 0
    assert all_one["moved_subsamples"] >= 8
    assert subsample_stability(labels, [], [])["stability_subsamples"] is None
