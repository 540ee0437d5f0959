"""What a step made, kept by the digest of everything that it was made from.

The store is a folder of compressed files of JSON (or of arrays as NumPy writes them), one a step and key; it may be
deleted at any time. JSON and not pickle: opening somebody's outputs must never run their code.

A step may rest on smaller steps, so that only what changed of it is made again; those are kept as long as it is.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import itertools
import json
import os
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache, cached_property
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from themes import records
from themes.records import Records, digest
from themes.words import running as words

T = TypeVar("T")
Mark = tuple[Any, ...]
_PARTS = "made-from.z"
_VALUES = "values"  # in a file of arrays: what is JSON


@cache
def code_version(*rooms: str) -> str:
    """Digest of the source text of the named rooms (folders or modules of this package): new code, new results."""
    return digest(*sorted(line for room in rooms for line in _room_version(room)))


@cache
def _room_version(room: str) -> list[str]:
    """The files of a room, each with the digest of its content."""
    here = Path(__file__).parent
    files = [here / f"{room}.py"] if (here / f"{room}.py").exists() else (here / room).rglob("*")
    return [
        f"{path.relative_to(here).as_posix()}:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in files
        if path.suffix != ".pyc" and path.is_file()
    ]


_NESTED = frozenset((list, dict))  # types of values that hold others; most do not
_FLAT = frozenset(records.TABLES.values())  # records of which no field holds another: many at once are rows of values


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def pack(value: Any) -> Any:
    """A record, Records or list of them as plain JSON values."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Records):
        return {
            "$records": value.record_type.__name__,
            "rows": pack(list(value)),
            "findings": [pack(row) for row in value.findings],
            "left_out": value.left_out,
        }
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {"$": type(value).__name__, "v": [pack(getattr(value, name)) for name in _names(type(value))]}
    if isinstance(value, list | tuple):
        kind: Any = type(value[0]) if value else None
        if kind in _FLAT and all(type(item) is kind for item in value):
            return {"$rows": kind.__name__, "v": list(map(attrgetter(*_names(kind)), value))}
        return [pack(item) for item in value]
    if isinstance(value, dict):
        return {"$dict": [[key, pack(item)] for key, item in value.items()]}
    return value


def unpack(value: Any) -> Any:
    """The inverse of `pack`; lists come back as tuples."""
    if isinstance(value, list):
        return tuple([unpack(item) if type(item) in _NESTED else item for item in value])
    if isinstance(value, dict):
        if "$records" in value:
            kind = getattr(records, value["$records"])
            return Records(
                kind, unpack(value["rows"]), findings=unpack(value["findings"]), left_out=unpack(value["left_out"])
            )
        if "$rows" in value:
            return tuple(itertools.starmap(getattr(records, value["$rows"]), value["v"]))
        if "$dict" in value:
            return {key: unpack(item) for key, item in value["$dict"]}
        fields = [unpack(item) if type(item) in _NESTED else item for item in value["v"]]
        return getattr(records, value["$"])(*fields)
    return value


