"""Topics of many statements: fitted on a sample, the rest placed, whatever the order."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from themes.records import Unit
from themes.steps import read_documents, split_units
from themes.topics import fit_topics
from themes.topics.large import fit_large


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Unit], np.ndarray, np.ndarray]:
    """Three hundred statements in three groups, with vectors that lie in three directions."""
    folder = tmp_path_factory.mktemp("c")
    (folder / "brief.txt").write_text("Aan: Deelnemers\nVan: Raad van Wierdijk\n\na) De bus rijdt niet.\n", "utf-8")
    model = next(unit for unit in split_units(read_documents(folder)) if unit.kind == "statement")
    draw = np.random.default_rng(3)
    words = (("bus", "trein", "halte"), ("buurthuis", "koffie", "ontmoeting"), ("schulden", "geld", "armoede"))
    group = np.arange(300) % 3
    units = []
    for number, own in enumerate(group.tolist()):
        text = f"{' '.join(draw.permutation(words[own]))} nummer{number}"
        units.append(dataclasses.replace(model, unit_id=f"u{number:04d}", text=text, clean_text=text, repeat_of=None))
    vectors = np.eye(3, 16)[group] + draw.normal(0, 0.05, (300, 16))
    return units, vectors.astype(np.float32), group


def pipe() -> object:
    from themes.language import pipeline

    return pipeline("built-in")


def test_the_rest_follows_the_sample(many: tuple[list[Unit], np.ndarray, np.ndarray]) -> None:
    """Every statement is in one topic or left out; those of one group share a topic; sizes add up."""
    units, vectors, group = many
    made = fit_large(units, vectors, pipeline=pipe(), sample=120, n_seeds=1, n_subsamples=0)
    ids = [m.unit_id for m in made.memberships] + [unit_id for unit_id, _ in made.memberships.left_out]
    assert sorted(ids) == sorted(unit.unit_id for unit in units)
    topic_of = {m.unit_id: m.topic_id for m in made.memberships}
    for topic in made.topics:
        groups = {int(group[int(unit_id[1:])]) for unit_id, own in topic_of.items() if own == topic.topic_id}
        assert len(groups) == 1, topic
        assert topic.size == sum(own == topic.topic_id for own in topic_of.values())
    assert made.quality["n_sample"] == 120
    assert any("120 van de 300" in finding.message for finding in made.findings)


def test_the_order_of_statements_changes_nothing(many: tuple[list[Unit], np.ndarray, np.ndarray]) -> None:
    """The sample is drawn from sorted ids."""
    units, vectors, _ = many
    order = np.random.default_rng(1).permutation(len(units))
    options = {"pipeline": pipe(), "sample": 120, "n_seeds": 1, "n_subsamples": 0}
    first = fit_large(units, vectors, **options)
    second = fit_large([units[row] for row in order], vectors[order], **options)
    assert first.topics.digest == second.topics.digest
    assert first.memberships.digest == second.memberships.digest


def test_few_statements_are_fitted_whole(many: tuple[list[Unit], np.ndarray, np.ndarray]) -> None:
    """Up to the size of the sample it is fit_topics itself."""
    units, vectors, _ = many
    options = {"pipeline": pipe(), "n_seeds": 1, "n_subsamples": 0}
    assert fit_large(units, vectors, **options).memberships == fit_topics(units, vectors, **options).memberships
