"""themes.toml: every key is checked and a mistake names the nearest right one."""

from __future__ import annotations

from pathlib import Path

import pytest

from themes.problems import InvalidSettings
from themes.settings import Settings, read_settings, unmatched_patterns


def settings_of(tmp_path: Path, text: str) -> Settings:
    (tmp_path / "themes.toml").write_text(text, encoding="utf-8")
    return read_settings(tmp_path)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    """A bare folder works."""
    assert read_settings(tmp_path) == Settings()


def test_every_section_is_read(tmp_path: Path) -> None:
    """What the file says ends up in the settings."""
    settings = settings_of(
        tmp_path,
        '[run]\nseed = 3\n[roles]\n"brief*.txt" = "input"\n[documents."plan.pdf"]\nrole = "policy"\ntitle = "Plan"\n'
        "[limits]\nmax_pages = 10\n[topics]\nresolution = 2\n[report]\nauthor = 'Gemeente Wierdijk'\n",
    )
    assert settings.seed == 3
    assert settings.roles == {"brief*.txt": "input", "plan.pdf": "policy"}
    assert settings.fields == {"plan.pdf": {"title": "Plan"}}
    assert settings.limits == {"max_pages": 10}
    assert settings.author == "Gemeente Wierdijk"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[run]\nsede = 3\n", "Bedoelt u 'seed'?"),
        ("[limtis]\nmax_pages = 3\n", "Bedoelt u 'limits'?"),
        ("[limits]\nmax_page = 3\n", "Bedoelt u 'max_pages'?"),
        ('[roles]\n"a.txt" = "inptu"\n', "Bedoelt u 'input'?"),
        ('[run]\nseed = "zeven"\n', "een heel getal"),
        ("[run\nseed = 3\n", "kan niet gelezen worden"),
        ('[documents."a.txt"]\ntitel = "x"\n', "Bedoelt u 'title'?"),
        ("[topics]\nclusteren = 'leiden'\n", "Bedoelt u 'clusterer'?"),
    ],
)
def test_a_mistake_is_one_clear_sentence(tmp_path: Path, text: str, said: str) -> None:
    """Unknown sections, keys, roles and values are refused by name."""
    with pytest.raises(InvalidSettings) as caught:
        settings_of(tmp_path, text)
    assert said in str(caught.value)
    assert "themes.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_pattern_that_fits_no_file_is_told() -> None:
    """Most often a typing error in a file name."""
    settings = Settings(roles={"brief*.txt": "input", "pln.pdf": "policy"})
    assert unmatched_patterns(settings, ["brief1.txt", "plan.pdf"]) == ["pln.pdf"]


def test_the_digest_leaves_out_what_changes_no_result() -> None:
    """More workers give the same tables, so they don't void what was made."""
    assert Settings(workers=1).digest == Settings(workers=4).digest
    assert Settings(seed=1).digest != Settings(seed=2).digest