@dataclasses.dataclass
class Store:
    """Keeps the results of steps in `folder`; None keeps nothing.

    `log` tells which steps were made or reused; `why` per step name the inputs that differed from the run before.
    `words` are the kept words of texts, when the run has them.
    """

    folder: Path | None
    log: list[tuple[str, bool]] = dataclasses.field(default_factory=list)
    used: set[str] = dataclasses.field(default_factory=set)
    why: dict[str, set[str]] = dataclasses.field(default_factory=dict)
    words: Any = None
    _parts: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    _rests: dict[str, list[str]] = dataclasses.field(default_factory=dict)  # file of a step -> files that it rests on
    _making: threading.local = dataclasses.field(default_factory=threading.local)

    def step(self, name: str, parts: str | Mapping[str, object], make: Callable[[], T], *, item: str = "") -> T:
        """The kept result of step `name` over `item`, else `make()`, kept for the next time.

        `parts` holds everything that the result is made from, by a name that users understand; or a ready key.
        """
        return self._kept(name, parts, make, item, ".json.z", _load, _dump)  # type: ignore[no-any-return]

    def file(self, name: str, parts: Mapping[str, object], make: Callable[[], bytes], *, item: str = "") -> bytes:
        """The same for the bytes of a file."""
        return self._kept(name, parts, make, item, ".bytes.z", bytes, bytes)  # type: ignore[no-any-return]

    def arrays(
        self, name: str, parts: Mapping[str, object], make: Callable[[], dict[str, Any]], *, item: str = ""
    ) -> dict[str, Any]:
        """The same for NumPy arrays and plain JSON values by name."""
        return self._kept(name, parts, make, item, ".npz.z", _load_arrays, _dump_arrays)  # type: ignore[no-any-return]

    def _kept(
        self,
        name: str,
        parts: str | Mapping[str, object],
        make: Callable[[], Any],
        item: str,
        suffix: str,
        load: Callable[[bytes], Any],
        dump: Callable[[Any], bytes],
    ) -> Any:
        named = {words.INPUT: parts} if isinstance(parts, str) else {key: digest(part) for key, part in parts.items()}
        key = parts if isinstance(parts, str) else digest(*named.items(), item)
        self._parts[f"{name}/{item}"] = dict(named)
        path = None if self.folder is None else self.folder / f"{name}-{key}{suffix}"
        if path is not None:
            self._use([path.name])
            kept = _read(path, load)
            if kept is not None:
                self.log.append((name, True))
                rests = self._rested.get(path.name)
                if rests:
                    self._use(rests)
                    self._rests[path.name] = rests
                return kept["value"]
        made = self._made(make, path)
        self.log.append((name, False))
        before = self._before.get(f"{name}/{item}")
        changed = {words.NOT_MADE_YET} if before is None else {k for k, v in named.items() if before.get(k) != v}
        self.why.setdefault(name, set()).update(changed or {words.NOT_KEPT})
        if path is not None:
            _write(path, dump(made))
        return made

    def _made(self, make: Callable[[], T], path: Path | None) -> T:
        """What `make` gives, with the files that it rests on noted."""
        around = getattr(self._making, "used", None)
        own = self._making.used = set()
        try:
            made = make()
        finally:
            self._making.used = around
        if own and path is not None:
            self._rests[path.name] = sorted(own)
        if around is not None:
            around |= own
        return made

    def _use(self, names: Iterable[str]) -> None:
        """Note files of the store as used in this run, and by the step that is being made."""
        self.used.update(names)
        own = getattr(self._making, "used", None)
        if own is not None:
            own.update(names)

    def has(self, name: str, parts: Mapping[str, object], *, item: str = "") -> bool:
        """Whether `step` would find its result here."""
        named = {key: digest(part) for key, part in parts.items()}
        return self.folder is not None and (self.folder / f"{name}-{digest(*named.items(), item)}.json.z").exists()

    def mark(self) -> Mark:
        """A point in what this store did, for `account`."""
        return len(self.log), frozenset(self.used), 0 if self.words is None else len(self.words)

    def account(self, mark: Mark) -> tuple[Any, ...]:
        """What this store did since the mark, for the store that it is a copy of; see `themes.beside`."""
        words = None if self.words is None else self.words.since(mark[2])
        return self.log[mark[0] :], self.used - mark[1], self.why, self._parts, self._rests, words

    def add(self, account: tuple[Any, ...]) -> None:
        """Take over what a copy of this store did."""
        log, used, why, parts, rests, words = account
        self.log.extend(log)
        self._use(used)
        self._rests.update(rests)
        for name, changed in why.items():
            self.why.setdefault(name, set()).update(changed)
        self._parts.update(parts)
        if words and self.words is not None:
            self.words.add(words)

    def read(self, name: str, key: str) -> Any:
        """What `write` kept under a name and key, as JSON gives it; None when there is nothing."""
        if self.folder is None:
            return None
        self._use([f"{name}-{key}.json.z"])
        kept = _read(self.folder / f"{name}-{key}.json.z", json.loads)
        return None if kept is None else kept["value"]

    def write(self, name: str, key: str, value: Any) -> None:
        """Keep plain JSON values, without the counting and the reasons of a step."""
        if self.folder is not None:
            self._use([f"{name}-{key}.json.z"])
            body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
            _write(self.folder / f"{name}-{key}.json.z", body)

    @cached_property
    def _last(self) -> dict[str, dict[str, Any]]:
        """What the last run noted: from what each step was made, and on which files a step rests."""
        kept = None if self.folder is None else _read(self.folder / _PARTS, json.loads)
        return kept["value"] if kept is not None and "from" in kept["value"] else {}

    @property
    def _before(self) -> dict[str, dict[str, str]]:
        return self._last.get("from", {})

    @property
    def _rested(self) -> dict[str, list[str]]:
        return self._last.get("rests", {})

    def sweep(self) -> None:
        """Delete what this run did not use and keep what its steps were made from."""
        if self.folder is not None and self.folder.exists():
            _write(self.folder / _PARTS, json.dumps({"from": self._parts, "rests": self._rests}).encode())
            for path in self.folder.iterdir():
                if path.suffix == ".part" or (path.suffix == ".z" and path.name not in {*self.used, _PARTS}):
                    path.unlink(missing_ok=True)


def _load(body: bytes) -> Any:
    return unpack(json.loads(body))


def _dump(value: Any) -> bytes:
    return json.dumps(pack(value), ensure_ascii=False, separators=(",", ":")).encode()


def _load_arrays(body: bytes) -> dict[str, Any]:
    import zipfile

    import numpy as np

    try:
        with np.load(io.BytesIO(body), allow_pickle=False) as kept:
            found = {name: kept[name] for name in kept.files}
    except (zipfile.BadZipFile, EOFError) as error:
        raise ValueError from error
    return {**found, **json.loads(found.pop(_VALUES).tobytes())}


def _dump_arrays(made: dict[str, Any]) -> bytes:
    import numpy as np

    arrays: dict[str, Any] = {name: value for name, value in made.items() if isinstance(value, np.ndarray)}
    values = {name: value for name, value in made.items() if name not in arrays}
    arrays[_VALUES] = np.frombuffer(json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass"), np.uint8)
    body = io.BytesIO()
    np.savez(body, **arrays)
    return body.getvalue()


def _read(path: Path, load: Callable[[bytes], Any]) -> dict[str, Any] | None:
    try:
        return {"value": load(zlib.decompress(path.read_bytes()))}
    except (OSError, zlib.error, ValueError, KeyError, AttributeError, TypeError):
        return None  # absent, cut off or of an older version: made again


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    body = zlib.compress(content, 1)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
