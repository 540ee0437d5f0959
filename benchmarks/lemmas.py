"""Lemmas on two Dutch treebanks: share of words with the right lemma, case ignored.

    python benchmarks/lemmas.py ../shared/ud [--pipeline nl_core_news_md] [--errors 50]

On gold words (UD Alpino, UD LassySmall; `.conllu`). The treebanks write lemmas by a convention of their own: a
compound as its parts (`vrouw_wijding`), a verb together with a first part that stands elsewhere in the sentence
(`plaats_vinden`). Two figures:

- stripped: underscores taken out on both sides, nothing else. Counts 'vrouwenwijding' as wrong, since the treebank
  has no linking letters.
- as written: as well right when it is the lemma as people write it ('vrouwenwijding', and 'vinden' for 'vindt').

Beside ours: the lower-cased form, and simplemma as it is.
"""

from __future__ import annotations

import argparse
import collections
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from themes.language import pipeline
from themes.language.context import lemmatize

Row = tuple[str, str, str]  # form, gold lemma, part of speech


def read_sentences(path: Path) -> Iterator[list[Row]]:
    """The words of each sentence; contracted and empty rows left out."""
    rows: list[Row] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line[:1].isdigit():
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append((cells[1], cells[2], cells[3]))
        elif not line.strip() and rows:
            yield rows
            rows = []
    if rows:
        yield rows


def as_written(form: str, gold: str) -> str:
    """The lemma without the treebank's convention, its linking letters taken from the form."""
    if "_" not in gold:
        return gold.lower()
    lower, parts = form.lower(), gold.lower().split("_")
    if not lower.startswith(parts[0][:2]):
        return parts[-1]
    for size in range(min(len(parts[-1]), len(lower)), 2, -1):
        at = lower.rfind(parts[-1][:size])
        if at > 0:
            return lower[:at] + parts[-1]
    return "".join(parts)


def score(path: Path, lemmas: Callable[[Sequence[str]], Sequence[str]], errors: int = 0) -> tuple[int, float, float]:
    """Number of words, share right when stripped, share right as written; prints the commonest errors."""
    total = stripped = written = 0
    wrong: collections.Counter[tuple[str, str, str]] = collections.Counter()
    for rows in read_sentences(path):
        for (form, gold, _), lemma in zip(rows, lemmas([form for form, _, _ in rows]), strict=True):
            total += 1
            found = lemma.replace("_", "").lower()
            is_right = found == gold.replace("_", "").lower()
            stripped += is_right
            written += is_right or found == as_written(form, gold)
            if not is_right:
                wrong[form, gold, lemma] += 1
    for (form, gold, lemma), count in wrong.most_common(errors):
        print(f"   {count:4} {form}: {gold}, found {lemma}")
    return total, stripped / total, written / total


def of_pipeline(name: str) -> Callable[[Sequence[str]], Sequence[str]]:
    """Lemmas of gold words by a pipeline."""
    found = pipeline(name)
    if found.name.startswith("built-in"):
        return lemmatize

    def lemmas(words: Sequence[str]) -> Sequence[str]:
        return [lemma for lemma, _ in found.analyse_words(words)]

    return lemmas


def main() -> None:
    from simplemma import lemmatize as simplemma_lemma

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder with .conllu files")
    parser.add_argument("--pipeline", default="built-in")
    parser.add_argument("--errors", type=int, default=0, help="show so many of the commonest errors")
    options = parser.parse_args()
    systems: list[tuple[str, Callable[[Sequence[str]], Sequence[str]], int]] = [
        (pipeline(options.pipeline).name, of_pipeline(options.pipeline), options.errors),
        ("form in lower case", lambda words: [word.lower() for word in words], 0),
        ("simplemma", lambda words: [simplemma_lemma(word, "nl") for word in words], 0),
    ]
    for path in sorted(options.folder.glob("*.conllu")):
        for name, lemmas, errors in systems:
            total, stripped, written = score(path, lemmas, errors)
            shown = f"stripped {100 * stripped:.2f}%  as written {100 * written:.2f}%"
            print(f"{path.stem:22} {name:44} {total:6} words  {shown}")


if __name__ == "__main__":
    main()
