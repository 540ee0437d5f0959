"""A run: the steps in their order, each kept by the digest of what it was made from.

    corpus/ file -> sources -> documents, units -> codings, topics -> goals -> links, trace, coverage, advice -> reports

`whole` runs them, `work` holds the steps, `result` what comes out, `inputs` what goes in. Reading, the clock and the
seed come in here and nowhere else.
"""

from __future__ import annotations

from themes.project.inputs import document_texts, unknown_roles, vector_folder
from themes.project.result import RunResult
from themes.project.whole import run

__all__ = ["RunResult", "document_texts", "run", "unknown_roles", "vector_folder"]
