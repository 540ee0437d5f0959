"""What stands around the theme table, and what is said when one can't be made."""

from __future__ import annotations

CAPTION = "Thema's in de inbreng en wat het plan ervan zegt"
N = "n = {points} uit {reports}"
TABLE = "Tabel"
SHEET = "Thematabel"
SOURCE_SHEET = "Bron"
LATEX_NEEDS = "Nodig"

THEME_UNKNOWN = "Het thema ‘{name}’ is niet bekend."
SEE_CODEBOOK = "Kijk in het codeboek welke codes er zijn."
NOT_ON_SCREEN = "Een tabel als {form} kan niet op het scherm."
NAME_A_FILE = "Noem een bestand: --to tabel{suffix}"
FORM_UNKNOWN = "De vorm ‘{form}’ is niet bekend."
