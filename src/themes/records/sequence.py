"""`Records`: the sequence in which steps hand on records of one type."""

from __future__ import annotations

import dataclasses
import html
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from themes.records.schema import Finding, digest

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")


class Records(Sequence[T], Generic[T]):
    """An immutable sequence of one record type, with what a step left out and what it found amiss.

    `.frame` is a pandas DataFrame, `.where(column=value)` selects, `.by_key(column)` indexes. In a notebook it
    shows itself as a table of its first rows.
    """

    def __init__(
        self,
        record_type: type[T],
        rows: Iterable[T] = (),
        *,
        findings: Iterable[Finding] = (),
        left_out: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.record_type = record_type
        self._rows: tuple[T, ...] = tuple(rows)
        self.findings: tuple[Finding, ...] = tuple(findings)
        self.left_out: tuple[tuple[str, str], ...] = tuple(left_out)  # (what, why)
        self._names = [field.name for field in dataclasses.fields(record_type)]  # type: ignore[arg-type]
        self._digest: str | None = None
        for row in self._rows:
            if not isinstance(row, record_type):
                message = f"expected {record_type.__name__}, got {type(row).__name__}"
                raise TypeError(message)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Records[T]: ...
    def __getitem__(self, index: int | slice) -> T | Records[T]:
        if isinstance(index, slice):
            return Records(self.record_type, self._rows[index], findings=self.findings, left_out=self.left_out)
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[T]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Records) and self.record_type is other.record_type and self._rows == other._rows

    def __hash__(self) -> int:
        return hash((self.record_type, self._rows))

    def __repr__(self) -> str:
        return f"<{len(self)} {self.record_type.__name__} records, {len(self.findings)} findings>"

    def where(self, test: Callable[[T], bool] | None = None, **columns: Any) -> Records[T]:
        """The rows whose columns equal the given values (and that pass `test`).

        >>> from themes.records import Membership
        >>> Records(Membership, [Membership("u1", 1, 1.0), Membership("u2", 2, 1.0)]).where(topic_id=2)[0].unit_id
        'u2'
        """
        rows = [
            row
            for row in self._rows
            if all(getattr(row, name) == value for name, value in columns.items()) and (test is None or test(row))
        ]
        return Records(self.record_type, rows, findings=self.findings)

    def by_key(self, column: str) -> dict[Any, T]:
        """Rows by the value of one column; the last row wins where a value repeats."""
        return {getattr(row, column): row for row in self._rows}

    @property
    def frame(self) -> pd.DataFrame:
        """A new DataFrame with a column per field."""
        import pandas as pd

        return pd.DataFrame({name: [getattr(row, name) for row in self._rows] for name in self._names})

    @property
    def digest(self) -> str:
        """Digest of all rows in their order."""
        if self._digest is None:
            rows = [[getattr(row, name) for name in self._names] for row in self._rows]
            self._digest = digest(self.record_type.__name__, json.dumps(rows, ensure_ascii=False, default=_plain))
        return self._digest

    def _repr_html_(self) -> str:
        head = "".join(f"<th scope='col'>{html.escape(name)}</th>" for name in self._names)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_short(getattr(row, name)))}</td>" for name in self._names) + "</tr>"
            for row in self._rows[:10]
        )
        more = f"; the first 10 of {len(self)}" if len(self) > 10 else ""
        note = f"{len(self)} {self.record_type.__name__} records{more}; {len(self.findings)} findings"
        return f"<table><caption>{note}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _plain(value: Any) -> Any:
    """A value within a row as JSON can hold it: a record as the list of its values, anything else as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.astuple(value)
    return str(value)


def _short(value: object, width: int = 80) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= width else text[: width - 1] + "…"
