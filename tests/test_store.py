"""Results of steps are kept and come back as they were; output folders survive being killed."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from themes import folder as output
from themes.problems import ThemesError
from themes.records import Cell, Finding, Line, Membership, Records, Source
from themes.store import Store, pack, unpack

cells = st.builds(Cell, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.booleans())
lines = st.builds(Line, st.integers(1, 99), st.text(), st.none() | st.integers(1, 9), cell=st.none() | cells)
sources = st.builds(
    Source, st.text(), st.text(), st.just("pdf"), st.lists(lines).map(tuple), st.none() | st.integers(1, 9),
    st.lists(st.builds(Finding, st.just("note"), st.text(), st.text(), st.text())).map(tuple),
)  # fmt: skip


@given(st.lists(sources, max_size=3).map(tuple))
def test_what_is_packed_comes_back_the_same(value: tuple[Source, ...]) -> None:
    """Through JSON text, as on disk."""
    assert unpack(json.loads(json.dumps(pack(value)))) == value


def test_records_come_back_with_what_was_left_out() -> None:
    """Records keep findings and the left out."""
    value = Records(
        Membership, [Membership("u", 1, 0.5)], findings=[Finding("note", "t", "k", "m")], left_out=[("u2", "why")]
    )
    back = unpack(json.loads(json.dumps(pack(value))))
    assert back == value
    assert back.findings == value.findings
    assert back.left_out == value.left_out


def test_a_step_is_made_once(tmp_path: Path) -> None:
    """The second time the kept result is given and the log says so."""
    calls = []

    def make() -> tuple[int, ...]:
        calls.append(1)
        return (1, 2)

    for _ in range(2):
        store = Store(tmp_path)
        assert store.step("s", "key", make) == (1, 2)
    assert len(calls) == 1
    assert store.log == [("s", True)]


def test_a_cut_off_file_is_made_again(tmp_path: Path) -> None:
    """A half-written or foreign file counts as absent."""
    Store(tmp_path).step("s", "key", lambda: (1,))
    path = next(tmp_path.glob("*.json.z"))
    path.write_bytes(path.read_bytes()[:5])
    assert Store(tmp_path).step("s", "key", lambda: (2,)) == (2,)


def test_sweep_keeps_what_was_used(tmp_path: Path) -> None:
    """Old results go, those of this run stay."""
    Store(tmp_path).step("s", "old", lambda: (1,))
    store = Store(tmp_path)
    store.step("s", "new", lambda: (1,))
    store.sweep()
    assert [path.name for path in tmp_path.glob("*.json.z")] == ["s-new.json.z"]


def make_run(folder: Path, mark: str) -> None:
    fresh = output.next_folder(folder)
    (fresh / "tables").mkdir()
    (fresh / "tables" / "a.csv").write_text(mark)
    (fresh / output.MANIFEST).write_text(json.dumps({"mark": mark}))


def test_publish_replaces_the_last_run(tmp_path: Path) -> None:
    """The new tables stand in the place of the old, nothing of the making is left."""
    with output.locked(tmp_path):
        for mark in ("one", "two"):
            make_run(tmp_path, mark)
            output.publish(tmp_path)
    assert output.read_manifest(tmp_path) == {"mark": "two"}
    assert (tmp_path / "tables" / "a.csv").read_text() == "two"
    assert {path.name for path in tmp_path.iterdir()} == {".lock", "manifest.json", "tables"}


@pytest.mark.parametrize("kill_at", range(8))
def test_killed_while_publishing_one_whole_run_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kill_at: int
) -> None:
    """Whatever move it was killed at, tables and manifest that are found belong together."""
    with output.locked(tmp_path):
        make_run(tmp_path, "one")
        output.publish(tmp_path)
        make_run(tmp_path, "two")
    moves = 0

    def counted(move):  # type: ignore[no-untyped-def]
        def step(self: Path, target: Path) -> Path:
            nonlocal moves
            if moves == kill_at:
                raise KeyboardInterrupt
            moves += 1
            return move(self, target)  # type: ignore[no-any-return]

        return step

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", counted(Path.rename))
        patch.setattr(Path, "replace", counted(Path.replace))
        with contextlib.suppress(KeyboardInterrupt):
            output.publish(tmp_path)
    with output.locked(tmp_path):
        place = output.complete_folder(tmp_path)
        mark = output.read_manifest(tmp_path)["mark"]
        assert (place / "tables" / "a.csv").read_text() == mark


def test_two_runs_in_one_folder_are_refused(tmp_path: Path) -> None:
    """The second says who has it and what to do."""
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from themes import folder\nwith folder.locked(Path(sys.argv[1])): pass"
    )
    with output.locked(tmp_path):
        done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "draait al een run" in done.stderr


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    """Asking a report of nothing gives one sentence."""
    with pytest.raises(ThemesError, match="geen afgeronde run"):
        output.complete_folder(tmp_path)


def test_arrays_and_values_come_back(tmp_path: Path) -> None:
    """Bit for bit; what is cut off is made again."""
    import numpy as np

    made = {"scores": np.array([[0.1, 2.0]], dtype=np.float32), "none": np.zeros((0, 3)), "words": [["a", "é"], 1.5]}
    Store(tmp_path).arrays("m", {"tekst": "a"}, lambda: made)
    back = Store(tmp_path).arrays("m", {"tekst": "a"}, lambda: pytest.fail("made again"))
    assert back["words"] == made["words"]
    for name in ("scores", "none"):
        assert back[name].dtype == made[name].dtype and np.array_equal(back[name], made[name])
    path = next(tmp_path.glob("*.npz.z"))
    path.write_bytes(path.read_bytes()[:40])
    assert Store(tmp_path).arrays("m", {"tekst": "a"}, lambda: {"words": []}) == {"words": []}


def test_what_a_kept_step_rests_on_is_kept_with_it(tmp_path: Path) -> None:
    """Smaller steps outlive runs that only read the larger one; when that goes, they go."""

    def run(whole: str, part: str, *, copied: bool = False) -> list[tuple[str, bool]]:
        store = Store(tmp_path)

        def make() -> tuple[str, ...]:
            own = Store(tmp_path) if copied else store
            mark = own.mark()
            made = (own.step("part", part, lambda: (part,)), own.step("other", part, lambda: (part,)))
            if copied:
                store.add(own.account(mark))
            return made[0]

        assert store.step("whole", whole, make) == (part,)
        store.sweep()
        return store.log

    run("1", "a")
    assert run("1", "a") == [("whole", True)]
    assert run("1", "a") == [("whole", True)]
    assert run("2", "a") == [("part", True), ("other", True), ("whole", False)]
    assert run("3", "a", copied=True) == [("part", True), ("other", True), ("whole", False)]
    assert run("3", "a") == [("whole", True)]
    assert run("4", "a")[0] == ("part", True)
    run("5", "b")
    left = [path.name.removesuffix(".json.z") for path in tmp_path.glob("*.json.z")]
    assert sorted(left) == ["other-b", "part-b", "whole-5"]


def test_many_records_of_one_type_are_rows() -> None:
    """Every table's records, with every kind of value, come back as they were."""
    from themes.records import TABLES, Unit

    unit = Unit("u", "d", "s", "statement", "t", "t", 1, 2, None, 3, quoted=True, table=0)
    kept = pack([unit, unit])
    assert kept["$rows"] == "Unit"
    assert unpack(json.loads(json.dumps(kept))) == (unit, unit)
    for kind in TABLES.values():  # none of them holds another record
        assert not any("Cell" in str(hint) or "Line" in str(hint) for hint in kind.__annotations__.values())


def test_columns_are_those_that_arrow_makes() -> None:
    """With and without missing values, of every kind, none at all included; and no pandas for it."""
    import pyarrow as pa

    from themes.tables import _column

    cases = [
        (str, pa.string(), [["a", None, "é\U0001f600", ""], ["x"], [], [None]]),
        (int, pa.int64(), [[1, None, -(2**40)], [7], []]),
        (float, pa.float64(), [[0.1, None, -0.0], [1.0]]),
        (bool, pa.bool_(), [[True, None, False] * 7, [True], []]),
    ]
    for kind, arrow, lists in cases:
        for values in lists:
            made = _column(values, kind)
            assert made.equals(pa.array(values, arrow)) and made.to_pylist() == values
            made.validate(full=True)


def test_writing_a_table_loads_no_pandas(tmp_path: Path) -> None:
    """It would take longer than writing all tables of a run."""
    code = (
        "import sys; from pathlib import Path; from themes.records import Membership, Records\n"
        "from themes.tables import write_table\n"
        f"write_table(Records(Membership, [Membership('u', 1, 0.5)]), Path({str(tmp_path)!r}), 'm')\n"
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
