"""Exchange with NVivo, ATLAS.ti, MAXQDA, QualCoder and others through REFI-QDA; docs/refi.md lists what is lost."""

from themes.coding.refi_codes import read_guids, read_qdc, write_qdc
from themes.coding.refi_read import Project, Selection, read_qdpx
from themes.coding.refi_write import write_qdpx

__all__ = ["Project", "Selection", "read_guids", "read_qdc", "read_qdpx", "write_qdc", "write_qdpx"]
