"""Trains the model of `themes.coding.examples` and chooses its bars: `python -m themes.coding.train`.

Bars: each file of examples is kept apart in turn; per code the lowest chance, 0.8 or more, above which at least 0.8 of
what the model says is right. The rules play no part in it: they were made with an eye on the same examples, so beside
them the model would look worse than it is on new text. The same examples give the same file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from themes.coding.codebook import Codebook, read_codebook
from themes.coding.examples import (
    FEWEST_WORDS,
    LETTERS,
    WORDS,
    Example,
    definition_digest,
    read_examples,
    row,
    terms,
)
from themes.coding.rules import code_texts
from themes.language import Pipeline, pipeline

RIGHT, FEWEST = 0.8, 5
BARS = np.round(np.arange(0.8, 0.98, 0.02), 2)
FILE = Path(__file__).parent / "data" / "examples.npz"


def rarity_of(examples: Sequence[Example], language: Pipeline) -> Any:
    """Inverse document frequency per column, smoothed (ln((1 + n) / (1 + df)) + 1); columns of one example count 0."""
    from themes.coding.examples import columns

    count = np.zeros(WORDS + LETTERS)
    for example in examples:
        words, letters, _ = columns(example.text, language)
        for own, offset in ((words, 0), (letters, WORDS)):
            for column in own:
                count[column + offset] += 1
    rarity = np.log((1 + len(examples)) / (1 + count)) + 1
    rarity[WORDS:][count[WORDS:] < 2] = 0
    return rarity.astype(np.float32)


def table_of(examples: Sequence[Example], language: Pipeline, rarity: Any) -> Any:
    """(examples, columns) sparse table."""
    import scipy.sparse as sparse

    at, values, starts = [], [], [0]
    for example in examples:
        own, weight, _ = row(example.text, language, rarity)
        at.append(own)
        values.append(weight)
        starts.append(starts[-1] + len(own))
    shape = (len(examples), WORDS + LETTERS)
    return sparse.csr_matrix((np.concatenate(values), np.concatenate(at), np.array(starts)), shape=shape)


def words_in(text: str, language: Pipeline) -> int:
    return len({(start, end) for _, start, end in terms(text, language)})


def fit(table: Any, examples: Sequence[Example], rows: Any, codes: Sequence[str]) -> tuple[Any, Any]:
    """Weights (columns, codes) and bias (codes,) of a logistic regression per code; doubted examples are left out."""
    from sklearn.linear_model import LogisticRegression

    coef, bias = np.zeros((table.shape[1], len(codes)), np.float32), np.zeros(len(codes))
    for at, code in enumerate(codes):
        own = np.array([i for i in rows if code not in examples[i].maybe])
        labels = np.array([code in examples[i].codes for i in own])
        model = LogisticRegression(C=8.0, class_weight="balanced", solver="liblinear", random_state=0, max_iter=300)
        model.fit(table[own], labels)
        coef[:, at], bias[at] = model.coef_[0], model.intercept_[0]
    return coef, bias


def held_out(examples: Sequence[Example], table: Any, codes: Sequence[str], folds: int = 8) -> Any:
    """(examples, codes) chance of each code by a model that saw no example of the same file."""
    names = sorted({example.group for example in examples})
    chance = np.zeros((len(examples), len(codes)))
    for fold in range(folds):
        out = [at for at, example in enumerate(examples) if names.index(example.group) % folds == fold]
        kept = [at for at, example in enumerate(examples) if names.index(example.group) % folds != fold]
        coef, bias = fit(table, examples, kept, codes)
        chance[out] = 1 / (1 + np.exp(-(table[out] @ coef + bias)))
    return chance


def bars(examples: Sequence[Example], chance: Any, codes: Sequence[str]) -> Any:
    """(codes,) the chance from which a code is added; 2.0 where no bar is good enough."""
    result = np.full(len(codes), 2.0)
    for at, code in enumerate(codes):
        sure = np.array([code not in example.maybe for example in examples])
        truth = np.array([code in example.codes for example in examples])
        for bar in BARS:
            told = sure & (chance[:, at] >= bar)
            if told.sum() >= FEWEST and truth[told].mean() >= RIGHT:
                result[at] = bar
                break
    return result


def train(
    examples: Sequence[Example], codebook: Codebook, language: Pipeline, file: Path | None = FILE
) -> dict[str, Any]:
    """Train on all examples, write `file`, and tell what was chosen and what it gives on examples kept apart."""
    codes = [code.id for code in codebook.codes]
    rarity = rarity_of(examples, language)
    table = table_of(examples, language, rarity)
    given = code_texts([example.text for example in examples], codebook, language)
    rules = np.array([[code in own for code in codes] for own in given])
    chance = held_out(examples, table, codes)
    chance[[at for at, example in enumerate(examples) if words_in(example.text, language) < FEWEST_WORDS]] = 0.0
    bar = bars(examples, chance, codes)
    coef, bias = fit(table, examples, range(len(examples)), codes)
    if file:
        kept = {
            "codes": np.array(codes),
            "definitions": np.array([definition_digest(code.definition) for code in codebook.codes]),
            "rarity": rarity.astype(np.float16),
            "table": np.round(coef, 3).astype(np.float16),
            "bias": np.round(bias, 4),
            "bar": bar,
        }
        np.savez_compressed(file, **kept)  # type: ignore[arg-type]
    truth = np.array([[code in e.codes for code in codes] for e in examples])
    doubt = np.array([[code in e.maybe for code in codes] for e in examples])
    both = rules | (chance >= bar)
    return {
        "examples": len(examples),
        "f1_rules": _f1(truth, rules & ~doubt),
        "f1_both": _f1(truth, both & ~doubt),
        "added": int((both & ~rules & ~doubt).sum()),
        "added_right": int((both & ~rules & truth).sum()),
        "bars": dict(zip(codes, bar.tolist(), strict=True)),
    }


def _f1(truth: Any, given: Any) -> float:
    return round(2 * int((truth & given).sum()) / int(truth.sum() + given.sum()), 4)


if __name__ == "__main__":
    for name, value in train(read_examples(), read_codebook(), pipeline()).items():
        print(name, value)
