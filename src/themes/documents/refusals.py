"""The errors of reading, each one sentence that says what is wrong and what to do; a limit is named."""

from __future__ import annotations

from typing import Any

from themes.documents.limits import Limits
from themes.documents.worker import WorkerStopped
from themes.problems import UnreadableDocument


def limit_error(limit: str, limits: Limits, name: str) -> UnreadableDocument:
    """The error that names a limit of themes.toml."""
    value = getattr(limits, limit)
    return UnreadableDocument(
        f"Het bestand gaat over de grens {limit} ({value:g}) en is niet gelezen.",
        where=name,
        remedy=f"Deel het bestand op, of verhoog {limit} onder [limits] in themes.toml.",
    )


def stopped_error(stop: WorkerStopped, limits: Limits, name: str) -> UnreadableDocument:
    """The error for a child that ended before the file was read."""
    if stop.reason == "crash":
        return UnreadableDocument(
            "Het lezen van dit bestand liep vast; de rest van de bestanden is wel gelezen.",
            where=name,
            remedy="Bewaar het bestand opnieuw (bijvoorbeeld als PDF) en probeer het nog eens.",
        )
    limit = {"time": "max_seconds", "memory": "max_memory_mb"}.get(stop.reason, "max_seconds_per_page")
    return limit_error(limit, limits, name)


def error_of(error: dict[str, Any], limits: Limits, name: str) -> UnreadableDocument:
    """The error that a child reported."""
    if "limit" in error:
        return limit_error(error["limit"], limits, name)
    if "message" in error:
        return UnreadableDocument(error["message"], where=name, remedy=error["remedy"])
    return UnreadableDocument(
        f"Het bestand is beschadigd en kan niet worden gelezen ({error['cause']}).",
        where=name,
        remedy="Vraag de afzender om een nieuwe kopie.",
    )
