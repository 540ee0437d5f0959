"""Topics: same result in any order, no invention on few statements, words that people use."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest

from themes.language import Pipeline, pipeline
from themes.problems import MissingExtra, ThemesError
from themes.records import Coding, Unit
from themes.topics import TopicSet, fit_topics, hierarchy, merge_topics

SUBJECTS = {
    "vervoer": ["bus", "halte", "fiets", "belbus", "trein", "taxi"],
    "geld": ["schuld", "budget", "toeslag", "rekening", "deurwaarder", "inkomen"],
    "muziek": ["koor", "zang", "orkest", "gitaar", "repetitie", "concert"],
    "tuin": ["moestuin", "plant", "boom", "schoffel", "oogst", "zaad"],
    "school": ["leraar", "klas", "huiswerk", "leerling", "rooster", "toets"],
}
FRAMES = [
    "De {a} en de {b} zijn hard nodig bij ons.",
    "Er is te weinig {a}, zegt men over {b}.",
    "Met een {a} komt ook de {b} dichterbij.",
    "Wie regelt de {a} naast een {b}?",
]


def make_unit(number: int, text: str, kind: str = "statement", repeat_of: str | None = None) -> Unit:
    return Unit(
        unit_id=f"u{number:04d}", document_id="d1", source="a.txt", kind=kind, text=text, clean_text=text,  # type: ignore[arg-type]
        line_start=number, line_end=number, page_start=None, page_end=None, repeat_of=repeat_of,
    )  # fmt: skip


def made_up(n: int) -> tuple[list[Unit], np.ndarray, list[Coding]]:
    """n statements on five subjects, vectors that lean to the subject, a code for all subjects but one."""
    draw, noise = random.Random(3), np.random.default_rng(3)
    names = sorted(SUBJECTS)
    centres = noise.normal(size=(len(names), 24))
    units, rows, codings = [], [], []
    for number in range(n):
        subject = names[number % len(names)]
        first, second = draw.sample(SUBJECTS[subject], 2)
        units.append(make_unit(number, FRAMES[draw.randrange(len(FRAMES))].format(a=first, b=second)))
        rows.append(centres[number % len(names)] + noise.normal(scale=0.8, size=24))
        if subject != "tuin":
            codings.append(Coding(f"u{number:04d}", subject, "rules", 1.0, first))
    vectors = np.array(rows, dtype=np.float32)
    return units, vectors / np.linalg.norm(vectors, axis=1, keepdims=True), codings


@pytest.fixture(scope="module")
def dutch() -> Pipeline:
    return pipeline("built-in")


@pytest.fixture(scope="module")
def fitted(dutch: Pipeline) -> tuple[list[Unit], np.ndarray, list[Coding], TopicSet]:
    units, vectors, codings = made_up(200)
    return units, vectors, codings, fit_topics(units, vectors, pipeline=dutch, codings=codings)


def purity(topics: TopicSet, units: Sequence[Unit]) -> float:
    """Share of statements whose subject is the commonest of their topic."""
    names, place = sorted(SUBJECTS), {m.unit_id: m.topic_id for m in topics.memberships}
    found: dict[int, list[str]] = {}
    for number, unit in enumerate(units):
        if unit.unit_id in place:
            found.setdefault(place[unit.unit_id], []).append(names[number % len(names)])
    return sum(max(row.count(name) for name in names) for row in found.values()) / len(place)


def test_topics_keep_subjects_apart(fitted):
    units, _, _, topics = fitted
    assert purity(topics, units) > 0.95
    assert 5 <= len(topics.topics) <= 20


def test_order_of_the_input_does_not_matter(fitted, dutch):
    units, vectors, codings, topics = fitted
    order = list(range(len(units)))
    random.Random(1).shuffle(order)
    again = fit_topics([units[i] for i in order], vectors[order], pipeline=dutch, codings=codings[::-1], workers=1)
    assert again.topics == topics.topics
    assert again.memberships == topics.memberships
    assert again.quality == topics.quality


def test_numbers_go_by_size(fitted):
    sizes = [topic.size for topic in fitted[3].topics]
    assert sizes == sorted(sizes, reverse=True)
    assert [topic.topic_id for topic in fitted[3].topics] == list(range(1, len(sizes) + 1))
    assert sum(sizes) == len(fitted[3].memberships)


def test_seed_hardly_matters(fitted):
    assert fitted[3].quality["stability_seeds"] >= 0.9
    assert fitted[3].quality["n_seeds"] == 3


def test_every_content_unit_is_in_a_topic_or_left_out_with_a_reason(fitted):
    units, _, _, topics = fitted
    placed = {m.unit_id for m in topics.memberships}
    lost = {what for what, _ in topics.memberships.left_out}
    assert placed | lost == {unit.unit_id for unit in units}
    assert not placed & lost


def test_under_fifty_statements_it_says_so(dutch):
    units, vectors, codings = made_up(49)
    topics = fit_topics(units, vectors, pipeline=dutch, codings=codings)
    assert len(topics.topics) == 0
    assert "te weinig" in topics.findings[0].message
    assert len(topics.memberships.left_out) == 49
    assert topics.quality["coherence"] is None


def test_statements_without_anything_in_common_give_no_topics(dutch):
    letters = [chr(97 + at) for at in range(20)]
    texts = [f"{a}{b}{a}{b}k {b}{a}z{b}{a}" for a in letters for b in letters if a < b][:60]
    units = [make_unit(at, text) for at, text in enumerate(texts)]
    found = fit_topics(units, np.eye(60), pipeline=dutch)
    assert not found.topics and not len(found.memberships) and len(found.memberships.left_out) == 60
    assert "60 verschillende uitspraken lijken er" in found.findings[0].message


def test_only_statements_and_questions(dutch):
    units, vectors, codings = made_up(60)
    units[0] = make_unit(0, units[0].text, kind="heading")
    units[1] = make_unit(1, units[1].text, kind="question")
    topics = fit_topics(units, vectors, pipeline=dutch, codings=codings, n_seeds=1, n_subsamples=0)
    everyone = {m.unit_id for m in topics.memberships} | {what for what, _ in topics.memberships.left_out}
    assert "u0000" not in everyone
    assert "u0001" in everyone


def test_a_repeat_goes_with_its_first(dutch):
    units, vectors, codings = made_up(60)
    units.append(make_unit(60, units[4].text, repeat_of="u0004"))
    vectors = np.vstack([vectors, vectors[4:5]])
    topics = fit_topics(units, vectors, pipeline=dutch, codings=codings, n_seeds=1, n_subsamples=0)
    place = {m.unit_id: m.topic_id for m in topics.memberships}
    assert place["u0060"] == place["u0004"]


def test_a_stranger_has_no_topic_unless_asked(dutch):
    units, vectors, codings = made_up(80)
    units.append(make_unit(80, "Qwxz vbnk prtl."))
    stranger = np.zeros((1, 25), dtype=np.float32)
    stranger[0, 24] = 1
    vectors = np.vstack([np.hstack([vectors, np.zeros((80, 1), dtype=np.float32)]), stranger])
    apart = fit_topics(units, vectors, pipeline=dutch, codings=codings, n_seeds=1, n_subsamples=0)
    assert "u0080" in dict(apart.memberships.left_out)
    assert apart.quality["n_without_topic"] >= 1
    placed = fit_topics(units, vectors, pipeline=dutch, codings=codings, place_all=True, n_seeds=1, n_subsamples=0)
    assert placed.memberships.left_out == ()
    assert "u0080" in {m.unit_id for m in placed.memberships}


def test_vectors_must_match_units(dutch):
    units, vectors, _ = made_up(60)
    with pytest.raises(ThemesError, match="gelijk"):
        fit_topics(units, vectors[:-1], pipeline=dutch)


def test_umap_is_a_choice_that_says_what_to_install(dutch):
    pytest.importorskip("bertopic")
    units, vectors, _ = made_up(60)
    try:
        import umap  # noqa: F401
    except ImportError:
        with pytest.raises(MissingExtra, match=r"themes\[umap\]"):
            fit_topics(units, vectors, pipeline=dutch, clusterer="umap")
    else:
        assert fit_topics(units, vectors, pipeline=dutch, clusterer="umap").quality["n_statements"] == 60


def test_kmeans_and_own_clusterer_are_choices(dutch):
    units, vectors, _ = made_up(60)
    assert len(fit_topics(units, vectors, pipeline=dutch, clusterer="kmeans").topics) == 8

    class Halves:
        def fit(self, rows, y=None):
            self.labels_ = np.arange(len(rows)) % 2
            return self

    assert len(fit_topics(units, vectors, pipeline=dutch, clusterer=Halves()).topics) == 2
    with pytest.raises(ValueError, match="leiden"):
        fit_topics(units, vectors, pipeline=dutch, clusterer="nee")


def test_merging_makes_one_topic_of_a_group(fitted, dutch):
    units, vectors, codings, topics = fitted
    merged = merge_topics(topics, [[1, 2]], units, vectors, pipeline=dutch, codings=codings)
    assert len(merged.topics) == len(topics.topics) - 1
    assert merged.topics[0].size == topics.topics[0].size + topics.topics[1].size
    together = {m.unit_id for m in topics.memberships if m.topic_id in (1, 2)}
    assert {m.unit_id for m in merged.memberships if m.topic_id == 1} == together
    with pytest.raises(ThemesError, match="99"):
        merge_topics(topics, [[1, 99]], units, vectors, pipeline=dutch)


def test_hierarchy_joins_all_topics_and_prints_nothing(fitted, dutch, capfd):
    units, vectors, _, topics = fitted
    frame = hierarchy(topics, units, vectors, pipeline=dutch)
    assert len(frame) == len(topics.topics) - 1
    assert frame.topics.iloc[-1] == [topic.topic_id for topic in topics.topics]
    assert frame.distance.is_monotonic_increasing
    assert capfd.readouterr() == ("", "")


def test_label_has_the_nearest_code_only_when_half_of_the_topic_has_it(fitted):
    topics = fitted[3].topics
    assert {topic.nearest_code for topic in topics} - {None} == set(SUBJECTS) - {"tuin"}
    for topic in topics:
        if topic.nearest_code is None:
            assert ":" not in topic.label
        else:
            assert topic.label.startswith(f"{topic.nearest_code}: ")


def test_importing_the_room_loads_nothing_heavy():
    script = (
        "import sys, themes.topics; "
        "print([m for m in ('numpy', 'pandas', 'sklearn', 'bertopic', 'spacy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
