"""Codes on statements: the codebook, the coders, review by people, agreement, exchange with other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themes.coding.agreement import Agreement, agreement, agreement_between_all
from themes.coding.codebook import Code, Codebook, Theme, read_codebook, write_codebook
from themes.coding.codebook_diff import Change, diff
from themes.coding.codebook_edit import change_codebook_file
from themes.coding.codebook_sheet import read_codebook_sheet, write_codebook_sheet
from themes.coding.decisions import read_decisions, record_decisions
from themes.coding.exchange import read_review, write_codebook_file
from themes.coding.explain import explain
from themes.coding.rules import code_texts, code_units
from themes.coding.sheets import draw_sample, read_review_sheet, write_double_coding, write_review_sheet
from themes.coding.suggest import Effect, Proposal, apply_proposals, effect_of, propose_changes

if TYPE_CHECKING:
    from themes.coding.learned import next_to_review

__all__ = [
    "Agreement",
    "Change",
    "Code",
    "Codebook",
    "Effect",
    "Proposal",
    "Theme",
    "agreement",
    "agreement_between_all",
    "apply_proposals",
    "change_codebook_file",
    "code_texts",
    "code_units",
    "diff",
    "draw_sample",
    "effect_of",
    "explain",
    "next_to_review",
    "propose_changes",
    "read_codebook",
    "read_codebook_sheet",
    "read_decisions",
    "read_review",
    "read_review_sheet",
    "record_decisions",
    "write_codebook",
    "write_codebook_file",
    "write_codebook_sheet",
    "write_double_coding",
    "write_review_sheet",
]


def __getattr__(name: str) -> object:
    if name == "next_to_review":  # numpy is loaded when the model is asked for
        from themes.coding import learned

        return learned.next_to_review
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
