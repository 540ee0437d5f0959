"""What the plans say of a term, and which documents the files hold: known by whoever wrote them."""

from __future__ import annotations

from typing import Any


def _term(number: int, term: str, gv: str, dm: str, lz: str = "none", lk: str = "none") -> dict[str, Any]:
    degrees = ("result", "approach", "none")
    programmes = {"GV": gv, "DM": dm, "LZ": lz, "LK": lk}
    return {
        "id": f"T-{number:02d}",
        "term": term,
        "found": min(programmes.values(), key=degrees.index),
        "wierdijk": min((gv, dm), key=degrees.index),
        "programmes": programmes,
    }


R, A, N = "result", "approach", "none"
TERMS = [
    _term(1, "Vervoer naar activiteiten", A, N, R, A),
    _term(2, "Onafhankelijke cliëntondersteuning", N, N),
    _term(3, "Taboe", A, N),
    _term(4, "Schaamte", A, A),
    _term(5, "Eenzaamheid", R, A),
    _term(6, "Mantelzorgers", R, A, R),
    _term(7, "Respijtzorg", R, N, A),
    _term(8, "Maatjes", R, N),
    _term(9, "Dagbesteding", N, R),
    _term(10, "Huisbezoek", R, R),
    _term(11, "Koffieprijs", N, N),
    _term(12, "Jongerenwerk", R, A),
    _term(13, "Verslaving", A, N),
    _term(14, "Wachttijd ggz", R, N),
    _term(15, "Laaggeletterdheid", N, R),
    _term(16, "Thuiszitters", N, R),
    _term(17, "Schulden", A, R),
    _term(18, "Vertrouwen in de overheid", N, A),
    _term(19, "Huisvesting van jongeren", N, A, N, A),
    _term(20, "Kerken en moskee", A, N),
    _term(21, "Energierekening", N, R),
    _term(22, "Buurtplannen van bewoners", R, N),
    _term(23, "Ervaringsdeskundigen", A, R),
    _term(24, "Schoolspullenfonds", N, N, N, R),
    _term(25, "Privacyregels", N, A),
    _term(26, "Alcoholgebruik", A, N),
    _term(27, "Discriminatie", N, N),
    _term(28, "Zwembad", N, N),
    _term(29, "Preventie", A, N),
    _term(30, "Positieve gezondheid", A, N),
    _term(31, "Leerwerkplekken", N, R),
    _term(32, "Huisdieren", N, N),
]


def _document(stem: str, role: str, held_on: str | None, page: int | None = None, **more: Any) -> dict[str, Any]:
    fields = {"municipality": "Wierdijk", "version": None, "speakers": None}
    return {"source": stem, "role": role, "held_on": held_on, "page_start": page} | fields | more


LUTMERZIJL = {"municipality": "Lutmerzijl"}
DOCUMENTS = [
    _document("01_raadsbrief_omzien_naar_elkaar.txt", "input", "2025-04-03", 1),
    _document("02_raadsbrief_zorgen_voor_een_ander.pdf", "input", "2025-03-24", 1),
    _document("03_thematafel_ontmoeten.pdf", "input", "2025-05-13", 1),
    _document("04_thematafel_rondkomen.pdf", "input", "2025-05-19", 1),
    _document("05_thematafel_opgroeien.docx", "input", "2025-05-22"),
    _document("06_thematafel_vervoer_lutmerzijl.md", "input", "2025-05-14", **LUTMERZIJL),
    _document("07_werkconferentie_dichterbij.pdf", "input", "2025-06-05", 1),
    _document("08_coalitie_samen_op_de_dijk.txt", "input", None),
    _document("09_programma_gezond_en_verbonden_concept.docx", "policy", "2025-09-15", version="concept"),
    _document("10_programma_gezond_en_verbonden.pdf", "policy", "2025-12-09", 1, version="vastgesteld"),
    _document("11_programma_iedereen_doet_mee.pdf", "policy", "2025-12-09", 1, version="vastgesteld"),
    _document("12_advies_adviesraad.txt", "advice", "2025-10-14", 1),
    _document("13_reactie_college.pdf", "response", "2025-11-25", 1),
    _document("14_bundel_lutmerzijl.pdf", "other", "2025-12-02", 1, **LUTMERZIJL),
    _document("14_bundel_lutmerzijl.pdf", "policy", None, 2, **LUTMERZIJL),
    _document("14_bundel_lutmerzijl.pdf", "policy", None, 4, **LUTMERZIJL),
    _document("14_bundel_lutmerzijl.pdf", "advice", "2025-10-30", 5, **LUTMERZIJL),
    _document("14_bundel_lutmerzijl.pdf", "response", "2025-11-25", 6, **LUTMERZIJL),
]
