"""What a run gives back, its manifest, and the last run read again when nothing changed."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from themes import folder as output
from themes.ledger import Ledger
from themes.problems import ThemesError
from themes.records import TABLES, Records
from themes.settings import Settings
from themes.words import running as words


@dataclasses.dataclass(frozen=True)
class RunResult:
    """What a run made. `tables` holds Records by table name; each is also an attribute (`result.units`).

    `steps` tells per step how long it took (seconds) and whether a kept result was used; `reused` is True when
    nothing had changed since the last run and nothing was made again.
    """

    folder: Path
    ledger: Ledger
    manifest: dict[str, Any]
    tables: dict[str, Records[Any]]
    reused: bool = False

    def __getattr__(self, name: str) -> Records[Any]:
        tables = object.__getattribute__(self, "tables")
        if name in tables:
            return tables[name]  # type: ignore[no-any-return]
        raise AttributeError(name)

    @property
    def exit_code(self) -> int:
        """0 when every file was read, 1 when one was refused."""
        return 1 if self.ledger.n_refused else 0

    def _repr_html_(self) -> str:
        lines = "".join(f"<li>{line}</li>" for line in self.ledger.lines())
        return f"<p>{words.RUN_IN} <code>{self.folder.name}</code></p><ul>{lines}</ul>"


class LazyTables(dict[str, Records[Any]]):
    """The tables of a finished run, read when asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def __contains__(self, name: object) -> bool:
        return name in TABLES

    def __missing__(self, name: str) -> Records[Any]:
        from themes.tables import read_table

        self[name] = read_table(TABLES[name], self._folder / "tables", name)
        return self[name]


class Promised(dict[str, Records[Any]]):
    """Tables of a run that goes on: those that are ready, and those that are waited for when they are asked for."""

    def __init__(self, ready: Mapping[str, Records[Any]], promised: Mapping[str, Callable[[], Records[Any]]]) -> None:
        super().__init__(ready)
        self._promised = promised

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self._promised

    def __missing__(self, name: str) -> Records[Any]:
        self[name] = self._promised[name]()
        return self[name]

    def fulfil(self) -> None:
        """Wait for all of them."""
        for name in self._promised:
            _ = self[name]


def unchanged(folder: Path, key: str) -> RunResult | None:
    """The last complete run in `folder` when its key is `key` and each file that it wrote is there; else None."""
    try:
        manifest = output.read_manifest(folder)
        if manifest["key"] != key:
            return None
        for name, size in manifest["outputs"].items():
            if (folder / name).stat().st_size != size:
                return None
        return RunResult(folder, Ledger(**manifest["ledger"]), manifest, LazyTables(folder), reused=True)
    except (ThemesError, OSError, KeyError, TypeError, ValueError):
        return None


def last_inputs(folder: Path) -> tuple[dict[str, str], int]:
    """Path -> digest of the files of the last complete run in `folder`, and its statements of input; else nothing."""
    try:
        manifest = output.read_manifest(folder)
        return manifest["inputs"], int(manifest["ledger"]["input_by_kind"].get("statement", 0))
    except (ThemesError, OSError, KeyError, TypeError, ValueError, AttributeError):
        return {}, 0


def make_manifest(
    key: str,
    *,
    settings: Settings,
    pipeline: str,
    codebook: Any,
    inputs: Mapping[str, str],
    tables: Mapping[str, Records[Any]],
    ledger: Ledger,
    quality: Mapping[str, Any],
    model: Mapping[str, Any] | None = None,
    steps: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """What manifest.json holds: versions, settings, inputs (path -> digest), counts, the account and the steps.

    `model` are the held-out figures of the coder 'model', see `themes.coding.model_coder`.
    """
    from importlib.metadata import version

    return {
        "key": key,
        "made_on": datetime.date.today().isoformat(),
        "themes": version("themes"),
        "pipeline": pipeline,
        "encoder": settings.encoder,
        "seed": settings.seed,
        "settings": dataclasses.asdict(settings),
        "codebook": {"version": codebook.version, "digest": codebook.digest},
        "libraries": {name: version(name) for name in ("bertopic", "spacy", "simplemma", "pdfplumber", "scikit-learn")},
        "inputs": dict(inputs),
        "digests": {name: records.digest for name, records in tables.items()},
        "counts": {name: len(records) for name, records in tables.items()},
        "ledger": dataclasses.asdict(ledger),
        "topic_quality": dict(quality),
        "model_coder": dict(model or {}),
        "steps": list(steps),
    }


def write_json(path: Path, value: Any) -> None:
    """Write readable JSON, mappings of settings as dicts."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, default=dict) + "\n", encoding="utf-8")
