"""Neighbours are exact, the graph is symmetric, and small or strange input does no harm."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import themes.topics.graph as graph_module
from themes.topics.graph import LeidenClusterer, choose_resolution, drop_small, nearest, neighbour_graph, vote
from themes.topics.quality import rand_index


def blobs(per: int, centres: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Rows around well separated centres, and the centre of each."""
    draw = np.random.default_rng(seed)
    middle = draw.normal(size=(centres, 16)) * 4
    truth = np.repeat(np.arange(centres), per)
    return middle[truth] + draw.normal(size=(per * centres, 16)), truth


@given(st.integers(2, 40), st.integers(1, 20), st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_neighbours_are_the_nearest_and_ties_go_to_the_first(n, k, seed):
    draw = np.random.default_rng(seed)
    rows = draw.integers(-2, 3, size=(n, 3)).astype(float)  # many ties
    positions, cosines = nearest(rows, k)
    length = np.linalg.norm(rows, axis=1)
    for i in range(n):
        value = {
            j: round(float(rows[i] @ rows[j] / ((length[i] or 1) * (length[j] or 1))), 4) for j in range(n) if j != i
        }
        best = sorted(value, key=lambda j: (-value[j], j))[: min(k, n - 1)]
        found = [value[j] for j in positions[i]]
        assert found == pytest.approx([value[j] for j in best], abs=2e-4)
        assert i not in positions[i]
        assert len(set(positions[i])) == len(positions[i])
    assert (np.diff(cosines, axis=1) <= 0).all()


def test_blocks_do_not_matter(monkeypatch):
    rows, _ = blobs(30, 4)
    whole = nearest(rows, 7)
    monkeypatch.setattr(graph_module, "BLOCK", 3 * len(rows))
    assert all((a == b).all() for a, b in zip(whole, nearest(rows, 7), strict=True))


def test_graph_is_symmetric():
    rows, _ = blobs(20, 3)
    graph = neighbour_graph(*nearest(rows, 5))
    assert abs(graph - graph.T).max() < 1e-12
    assert graph.diagonal().sum() == 0


def test_separate_groups_are_found_whatever_the_seed():
    rows, truth = blobs(40, 6)
    for seed in (1, 2):
        labels = LeidenClusterer(n_topics=6, seed=seed).fit(rows).labels_
        assert len({(a, b) for a, b in zip(labels.tolist(), truth.tolist(), strict=True)}) == 6


def test_number_of_topics_follows_the_aim():
    rows = np.random.default_rng(1).normal(size=(400, 20))
    graph = neighbour_graph(*nearest(rows, 15))
    few, many = choose_resolution(graph, 5), choose_resolution(graph, 40)
    assert few < many
    found = LeidenClusterer(seed=1).fit(rows).labels_.max() + 1
    assert 12 <= found <= 32


def test_each_row_by_itself_is_an_answer_too():
    rows, _ = blobs(20, 3)
    assert (LeidenClusterer(resolution=500.0).fit(rows).labels_ == -1).all()


def test_parts_of_the_runs_and_fewer_rows_find_the_same_groups():
    rows, truth = blobs(40, 6)
    model = LeidenClusterer(n_topics=6).fit(rows)
    keep = np.arange(len(rows)) % 9 > 0
    assert [rand_index(truth, model.part(number, 3)) for number in range(3)] == [1, 1, 1]
    assert rand_index(truth[keep], model.without(keep)) == 1


def test_parts_differ_where_chance_decides():
    rows = np.random.default_rng(1).normal(size=(200, 20))
    model = LeidenClusterer().fit(rows)
    assert rand_index(model.part(0, 3), model.part(1, 3)) < 1
    assert (model.part(0, 3) == model.part(0, 3)).all()


def test_rows_apart_get_no_topic():
    rows, _ = blobs(30, 3)
    apart = np.zeros(len(rows), dtype=bool)
    apart[[4, 50]] = True
    labels = LeidenClusterer(apart=apart).fit(rows).labels_
    assert labels[4] == labels[50] == -1
    assert (labels[~apart] >= 0).all()


def test_leaving_rows_out_is_the_same_as_not_having_them():
    rows, _ = blobs(40, 5)
    model = LeidenClusterer(n_topics=5, seed=3).fit(rows)
    keep = np.ones(len(rows), dtype=bool)
    keep[::10] = False
    graph = model._graph(keep)
    direct = neighbour_graph(*nearest(rows[keep], model.neighbours))
    assert abs(graph - direct).max() < 1e-9


def test_more_rows_than_can_be_compared_follow_a_sample(monkeypatch):
    monkeypatch.setattr(graph_module, "MOST", 100)
    monkeypatch.setattr(graph_module, "SAMPLE", 90)
    rows, truth = blobs(40, 4)
    model = LeidenClusterer(n_topics=4, seed=1).fit(rows)
    assert len(model.joined_) == 90
    assert len({(a, b) for a, b in zip(model.labels_.tolist(), truth.tolist(), strict=True)}) == 4


def test_new_rows_go_with_their_neighbours():
    rows, _ = blobs(40, 3)
    model = LeidenClusterer(n_topics=3).fit(rows)
    assert (model.predict(rows[::7] + 0.01) == model.labels_[::7]).all()
    assert vote(rows[:2], rows, np.full(len(rows), -1)).tolist() == [-1, -1]


def test_small_communities_are_no_topics():
    assert drop_small(np.array([3, 3, 5, -1, -1, -1]), 2).tolist() == [3, 3, -1, -1, -1, -1]
