"""What a text is about among some 140 fields of social policy: 'schulden', 'openbaar-vervoer', 'wachttijden-zorg'.

A code is one of some twenty themes and a group of related words needs its words; a field is finer than the first and is
told by everything that a text says. `data/fields.npz` holds a logistic regression per field, trained on the made-up
statements and plan lines of `themes.coding` (`python -m themes.policy.train_fields`). Two texts are near when the same
fields look likely for both. It only ranks goals: no text is said to be about a field.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from themes.coding.columns import WIDTH, table_of
from themes.policy.ranking import Matrix, rounded

if TYPE_CHECKING:
    from themes.language import Pipeline


@dataclasses.dataclass(frozen=True)
class Model:
    """`rarity` (columns,), `table` (columns, fields; sparse), `bias` (fields,)."""

    fields: tuple[str, ...]
    rarity: Any
    table: Any
    bias: Any


@functools.cache
def model() -> Model:
    """The model that ships with the package."""
    import scipy.sparse as sparse

    with (
        resources.as_file(resources.files("themes.policy").joinpath("data/fields.npz")) as path,
        np.load(path) as kept,
    ):
        fields = tuple(str(name) for name in kept["fields"])
        weights = kept["weights"].astype(np.float32) * kept["step"]
        table = sparse.csr_matrix((weights, (kept["rows"], kept["columns"])), shape=(WIDTH, len(fields)))
        return Model(fields, kept["rarity"].astype(np.float32), table, kept["bias"])


def chances(texts: Sequence[str], pipeline: Pipeline) -> Matrix:
    """How likely each field is for each text, 0 to 1, shape (texts, fields)."""
    own = model()
    score = np.asarray((table_of(texts, pipeline, own.rarity) @ own.table).todense()) + own.bias
    return rounded((1.0 / (1.0 + np.exp(-score))).astype(np.float32))
