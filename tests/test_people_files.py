"""Files of people: a change is whole or nothing, and what stood there is kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from themes.people_files import replace_file
from themes.policy import Reaction, add_rows


def test_the_version_before_is_kept(tmp_path: Path) -> None:
    """A new file has none; an emptied one does not push out the last that held something."""
    path = tmp_path / "map" / "reacties.csv"
    replace_file(path, b"een")
    assert [file.name for file in path.parent.iterdir()] == ["reacties.csv"]
    replace_file(path, b"")
    replace_file(path, b"twee")
    assert path.read_bytes() == b"twee"
    assert path.with_name("reacties.csv.bak").read_bytes() == b"een"


@pytest.mark.parametrize("failure", [OSError("schijf vol"), KeyboardInterrupt()])
def test_a_failure_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    """No half file, and nothing beside it but the copy."""
    path = tmp_path / "oordelen.csv"
    path.write_bytes(b"een")

    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(type(failure)):
        replace_file(path, b"twee")
    assert path.read_bytes() == b"een"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["oordelen.csv", "oordelen.csv.bak"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of this kind are not of that system")
def test_colleagues_can_read_what_one_of_them_added(tmp_path: Path) -> None:
    """A reaction on a shared disk is for all who could read the file before; a new file is for all."""
    path = tmp_path / "reacties.csv"
    add_rows(tmp_path, [Reaction("u1", "Was al beleid", "Wim", reason="ja")])
    assert path.stat().st_mode & 0o777 == 0o644
    path.chmod(0o664)
    add_rows(tmp_path, [Reaction("u2", "Was al beleid", "Wim", reason="ja")])
    assert path.stat().st_mode & 0o777 == 0o664
