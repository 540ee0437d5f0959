"""Sentence ends on two Dutch treebanks: exact-span precision, recall and F1 in the paragraph setting.

    python benchmarks/sentences.py ../shared/ud [--errors 40]

Each paragraph of a treebank (UD Alpino, UD LassySmall; `.conllu`) is one raw text, its sentences joined by one
space and the gold ends hidden. A sentence counts when both its ends are right, counted on characters that are not
white space. Beside our rules stands spaCy's own sentencizer on the same tokens.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from themes.language import pipeline

Spans = list[tuple[int, int]]


def read_paragraphs(path: Path) -> Iterator[list[str]]:
    """The sentences of each paragraph, in the order of the file's numbering."""
    paragraphs: dict[str, list[tuple[int, str]]] = {}
    key, number = "", 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# sent_id = "):
            key, _, last = line.removeprefix("# sent_id = ").rpartition(".s.")
            number = int("".join(sign for sign in last.split(".")[0] if sign.isdigit()) or 0)
        elif line.startswith("# text = "):
            paragraphs.setdefault(key, []).append((number, line.removeprefix("# text = ")))
    for rows in paragraphs.values():
        yield [text for _, text in sorted(rows, key=lambda row: row[0])]


def dense(text: str, spans: Spans) -> set[tuple[int, int]]:
    """Spans counted on the characters that are not white space."""
    at = [0]
    for sign in text:
        at.append(at[-1] + (not sign.isspace()))
    return {(at[start], at[end]) for start, end in spans}


def score(path: Path, split: Callable[[str], Spans], errors: int = 0) -> tuple[float, float, float]:
    """Precision, recall and F1 of exact spans; prints the first `errors` differences."""
    hits = found_total = gold_total = 0
    for sentences in read_paragraphs(path):
        text, gold = " ".join(sentences), []
        at = 0
        for sentence in sentences:
            gold.append((at, at + len(sentence)))
            at += len(sentence) + 1
        right, found = dense(text, gold), dense(text, split(text))
        hits, found_total, gold_total = hits + len(right & found), found_total + len(found), gold_total + len(right)
        if right != found and errors > 0:
            errors -= 1
            print("   gold:", " | ".join(sentences))
            print("  found:", " | ".join(text[start:end] for start, end in split(text)), "\n")
    precision, recall = hits / found_total, hits / gold_total
    return precision, recall, 2 * precision * recall / (precision + recall)


def sentencizer() -> Callable[[str], Spans]:
    """What spaCy does by itself."""
    import spacy

    nlp = spacy.blank("nl")
    nlp.add_pipe("sentencizer")
    return lambda text: [(sentence.start_char, sentence.end_char) for sentence in nlp(text).sents]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder with .conllu files")
    parser.add_argument("--errors", type=int, default=0, help="show so many paragraphs that differ")
    options = parser.parse_args()
    ours = pipeline("built-in")
    for path in sorted(options.folder.glob("*.conllu")):
        for name, split, errors in ((ours.name, ours.sentences, options.errors), ("sentencizer", sentencizer(), 0)):
            precision, recall, f1 = score(path, split, errors)
            print(f"{path.stem:24} {name:44} P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}")


if __name__ == "__main__":
    main()
