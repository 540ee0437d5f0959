"""Reading: files become sources, sources become documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from themes.documents.corpus import document_paths, read_corpus
from themes.documents.limits import Limits
from themes.documents.source import read_source

if TYPE_CHECKING:
    from themes.documents.bundle import split_documents

__all__ = ["Limits", "document_paths", "read_corpus", "read_source", "split_documents"]


def __getattr__(name: str) -> Any:
    if name == "split_documents":
        from themes.documents.bundle import split_documents

        return split_documents
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
