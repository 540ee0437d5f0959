"""The sample corpus and the notebooks that the package carries, for those who have no copy of the repository.

    themes sample voorbeeld

The archive is made from the folders of the repository by `python -m themes.report.sample ROOT`.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from typing import Any

from themes.problems import ThemesError
from themes.words import commands as words

ARCHIVE = "sample.tar.xz"
PARTS = ("corpus", "notebooks")


def sample_corpus(folder: str | Path = "voorbeeld") -> Path:
    """Write the sample corpus and the notebooks to a folder, unless they are there; gives the folder of the corpus.

    Raises ThemesError when the folder holds something else.
    """
    import tarfile
    from importlib import resources

    folder = Path(folder)
    corpus = folder / PARTS[0]
    if corpus.is_dir():
        return corpus
    if folder.exists() and any(folder.iterdir()):
        raise ThemesError(words.FOLDER_FULL, where=str(folder), remedy=words.GIVE_NEW_FOLDER)
    packed = resources.files("themes.report").joinpath(ARCHIVE).read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:xz") as archive:
        archive.extractall(folder, filter="data")
    return corpus


def sample_files(root: Path) -> list[Path]:
    """Files of the repository that belong in the archive, in order."""
    found = [path for part in PARTS for path in (root / part).rglob("*") if path.is_file()]
    return sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(root).parts))


def pack(root: Path) -> bytes:
    """The archive of a repository's corpus and notebooks; the same files give the same bytes."""
    import tarfile

    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:xz", preset=9) as archive:
        for path in sample_files(root):
            content = path.read_bytes()
            member = tarfile.TarInfo(path.relative_to(root).as_posix())
            member.size, member.mode = len(content), 0o644
            archive.addfile(member, io.BytesIO(content))
    return made.getvalue()


def add_parser(commands: Any) -> None:
    """Add the subcommand to the command line."""
    sample = commands.add_parser("sample", help=words.HELP_SAMPLE)
    sample.add_argument("folder", nargs="?", type=Path, default=Path("voorbeeld"), help=words.HELP_SAMPLE_FOLDER)


def do_sample(arguments: argparse.Namespace) -> int:
    """`themes sample`: the sample corpus and the notebooks in a folder of one's own."""
    corpus = sample_corpus(arguments.folder)
    print(words.SAMPLE_READY.format(folder=corpus))
    return 0


if __name__ == "__main__":
    (Path(__file__).parent / ARCHIVE).write_bytes(pack(Path(sys.argv[1])))
