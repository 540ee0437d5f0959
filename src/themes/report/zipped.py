"""Parts of Word files and workbooks, which are zip files; the same parts give the same bytes."""

from __future__ import annotations

import zipfile

_DATE = (1980, 1, 1, 0, 0, 0)


def add_part(file: zipfile.ZipFile, name: str, content: str | bytes, level: int | None = None) -> None:
    """Add a part to a Word file or workbook in the making; a lower `level` takes less time and more room."""
    file.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED, level)
