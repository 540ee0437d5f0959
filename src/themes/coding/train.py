"""Trains the model of `themes.coding.examples` and chooses its bars: `python -m themes.coding.train`.

Bars: some reports are kept apart in turn, and per code the lowest chance is taken, LEAST or more, from which at least
half of what the model adds to the rules is right. Only examples with a field count there: the patterns were made with
an eye on the others, so that on those a model has nothing right to add. The same examples give the same file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from themes.coding.bars import f1
from themes.coding.codebook import Codebook, read_codebook
from themes.coding.columns import rarity_of, table_of, terms
from themes.coding.examples import FEWEST_WORDS, Example, definition_digest, read_examples
from themes.coding.rules import code_texts
from themes.language import Pipeline, pipeline

RIGHT, FEWEST, LEAST = 0.5, 5, 0.8
BARS = np.round(np.arange(LEAST, 0.98, 0.02), 2)
SMALL = 0.02  # weights under this share of the code's largest are left out
FILE = Path(__file__).parent / "data" / "examples.npz"


def words_in(text: str, language: Pipeline) -> int:
    return len({(start, end) for _, start, end in terms(language.tokens(text))})


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


def held_out(examples: Sequence[Example], table: Any, codes: Sequence[str], folds: int = 5) -> Any:
    """(examples, codes) chance of each code by a model that saw no example of the same file."""
    names = sorted({example.group for example in examples})
    chance = np.zeros((len(examples), len(codes)))
    for fold in range(folds):
        out = [at for at, example in enumerate(examples) if names.index(example.group) % folds == fold]
        kept = [at for at, example in enumerate(examples) if names.index(example.group) % folds != fold]
        coef, bias = fit(table, examples, kept, codes)
        chance[out] = 1 / (1 + np.exp(-(table[out] @ coef + bias)))
    return chance


def bars(examples: Sequence[Example], chance: Any, rules: Any, codes: Sequence[str]) -> Any:
    """(codes,) the chance from which a code is added; 2.0 where no bar is good enough.

    `chance` and `rules` (examples, codes): what the model says of examples kept apart, and what the rules say already.
    """
    result = np.full(len(codes), 2.0)
    for at, code in enumerate(codes):
        sure = np.array([bool(example.field) and code not in example.maybe for example in examples])
        truth = np.array([code in example.codes for example in examples])
        for bar in BARS:
            told = sure & (chance[:, at] >= bar) & ~rules[:, at]
            if told.sum() >= FEWEST and truth[told].mean() >= RIGHT:
                result[at] = bar
                break
    return result


def train(
    examples: Sequence[Example], codebook: Codebook, language: Pipeline, file: Path | None = FILE
) -> dict[str, Any]:
    """Train on all examples, write `file`, and tell what was chosen and what it gives on examples kept apart."""
    codes = [code.id for code in codebook.codes]
    texts = [example.text for example in examples]
    rarity = rarity_of(texts, language)
    table = table_of(texts, language, rarity)
    given = code_texts(texts, codebook, language)
    rules = np.array([[code in own for code in codes] for own in given])
    chance = held_out(examples, table, codes)
    chance[[at for at, example in enumerate(examples) if words_in(example.text, language) < FEWEST_WORDS]] = 0.0
    bar = bars(examples, chance, rules, codes)
    coef, bias = fit(table, examples, range(len(examples)), codes)
    coef[np.abs(coef) < SMALL * np.abs(coef).max(axis=0, keepdims=True)] = 0.0
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
    fresh = np.array([bool(example.field) for example in examples])
    truth = np.array([[code in example.codes for code in codes] for example in examples])[fresh]
    doubt = np.array([[code in example.maybe for code in codes] for example in examples])[fresh]
    rules, chance = rules[fresh] & ~doubt, chance[fresh]
    both, alone = (rules | (chance >= bar)) & ~doubt, (chance >= 0.5) & ~doubt
    return {
        "examples": len(examples),
        "kept_apart": len(truth),
        "f1_rules": round(f1(truth, rules), 4),
        "f1_model": round(f1(truth, alone), 4),
        "f1_both": round(f1(truth, both), 4),
        "added": int((both & ~rules).sum()),
        "added_right": int((both & ~rules & truth).sum()),
        "bars": dict(zip(codes, bar.tolist(), strict=True)),
    }


if __name__ == "__main__":
    for name, value in train(read_examples(), read_codebook(), pipeline()).items():
        print(name, value)
