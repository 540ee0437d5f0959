"""How a step asks for what an earlier run made from the same parts; `themes.store` is what answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol


class Keep(Protocol):
    """Gives what an earlier run made from the same parts, else what `make` gives: arrays and JSON values by name.

    `parts` holds what it is made from, by a name that users understand; `about` says of what it is one of many.
    """

    def __call__(
        self, name: str, parts: Mapping[str, object], make: Callable[[], dict[str, Any]], about: str = ""
    ) -> Mapping[str, Any]: ...


def keep_nothing(
    name: str, parts: Mapping[str, object], make: Callable[[], dict[str, Any]], about: str = ""
) -> Mapping[str, Any]:
    """A `Keep` that makes everything."""
    return make()
