"""The pipeline object: built in, and with a spaCy model when one is there."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from themes.language import Pipeline, pipeline
from themes.problems import ThemesError

TEXT = "De bewoners zoeken ontmoetingsplekken in de wijk. Zij willen meer hulp, o.a. met geld."
MODELS = ["nl_core_news_lg", "nl_core_news_md", "nl_core_news_sm"]


@pytest.fixture(params=["built-in", "saved", *MODELS])
def any_pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    if request.param == "saved":
        return pipeline(str(saved_model(tmp_path_factory.getbasetemp() / "saved_nl")))
    if request.param in MODELS and find_spec(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    return pipeline(request.param)


def saved_model(folder: Path) -> Path:
    """A real spaCy pipeline on disk: lemmas and parts of speech by patterns, names by patterns."""
    if folder.exists():
        return folder
    import spacy

    nlp = spacy.blank("nl")
    nlp.meta["name"] = "patterns"
    nlp.meta["version"] = "1.0.0"
    ruler = nlp.add_pipe("attribute_ruler")
    lemmas = {"bewoners": "be_woner", "zoeken": "zoeken", "ontmoetingsplekken": "ontmoeting_plek", "wijk": "xwijkx"}
    for form, lemma in lemmas.items():
        ruler.add([[{"LOWER": form}]], {"LEMMA": lemma, "POS": "NOUN"})  # type: ignore[attr-defined]
    nlp.add_pipe("entity_ruler", name="ner").add_patterns([{"label": "LOC", "pattern": "Zij"}])  # type: ignore[attr-defined]
    nlp.to_disk(folder)
    return folder


def test_every_pipeline_gives_the_same_sentences_and_words(any_pipeline: Pipeline) -> None:
    assert [TEXT[a:b] for a, b in any_pipeline.sentences(TEXT)] == [TEXT[:49], TEXT[50:]]
    built_in = pipeline("built-in").tokens(TEXT)
    tokens = any_pipeline.tokens(TEXT)
    assert [token[:1] + token[2:4] for token in tokens] == [token[:1] + token[2:4] for token in built_in]
    lemmas = any_pipeline.lemmas(TEXT)
    assert {"bewoner", "ontmoetingsplek", "wijk", "hulp", "geld"} <= set(lemmas)
    assert not {"de", "zij", ",", "."} & set(lemmas)
    assert not any("_" in lemma for lemma in lemmas)
    parts = {token.lemma: token.parts for token in tokens}
    assert parts["ontmoetingsplek"] == ("ontmoeting", "plek")


def test_names_tell_which_pipeline_ran(tmp_path: Path) -> None:
    assert pipeline("built-in").name.startswith("built-in (blank nl 3.")
    assert "simplemma" in pipeline("built-in").name
    saved = pipeline(str(saved_model(tmp_path / "nl")))
    assert saved.name == "nl_patterns 1.0.0"
    assert saved.tokens("bewoners")[0].pos == "NOUN"
    assert saved.names("Zij lopen") == [(0, 3, "LOC")]
    assert pipeline("built-in").names("Zij lopen") == []


def test_auto_takes_the_best_that_is_installed() -> None:
    installed = [model for model in MODELS if find_spec(model) is not None]
    assert pipeline() is pipeline(installed[0] if installed else "built-in")


@pytest.mark.parametrize("name", ["nl_core_news_xx", "geen/map/hier"])
def test_a_missing_model_says_how_to_get_it(name: str) -> None:
    with pytest.raises(ThemesError, match="is niet geïnstalleerd") as caught:
        pipeline(name)
    assert "built-in" in caught.value.remedy


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120))
def test_tokens_cover_every_sign_in_order(text: str) -> None:
    at = 0
    for token in pipeline("built-in").tokens(text):
        assert text[at : token.start].strip() == ""
        assert text[token.start : token.end] == token.text
        at = token.end
    assert text[at:].strip() == ""


def test_words_of_minutes_stay_whole() -> None:
    text = "Zo'n 10.000 bewoners (74,6%), o.a. 's avonds: www.voorbeeld.nl/plan, 24-uursopvang."
    assert [token.text for token in pipeline("built-in").tokens(text)] == [
        "Zo'n", "10.000", "bewoners", "(", "74,6%", ")", ",", "o.a.", "'s", "avonds", ":", "www.voorbeeld.nl/plan",
        ",", "24-uursopvang", ".",
    ]  # fmt: skip
