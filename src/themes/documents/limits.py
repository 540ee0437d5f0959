"""What reading one file may cost. The names are the keys of [limits] in themes.toml and stand in every message."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file. A bound that is met is named in the finding or the error.

    Attributes
    ----------
    max_file_mb : size of the file on disk, in megabytes (2**20 bytes).
    max_decompressed_mb : size of the text parts that a docx or odt unpacks to, and of one stream of a PDF.
    max_pages : pages read of one file; the rest is named in a finding.
    max_chars_per_page : characters read of one page or of one paragraph of a text file.
    max_seconds : wall-clock seconds for one file, from start to end.
    max_seconds_per_page : seconds without any sign of life: one page, or the opening of a file.
    max_memory_mb : address space of the child process (where the system can bound it).
    max_attachments : attachments read of one e-mail.
    max_depth : nesting of elements in a mark-up file.
    max_forms_per_page : drawings within drawings (form XObjects) on one PDF page; 6 kB can ask for millions.
    """

    max_file_mb: float = 200.0
    max_decompressed_mb: float = 100.0
    max_pages: int = 3000
    max_chars_per_page: int = 60_000
    max_seconds: float = 1200.0
    max_seconds_per_page: float = 7.0
    max_memory_mb: int = 700
    max_attachments: int = 50
    max_depth: int = 200
    max_forms_per_page: int = 20_000

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
                message = f"{field.name} must be a number above 0, not {value!r}"
                raise ValueError(message)
