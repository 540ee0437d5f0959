"""Trains the model of `themes.policy.fields`: `python -m themes.policy.train_fields`.

The same examples give the same file. A tenth of the examples is kept apart first, to tell how often the field of a text
is the likeliest, or among the three likeliest.
"""

from __future__ import annotations

import collections
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from themes.coding.columns import rarity_of, table_of
from themes.coding.examples import Example, read_examples
from themes.language import Pipeline, pipeline

FEWEST = 15  # examples that a field needs
NO_FIELD = ("", "niet-gevraagd", "geen")  # not told, not asked, and about none of them
KEPT = 1500  # columns of a field with the largest weights; the others are left out
STEPS = 127  # a weight is kept as a whole number of steps of the largest
FILE = Path(__file__).parent / "data" / "fields.npz"


def fit(table: Any, own: Sequence[str], fields: Sequence[str]) -> tuple[Any, Any]:
    """Weights (columns, fields), whole numbers of steps of the largest, and bias (fields,)."""
    from sklearn.linear_model import LogisticRegression

    names = np.array(own)
    weights, bias = np.zeros((table.shape[1], len(fields)), np.float32), np.zeros(len(fields))
    for at, field in enumerate(fields):
        model = LogisticRegression(C=8.0, class_weight="balanced", solver="liblinear", random_state=0, max_iter=100)
        model.fit(table, names == field)
        weights[:, at], bias[at] = model.coef_[0], model.intercept_[0]
        small = np.argsort(-np.abs(weights[:, at]), kind="stable")[KEPT:]
        weights[small, at] = 0.0
    return weights, bias


def train(examples: Sequence[Example], language: Pipeline, file: Path | None = FILE) -> dict[str, Any]:
    """Train on all examples with a field, write `file`, and tell how often the field is told on examples kept apart."""
    count = collections.Counter(example.field for example in examples)
    fields = sorted(field for field, n in count.items() if field not in NO_FIELD and n >= FEWEST)
    examples = [example for example in examples if example.field in fields]
    own = [example.field for example in examples]
    texts = [example.text for example in examples]
    rarity = rarity_of(texts, language)
    table = table_of(texts, language, rarity)
    apart = np.arange(len(examples)) % 10 == 0
    weights, bias = fit(table[~apart], [field for field, out in zip(own, apart, strict=True) if not out], fields)
    order = np.argsort(-(table[apart] @ weights + bias), axis=1, kind="stable")
    right = [fields[row[0]] == own[at] for at, row in zip(np.flatnonzero(apart), order, strict=True)]
    among = [own[at] in [fields[i] for i in row[:3]] for at, row in zip(np.flatnonzero(apart), order, strict=True)]
    weights, bias = fit(table, own, fields)
    if file:
        file.parent.mkdir(exist_ok=True)
        step = float(np.abs(weights).max()) / STEPS
        rows, columns = np.nonzero(np.round(weights / step))
        np.savez_compressed(
            file,
            fields=np.array(fields),
            rarity=rarity.astype(np.float16),
            rows=rows.astype(np.int32),
            columns=columns.astype(np.uint8),
            weights=np.round(weights[rows, columns] / step).astype(np.int8),
            step=np.float32(step),
            bias=np.round(bias, 4),
        )
    return {
        "examples": len(examples),
        "fields": len(fields),
        "likeliest": round(float(np.mean(right)), 3),
        "among_three": round(float(np.mean(among)), 3),
    }


if __name__ == "__main__":
    for name, value in train(read_examples(), pipeline()).items():
        print(name, value)
