"""Codes on statements: the codebook, the coders, review by people, agreement, exchange with other tools."""

from themes.coding.codebook import Change, Code, Codebook, Theme, diff, read_codebook, write_codebook
from themes.coding.codebook_sheet import read_codebook_sheet, write_codebook_sheet
from themes.coding.rules import code_texts, code_units

__all__ = [
    "Change",
    "Code",
    "Codebook",
    "Theme",
    "code_texts",
    "code_units",
    "diff",
    "read_codebook",
    "read_codebook_sheet",
    "write_codebook",
    "write_codebook_sheet",
]
