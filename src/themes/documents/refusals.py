"""The errors of reading, each one sentence that says what is wrong and what to do; a limit is named."""

from __future__ import annotations

from typing import Any

from themes.documents.limits import Limits
from themes.documents.worker import WorkerStopped
from themes.problems import UnreadableDocument
from themes.words import reading as words


def limit_error(limit: str, limits: Limits, name: str) -> UnreadableDocument:
    """The error that names a limit of themes.toml."""
    value = getattr(limits, limit)
    return UnreadableDocument(
        words.OVER_LIMIT.format(limit=limit, value=value), where=name, remedy=words.SPLIT_OR_RAISE.format(limit=limit)
    )


def stopped_error(stop: WorkerStopped, limits: Limits, name: str) -> UnreadableDocument:
    """The error for a child that ended before the file was read."""
    if stop.reason == "crash":
        return UnreadableDocument(words.READING_STUCK, where=name, remedy=words.SAVE_AS_PDF_AND_TRY)
    limit = {"time": "max_seconds", "memory": "max_memory_mb"}.get(stop.reason, "max_seconds_per_page")
    return limit_error(limit, limits, name)


def error_of(error: dict[str, Any], limits: Limits, name: str) -> UnreadableDocument:
    """The error that a child reported."""
    if "limit" in error:
        return limit_error(error["limit"], limits, name)
    if "message" in error:
        return UnreadableDocument(error["message"], where=name, remedy=error["remedy"])
    return UnreadableDocument(words.DAMAGED_BY_CAUSE.format(cause=error["cause"]), where=name, remedy=words.NEW_COPY)
