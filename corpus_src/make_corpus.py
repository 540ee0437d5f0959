"""Makes the documents of the corpus from their sources: `python corpus_src/make_corpus.py [FOLDER]`.

The files in corpus/ are the outcome; tests check that making them again gives the same text.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from markup import Script, parse  # noqa: E402
from write_text import text_of, write_docx  # noqa: E402

# the concept is written from the source of the final programme
CONCEPTS = {"09_programma_gezond_en_verbonden_concept": "10_programma_gezond_en_verbonden"}


def scripts() -> dict[str, Script]:
    """File stem -> script, in the order of the files."""
    found = {path.stem: parse(path) for path in sorted((HERE / "documents").glob("*.src"))}
    for stem, source in CONCEPTS.items():
        concept = parse(HERE / "documents" / f"{source}.src", "C")
        concept.name, concept.settings["format"] = stem, "docx"
        found[stem] = concept
    return dict(sorted(found.items()))


def title_of(script: Script) -> str:
    """The title for a file's own properties."""
    first = next((b.pieces[0].text for b in script.blocks if b.kind == "heading" and b.level == 1), None)
    return script.settings.get("title") or first or script.name


def make(folder: Path, only: str = "") -> list[Path]:
    """Writes every document (whose name starts with `only`) into the folder."""
    made = []
    for stem, script in scripts().items():
        if not stem.startswith(only):
            continue
        kind = script.settings["format"]
        path = folder / f"{stem}.{kind}"
        if kind in ("txt", "md"):
            path.write_text(text_of(script), encoding="utf-8")
        elif kind == "docx":
            write_docx(script, path, title_of(script))
        elif script.settings["look"] == "scan":
            from write_scan import write_scan

            write_scan(script, path, title_of(script))
        else:
            from write_pdf import write_pdf

            write_pdf(script, path, title_of(script))
        made.append(path)
    return made


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "corpus"
    target.mkdir(parents=True, exist_ok=True)
    for written in make(target, sys.argv[2] if len(sys.argv) > 2 else ""):
        print(f"{written.stat().st_size:9,d}  {written.name}")
