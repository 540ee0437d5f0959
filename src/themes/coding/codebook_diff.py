"""What differs between two codebooks: codes that came, went or got another name, and fields that changed."""

from __future__ import annotations

import dataclasses

from themes.coding.codebook import Code, Codebook, Theme


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One difference between two codebooks. kind: new, dropped, renamed, changed; `field` is '' for whole codes."""

    kind: str
    id: str
    field: str
    old: str
    new: str


def diff(old: Codebook, new: Codebook) -> tuple[Change, ...]:
    """What changed, code by code and field by field; patterns one by one. Order and layout don't count.

    A code that went and one that came with the same label or definition are one renamed code.
    """
    changes: list[Change] = []
    if old.version != new.version:
        changes.append(Change("changed", "", "version", str(old.version), str(new.version)))
    before, after = _by_id(old), _by_id(new)
    gone = [name for name in before if name not in after or type(before[name]) is not type(after[name])]
    come = [name for name in after if name not in before or type(before[name]) is not type(after[name])]
    for name in list(gone):
        row = before[name]
        twin = next((n for n in come if _same_idea(row, after[n])), None)
        if twin is None:
            continue
        gone.remove(name)
        come.remove(twin)
        changes.append(Change("renamed", twin, "id", name, twin))
        changes.extend(_field_changes(twin, row, after[twin]))
    changes.extend(Change("dropped", name, "", before[name].label, "") for name in gone)
    changes.extend(Change("new", name, "", "", after[name].label) for name in come)
    for name, row in before.items():
        if name in after and type(row) is type(after[name]):
            changes.extend(_field_changes(name, row, after[name]))
    return tuple(changes)


def _by_id(codebook: Codebook) -> dict[str, Theme | Code]:
    rows: list[Theme | Code] = [*codebook.themes, *codebook.codes]
    return {row.id: row for row in rows}


def _same_idea(one: Theme | Code, other: Theme | Code) -> bool:
    same_text = bool(one.definition) and one.definition == other.definition
    return type(one) is type(other) and (one.label == other.label or same_text)


def _field_changes(name: str, old: Theme | Code, new: Theme | Code) -> list[Change]:
    changes: list[Change] = []
    for field in dataclasses.fields(old):
        a, b = getattr(old, field.name), getattr(new, field.name)
        if field.name == "id" or a == b:
            continue
        if field.name == "patterns":
            changes.extend(Change("changed", name, "patterns", pattern, "") for pattern in a if pattern not in b)
            changes.extend(Change("changed", name, "patterns", "", pattern) for pattern in b if pattern not in a)
        else:
            changes.append(Change("changed", name, field.name, str(a), str(b)))
    return changes
