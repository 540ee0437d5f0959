"""A corpus folder to sources: every file becomes a `Source`, a finding, or is known not to be a document."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from themes.documents.limits import Limits
from themes.documents.sniff import MEDIA_OF_SUFFIX
from themes.documents.source import read_source
from themes.problems import UnreadableDocument
from themes.records import Finding, Source

# files that people keep in the corpus folder and that are no documents, by name (lower case) in the folder itself
SETTINGS_NAMES = frozenset(
    {"themes.toml", "codebook.yml", "codebook.yaml", "readme.md", "readme.txt", "licence", "license"}
)
# people's tables and decisions, anywhere in the folder: goals.csv, codings.xlsx, coding_log.jsonl and its .bak, ...
TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".xlsx", ".qdc", ".qdpx", ".json", ".jsonl", ".bak"})


def is_document(path: Path, root: Path) -> bool:
    """False for what a corpus folder may hold beside documents: hidden files, settings, codebook, people's tables.

    Word's lock files (~$name.docx) and everything in a folder whose name starts with a dot count as hidden.
    """
    parts = path.relative_to(root).parts
    if any(part.startswith((".", "~$")) for part in parts):
        return False
    if path.suffix.lower() in TABLE_SUFFIXES:
        return False
    return not (len(parts) == 1 and path.name.lower() in SETTINGS_NAMES)


def document_paths(folder: Path) -> list[Path]:
    """The files of a folder that may be documents, sorted by path; links out of the folder are not followed."""
    folder = Path(folder)
    found = [path for path in folder.rglob("*") if path.is_file() and is_document(path, folder)]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def read_corpus(
    folder: Path,
    *,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
    workers: int = 1,
    progress: Callable[[int, int, str], None] | None = None,
    ocr: bool = False,
) -> tuple[list[Source], list[Finding]]:
    """Read every document of a folder; one bad file never stops the rest.

    Parameters
    ----------
    folder : the corpus folder, read with its subfolders.
    limits : bounds on every single file.
    workers : files read at the same time, each in a child process of its own.
    ocr : read pages without a text layer with Tesseract, when it is installed.
    progress : called as progress(done, total, path) after each file, in any order when workers > 1.

    Returns
    -------
    sources : sorted by path, the same whatever the number of workers.
    findings : an error for each file that can't be read, a note for each that is of no known kind, and those of the
        sources themselves.
    """
    folder = Path(folder)
    paths = document_paths(folder)
    done = 0

    def read(path: Path) -> Source | Finding:
        nonlocal done
        name = path.relative_to(folder).as_posix()
        try:
            result: Source | Finding = read_source(path, root=folder, limits=limits, ocr=ocr)
        except UnreadableDocument as problem:
            severity = "error" if path.suffix.lower() in MEDIA_OF_SUFFIX else "note"
            result = Finding(severity, "documents", name, problem.message, problem.remedy)  # type: ignore[arg-type]
        done += 1
        if progress is not None:
            progress(done, len(paths), name)
        return result

    if workers <= 1:
        results = [read(path) for path in paths]
    else:
        with ThreadPoolExecutor(workers) as pool:
            results = list(pool.map(read, paths))
    sources = [result for result in results if isinstance(result, Source)]
    findings: list[Finding] = []
    for result in results:
        findings.extend(result.findings if isinstance(result, Source) else [result])
    return sources, findings
