"""Sentence ends: Dutch examples, properties over any text, and the figures on two treebanks."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themes.language import pipeline
from themes.language.sentences import sentence_pipeline

SHARED = Path(__file__).parents[2] / "shared"
BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def load_benchmark(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", BENCHMARKS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in pipeline("built-in").sentences(text)]


# sentences are written apart by ' | '
EXAMPLES = [
    "Dat helpt bijv. ouderen, o.a. in de flat. | Er kunnen max. 10.000 mensen in. | Klaar.",
    "M.b.t. vervoer n.a.v. de avond en v.w.b. geld: zie blz. 3 en art. 5. | Verder niets.",
    "Vb. Humanitas, w.o. Vluchtelingenwerk, incl. Btw. en t.m. Maandag",
    "Koffie, thee, enz. | Daarna begon de avond.",
    "Koffie, thee, enz. en daarna de avond.",
    "De brief d.d. 3 maart jl. is beantwoord. | Op 21 jan. 2020 kwam dat ook voor.",
    "Het is d.m.v.. zo bedoeld.",
    "Dat was pas. | Nu is het top. | De zaal zat vol. | Wie geeft een hand? | Weet je dat. | Ja",
    "Het project START! is goed. | START!, de groep van nu, en START! ook.",
    "Wat moet er nog gebeuren...? | Meer aandacht!",
    "Wie doet dat? | wie betaalt het?",
    "Uit onderzoek? blijkt dat het (risico?): zo is.",
    "Zo ... | Dat was dus... en verder… | Klaar",
    "Doel: meer geld -> meer tijd; dus ja - Echt - waar.",
    "Zij zei: 'Dit kan niet. | Dit moet anders.' | Daarna ging ze weg. | (Echt waar.) | [Toch?] | En toen?",
    "Hij riep: “Zorg!” | “Dat is het.” | En ‘meer’ niet.",
    "Zij schrijft ,, zomaar. '' | Daarna niets.",
    "1. Meer geld. | 2. Minder regels. | Wensen: 1. Meer tijd. | 2. Meer rust.",
    "Mevr. J.P. van Dijk en dhr. A. Jansen waren er. | Vitamine C. | Dat helpt.",
    "Dit geldt sinds 2024. | 5 mensen kwamen. | Dat kost € 5. | € 10 is te veel.",
    "Dit is gedaan. | Zie www.voorbeeld.nl/plan.Nieuw of info@voorbeeld.nl. | Dank",
    "Het is te laat ! | Toch ging het goed . | En verder.",
    "Ze bleef thuis. | 's Avonds kwam er iemand. | 't Is niet anders.",
    "(bijv. Humanitas) doet mee. | Dat is fijn",
]


@pytest.mark.parametrize("marked", EXAMPLES)
def test_examples(marked: str) -> None:
    assert split(marked.replace(" | ", " ")) == marked.split(" | ")


def test_full_stop_without_a_space_ends_a_sentence_and_covers_every_sign() -> None:
    assert split("Er zijn activiteiten.Daarom is geld nodig.") == ["Er zijn activiteiten.", "Daarom is geld nodig."]
    assert split("Zie de site.Nl of v.Chr. dus") == ["Zie de site.Nl of v.Chr. dus"]


def test_blank_line_ends_a_sentence_and_a_single_line_end_does_not() -> None:
    text = "Kop zonder punt\n\nDe zin loopt\ndoor. Klaar.\n \n"
    assert split(text) == ["Kop zonder punt", "De zin loopt\ndoor.", "Klaar."]


def test_it_is_a_spacy_component() -> None:
    nlp = sentence_pipeline()
    assert nlp.pipe_names == ["dutch_sentences"]
    assert [sentence.text for sentence in nlp("Het is pas. Nu nog niet.").sents] == ["Het is pas.", "Nu nog niet."]


STRAY = [
    "enz.",
    "bijv.",
    "...",
    "?",
    "!",
    '"',
    "'",
    "''",
    ",,",
    "(",
    ")",
    "J.P.",
    "1.",
    ":",
    "->",
    "«",
    "»",
    "www.x.nl",
]
STRAY += [
    "www.x.nl",
    "start!",
    ".",
    "Nee.Ja",
    "a.b.c.",
    "€",
    "“",
    "”",
    "De zaal",
    "\n\n",
    "\n",
    "\t",
    "\u00a0",
    "\u200b",
]


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(STRAY), max_size=25).map(" ".join)))
def test_spans_are_in_order_apart_and_cover_every_sign(text: str) -> None:
    spans = pipeline("built-in").sentences(text)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert text[at:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        at = end
    assert text[at:].strip() == ""
    assert spans == pipeline("built-in").sentences(text)


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["a", ".", "(", "a.B", "a. ", "' ", "?!", "A.b. ", "\n", "x@", "- ", '" ', "l-"])
def test_hostile_text_takes_no_quadratic_time(piece: str) -> None:
    pipeline("built-in").tokens("Warm. Ja.")
    pipeline("built-in").sentences("Warm. Ja.")
    times = []
    for size in (20_000, 80_000):
        text = (piece * size)[:size]
        started = time.process_time()
        pipeline("built-in").sentences(text)
        pipeline("built-in").tokens(text)
        times.append(time.process_time() - started)
    assert times[1] < max(12 * times[0], 2.0)  # quadratic would be 16 times


@pytest.mark.slow
@pytest.mark.parametrize(("name", "least"), [("nl_alpino-ud-dev", 0.99), ("nl_lassysmall-ud-dev", 0.88)])
def test_exact_spans_on_treebanks(name: str, least: float) -> None:
    path = SHARED / "ud" / f"{name}.conllu"
    if not path.exists():
        pytest.skip("the treebanks are not here")
    _, _, f1 = load_benchmark("sentences").score(path, pipeline("built-in").sentences)
    assert f1 >= least
