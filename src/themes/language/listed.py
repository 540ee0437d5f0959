"""Word lists written as running text, so that a reader of the code can read them."""

from __future__ import annotations


def listed(text: str) -> frozenset[str]:
    """The words of a text, as a set.

    >>> sorted(listed("aan bij"))
    ['aan', 'bij']
    """
    return frozenset(text.split())
