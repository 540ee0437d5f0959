"""Records to Parquet and CSV and back, each checked against the schema that the record type is."""

from __future__ import annotations

import dataclasses
import math
import os
import types
import typing
from pathlib import Path
from typing import Any, TypeVar

from themes.problems import InvalidTable
from themes.records import Records
from themes.words import running as words

T = TypeVar("T")


def columns(record_type: type[Any]) -> dict[str, tuple[type, bool]]:
    """Column name -> (python type, may be missing), read from the record type's annotations."""
    hints = typing.get_type_hints(record_type)
    result: dict[str, tuple[type, bool]] = {}
    for field in dataclasses.fields(record_type):
        hint, optional = hints[field.name], False
        if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
            kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
            optional, hint = len(kinds) < len(typing.get_args(hint)), kinds[0]
        result[field.name] = (str if typing.get_origin(hint) is typing.Literal else hint, optional)
    return result


def write_table(records: Records[Any], folder: Path, name: str) -> None:
    """Write `folder/name.parquet` and `folder/name.csv` (UTF-8, comma), each in one move so no half file is seen."""
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet

    kinds = columns(records.record_type)
    made = {name: _column([getattr(row, name) for row in records], kind) for name, (kind, _) in kinds.items()}
    table = pa.Table.from_arrays(list(made.values()), names=list(made))
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, write in (("parquet", pa.parquet.write_table), ("csv", pa.csv.write_csv)):
        temporary = folder / f"{name}.{suffix}.{os.getpid()}.part"  # not a private file: others read these tables
        write(table, str(temporary))
        temporary.replace(folder / f"{name}.{suffix}")


def _column(values: list[Any], kind: type) -> Any:
    """An Arrow array of values, of which some may be None.

    Put together from its buffers: `pyarrow.array` imports pandas to see whether a list is a series, which costs more
    than writing all tables.
    """
    import numpy as np
    import pyarrow as pa

    missing = np.fromiter((value is None for value in values), dtype=bool, count=len(values))
    there = pa.py_buffer(np.packbits(~missing, bitorder="little")) if missing.any() else None
    if kind is str:
        texts = [b"" if value is None else value.encode() for value in values]
        ends = np.cumsum([0, *map(len, texts)], dtype=np.int64)
        if ends[-1] >= 2**31:
            return pa.array(values, pa.string())
        offsets = pa.py_buffer(ends.astype(np.int32))
        return pa.StringArray.from_buffers(len(values), offsets, pa.py_buffer(b"".join(texts)), there)
    if kind is bool:
        bits = np.packbits(np.array([bool(value) for value in values], dtype=bool), bitorder="little")
        return pa.Array.from_buffers(pa.bool_(), len(values), [there, pa.py_buffer(bits)])
    numbers = np.array([value or 0 for value in values], dtype=np.int64 if kind is int else np.float64)
    return pa.Array.from_buffers(pa.from_numpy_dtype(numbers.dtype), len(values), [there, pa.py_buffer(numbers)])


def read_table(record_type: type[T], folder: Path, name: str) -> Records[T]:
    """Read `folder/name.parquet`. Raises InvalidTable with every column that is missing or of the wrong type."""
    import pyarrow.parquet

    path = folder / f"{name}.parquet"
    if not path.exists():
        raise InvalidTable(words.NO_TABLE, where=str(path), remedy=words.RUN_FIRST_SHORT)
    return from_rows(record_type, pyarrow.parquet.read_table(path).to_pylist(), where=str(path))


def from_rows(record_type: type[T], rows: list[dict[str, Any]], *, where: str = "") -> Records[T]:
    """Records from dicts, converted to the schema's types. Raises InvalidTable that lists all rows that don't fit."""
    schema = columns(record_type)
    defaults = {
        field.name
        for field in dataclasses.fields(record_type)  # type: ignore[arg-type]
        if field.default is not dataclasses.MISSING
    }
    made: list[T] = []
    failures: list[str] = []
    for number, row in enumerate(rows, 1):
        values: dict[str, Any] = {}
        for name, (kind, optional) in schema.items():
            value = row.get(name)
            if value is None or (isinstance(value, float) and math.isnan(value)):
                if name not in row and name in defaults:
                    continue
                if not optional:
                    failures.append(words.CELL_EMPTY.format(row=number, column=name))
                    continue
                values[name] = None
                continue
            try:
                values[name] = kind(value)
            except (TypeError, ValueError):
                failures.append(words.CELL_WRONG.format(row=number, column=name, value=value, kind=kind.__name__))
        if not failures:
            made.append(record_type(**values))
    if failures:
        raise InvalidTable(words.BAD_TABLE, where=where, failures=tuple(failures))
    return Records(record_type, made)
