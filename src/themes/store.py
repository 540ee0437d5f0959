"""What a step made, kept by the digest of everything that it was made from.

The store is a folder of compressed JSON files, one a step and key; it may be deleted at any time. JSON and not
pickle: opening somebody's outputs must never run their code.
"""

from __future__ import annotations

import dataclasses
import json
import os
import tempfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from themes import records
from themes.records import Records, digest
from themes.words import running as words

T = TypeVar("T")
_PARTS = "made-from.z"
_ROOMS = ("records", "language", "documents", "statements", "coding", "topics", "policy", "report")


@cache
def code_version(*rooms: str) -> str:
    """Digest of the source text of the named rooms (folders or modules of this package): new code, new results."""
    here = Path(__file__).parent
    files = sorted(
        path
        for room in rooms
        for path in ([here / f"{room}.py"] if (here / f"{room}.py").exists() else (here / room).rglob("*"))
        if path.is_file() and path.suffix not in {".pyc"}
    )
    return digest(*(f"{path.relative_to(here).as_posix()}:{digest(path.read_bytes().hex())}" for path in files))


_NESTED = frozenset((list, dict))  # types of values that hold others; most do not


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
            "rows": [pack(row) for row in value],
            "findings": [pack(row) for row in value.findings],
            "left_out": value.left_out,
        }
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {"$": type(value).__name__, "v": [pack(getattr(value, name)) for name in _names(type(value))]}
    if isinstance(value, list | tuple):
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

    def step(self, name: str, parts: str | Mapping[str, object], make: Callable[[], T], *, item: str = "") -> T:
        """The kept result of step `name` over `item`, else `make()`, kept for the next time.

        `parts` holds everything that the result is made from, by a name that users understand; or a ready key.
        """
        return self._kept(name, parts, make, item, ".json.z", _load, _dump)  # type: ignore[no-any-return]

    def file(self, name: str, parts: Mapping[str, object], make: Callable[[], bytes], *, item: str = "") -> bytes:
        """The same for the bytes of a file."""
        return self._kept(name, parts, make, item, ".bytes.z", bytes, bytes)  # type: ignore[no-any-return]

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
            self.used.add(path.name)
            kept = _read(path, load)
            if kept is not None:
                self.log.append((name, True))
                return kept["value"]
        made = make()
        self.log.append((name, False))
        before = self._before.get(f"{name}/{item}")
        changed = {words.NOT_MADE_YET} if before is None else {k for k, v in named.items() if before.get(k) != v}
        self.why.setdefault(name, set()).update(changed or {words.NOT_KEPT})
        if path is not None:
            _write(path, dump(made))
        return made

    def has(self, name: str, parts: Mapping[str, object], *, item: str = "") -> bool:
        """Whether `step` would find its result here."""
        named = {key: digest(part) for key, part in parts.items()}
        return self.folder is not None and (self.folder / f"{name}-{digest(*named.items(), item)}.json.z").exists()

    def mark(self) -> tuple[int, int]:
        """A point in what this store did, for `account`."""
        return len(self.log), 0 if self.words is None else len(self.words)

    def account(self, mark: tuple[int, int]) -> tuple[Any, ...]:
        """What this store did since the mark, for the store that it is a copy of; see `themes.beside`."""
        words = None if self.words is None else self.words.since(mark[1])
        return self.log[mark[0] :], self.used, self.why, self._parts, words

    def add(self, account: tuple[Any, ...]) -> None:
        """Take over what a copy of this store did."""
        log, used, why, parts, words = account
        self.log.extend(log)
        self.used |= used
        for name, changed in why.items():
            self.why.setdefault(name, set()).update(changed)
        self._parts.update(parts)
        if words and self.words is not None:
            self.words.add(words)

    def read(self, name: str, key: str) -> Any:
        """What `write` kept under a name and key, as JSON gives it; None when there is nothing."""
        if self.folder is None:
            return None
        self.used.add(f"{name}-{key}.json.z")
        kept = _read(self.folder / f"{name}-{key}.json.z", json.loads)
        return None if kept is None else kept["value"]

    def write(self, name: str, key: str, value: Any) -> None:
        """Keep plain JSON values, without the counting and the reasons of a step."""
        if self.folder is not None:
            self.used.add(f"{name}-{key}.json.z")
            body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
            _write(self.folder / f"{name}-{key}.json.z", body)

    @cached_property
    def _before(self) -> dict[str, dict[str, str]]:
        kept = None if self.folder is None else _read(self.folder / _PARTS, _load)
        return kept["value"] if kept is not None else {}

    def sweep(self) -> None:
        """Delete what this run did not use and keep what its steps were made from."""
        if self.folder is not None and self.folder.exists():
            _write(self.folder / _PARTS, _dump(self._parts))
            for path in self.folder.iterdir():
                if path.suffix == ".part" or (path.suffix == ".z" and path.name not in {*self.used, _PARTS}):
                    path.unlink(missing_ok=True)


def _load(body: bytes) -> Any:
    return unpack(json.loads(body))


def _dump(value: Any) -> bytes:
    return json.dumps(pack(value), ensure_ascii=False, separators=(",", ":")).encode()


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
