"""Trains the model of `themes.coding.examples`: `python -m themes.coding.train`.

It tells what the model gives on reports kept apart, beside the rules and without them. Examples without a field don't
count there: the patterns were made with an eye on them. The same examples give the same file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from themes.coding.bars import SHIPPED, f1, with_bars
from themes.coding.codebook import Codebook, read_codebook
from themes.coding.columns import rarity_of, table_of, terms
from themes.coding.examples import (
    FEWEST_WORDS,
    Example,
    definition_digest,
    pattern_checksums,
    read_examples,
)
from themes.coding.rules import code_texts
from themes.language import Pipeline, pipeline

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
    """(examples, codes) log odds of each code by a model that saw no example of the same file."""
    names = sorted({example.group for example in examples})
    odds = np.zeros((len(examples), len(codes)))
    for fold in range(folds):
        out = [at for at, example in enumerate(examples) if names.index(example.group) % folds == fold]
        kept = [at for at, example in enumerate(examples) if names.index(example.group) % folds != fold]
        coef, bias = fit(table, examples, kept, codes)
        odds[out] = table[out] @ coef + bias
    return odds


def train(
    examples: Sequence[Example], codebook: Codebook, language: Pipeline, file: Path | None = FILE
) -> dict[str, Any]:
    """Train on all examples, write `file`, and tell what the model gives on examples kept apart."""
    codes = [code.id for code in codebook.codes]
    texts = [example.text for example in examples]
    rarity = rarity_of(texts, language)
    table = table_of(texts, language, rarity)
    coef, bias = fit(table, examples, range(len(examples)), codes)
    coef[np.abs(coef) < SMALL * np.abs(coef).max(axis=0, keepdims=True)] = 0.0
    fresh = np.array([bool(example.field) for example in examples])
    truth = np.array([[code in example.codes for code in codes] for example in examples])[fresh]
    share = truth.mean(axis=0)
    if file:
        kept = {
            "codes": np.array(codes),
            "definitions": np.array([definition_digest(code.definition) for code in codebook.codes]),
            "patterns": np.array([each for code in codebook.codes for each in pattern_checksums(code)], np.uint32),
            "rarity": rarity.astype(np.float16),
            "table": np.round(coef, 3).astype(np.float16),
            "bias": np.round(bias, 4),
            "share": np.round(share, 4),
        }
        np.savez_compressed(file, **kept)  # type: ignore[arg-type]
    odds = held_out(examples, table, codes)[fresh]
    odds[[words_in(text, language) < FEWEST_WORDS for text, own in zip(texts, fresh, strict=True) if own]] = np.nan
    doubt = np.array([[code in example.maybe for code in codes] for example in examples])[fresh]
    given = code_texts([text for text, own in zip(texts, fresh, strict=True) if own], codebook, language)
    rules = np.array([[code in own for code in codes] for own in given])
    chance = 1 / (1 + np.exp(-odds - np.log(share / (1 - share))))
    both = with_bars(rules, np.zeros_like(rules), chance, SHIPPED)
    sure = both & ~doubt
    return {
        "examples": len(examples),
        "kept_apart": len(truth),
        "f1_rules": round(f1(truth, rules & ~doubt), 4),
        "f1_model": round(f1(truth, (odds >= 0) & ~doubt), 4),
        "f1_both": round(f1(truth, sure), 4),
        "added": int((sure & ~rules).sum()),
        "added_right": int((sure & ~rules & truth).sum()),
        "fell_away": int((rules & ~both & ~doubt).sum()),
        "fell_away_wrongly": int((rules & ~both & ~doubt & truth).sum()),
    }


if __name__ == "__main__":
    for name, value in train(read_examples(), read_codebook(), pipeline()).items():
        print(name, value)
