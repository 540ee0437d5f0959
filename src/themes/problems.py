"""Errors and findings: what goes wrong is said in one sentence, with a place and a remedy.

An error stops a step; a `Finding` (in `themes.records`) is a row in the account and the run goes on.
Messages about a user's own files are in Dutch, since the people who meet them are municipal users.
"""

from __future__ import annotations

from themes.words import running as words


class ThemesError(Exception):
    """Base of every error that a user can act on.

    Parameters
    ----------
    message : what is wrong, one sentence.
    where : file, row or key that it concerns; empty when it concerns the whole run.
    remedy : what the user can do about it, one sentence.
    """

    def __init__(self, message: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return " ".join(part for part in (f"{place}{self.message}", self.remedy) if part)


class UnreadableDocument(ThemesError):
    """A file that can't be read as a document (empty, encrypted, damaged, no text)."""


class InvalidSettings(ThemesError):
    """themes.toml has a key or value that is not known."""


class _ManyFailures(ThemesError):
    """An error that lists every problem in `failures`, not only the first."""

    def __init__(self, message: str, *, where: str = "", remedy: str = "", failures: tuple[str, ...] = ()) -> None:
        super().__init__(message, where=where, remedy=remedy)
        self.failures = failures

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(f"  - {failure}" for failure in self.failures)])


class InvalidCodebook(_ManyFailures):
    """The codebook doesn't hold."""


class InvalidTable(_ManyFailures):
    """A table (Parquet, CSV, workbook) that doesn't fit its schema."""


class MissingExtra(ThemesError):
    """An optional library is not installed; the remedy is the line that installs it."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(words.LIBRARY_MISSING.format(library=library), remedy=words.INSTALL_EXTRA.format(extra=extra))
