"""What goes into a run beside the documents themselves: digests of files, texts, wishes, the folder of vectors."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from themes.records import Document, Finding, Source, digest
from themes.settings import FILE_NAME
from themes.words import running as words


def file_digests(corpus: Path) -> dict[str, str]:
    """Path in the corpus folder -> digest, of every file that isn't hidden."""
    return {
        path.relative_to(corpus).as_posix(): digest(path.read_bytes().hex())
        for path in sorted(corpus.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(corpus).parts)
    }


def document_texts(documents: Sequence[Document], sources: Sequence[Source]) -> dict[str, str]:
    """Document id -> the text of its lines."""
    lines = {source.path: source.lines for source in sources}
    return {
        document.document_id: "\n".join(
            line.text for line in lines[document.source][document.line_start - 1 : document.line_end]
        )
        for document in documents
    }


def unknown_roles(documents: Sequence[Document]) -> list[Finding]:
    """A warning for each document whose form tells nothing: its statements are not traced until a person says why."""
    return [
        Finding(
            "warning",
            "documents",
            document.source
            if document.line_start == 1
            else words.PLACE_LINE.format(source=document.source, line=document.line_start),
            words.ROLE_UNKNOWN,
            words.SET_THE_ROLE.format(file=FILE_NAME),
        )
        for document in documents
        if document.role == "other" and "role" not in json.loads(document.evidence)
    ]


def vector_folder() -> Path:
    """Where sentence vectors are kept for this user, by digest: numbers only, never text."""
    own = os.environ.get("THEMES_CACHE")
    if own:
        return Path(own)
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "themes"
    return Path(os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))) / "themes"


def pipeline_wish(name: str) -> str:
    """The pipeline that `name` will give, without loading it."""
    from importlib.util import find_spec

    if name != "auto":
        return name
    return next((m for m in ("nl_core_news_lg", "nl_core_news_md", "nl_core_news_sm") if find_spec(m)), "built-in")


def import_bertopic() -> None:
    """Import BERTopic without what only its drawings and a representation by spaCy need: more than half of the time.

    Asked for later in the same process, its drawings are there all the same.
    """
    import sys

    if "ipykernel" in sys.modules or "bertopic" in sys.modules:
        return
    hidden = [name for name in ("nbformat", "plotly", "spacy") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: not to be imported
    try:
        import bertopic._bertopic
    finally:
        for name in hidden:
            del sys.modules[name]
    if "plotly" in hidden:
        bertopic._bertopic.plotting = _Drawings()


def load_topics() -> None:
    """Import all that topics are made with."""
    import importlib

    import_bertopic()
    for name in (
        "bertopic.backend",
        "bertopic.cluster",
        "bertopic.dimensionality",
        "graspologic_native",
        "scipy.optimize",
        "sklearn.decomposition",
        "sklearn.metrics",
        "themes.topics.large",
        "themes.topics.model",
    ):
        importlib.import_module(name)


class _Drawings:
    """BERTopic's module of drawings, imported when one is asked for."""

    def __getattr__(self, name: str) -> Any:
        import importlib

        return getattr(importlib.import_module("bertopic.plotting"), name)


def topic_arguments(topics: Any) -> dict[str, Any]:
    """Arguments of `fit_topics` from the settings under [topics]."""
    arguments = dict(topics)
    if "place_outliers" in arguments:
        arguments["place_all"] = arguments.pop("place_outliers")
    return arguments
