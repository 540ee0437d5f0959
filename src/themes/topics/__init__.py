"""Topics that a model finds in statements. Nothing heavy is loaded before a function of this room is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from themes.topics.comparison import crosswalk, propose_codes, topics_over
    from themes.topics.model import TopicSet, fit_topics, hierarchy, merge_topics

__all__ = ["TopicSet", "crosswalk", "fit_topics", "hierarchy", "merge_topics", "propose_codes", "topics_over"]

_HOMES = {  # no module has the name of a function: importing it would hide the function
    "TopicSet": "model",
    "crosswalk": "comparison",
    "fit_topics": "model",
    "hierarchy": "model",
    "merge_topics": "model",
    "propose_codes": "comparison",
    "topics_over": "comparison",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
