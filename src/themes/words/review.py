"""What is said when a filled-in workbook or list is read back, and about what people wrote before."""

from __future__ import annotations

# -- the file and its columns ---------------------------------------------------------------------------------------

USE_WORKBOOK = "Gebruik werkboek.xlsx of een blad dat met 'themes review out' is gemaakt."
NO_WORKBOOK = "Dit is geen werkboek en geen codeerblad."
SAVE_XLSX = "Bewaar het als .xlsx en probeer het opnieuw."
UNREADABLE = "Dit is geen leesbaar werkboek."
TRUE = "WAAR"
FALSE = "ONWAAR"
NO_ID = "De kolom ‘id’ ontbreekt; dit blad is niet gelezen."
LEAVE_COLUMN = "Laat die kolom staan."
NO_COLUMN = "De kolom ‘{column}’ ontbreekt; wat daar stond, is niet gelezen."
RESTORE_COLUMN = "Zet de kolomnaam terug zoals die was."
COLUMN_N = "kolom {n}"
TEXT_NEEDED = "Punt {number}: bij ‘{value}’ hoort een tekst in de kolom ‘{column}’."
POINT = "punt {number}"
FILL_IN = "Vul die nog in."
NO_NAME = "Op het blad {sheet} staat geen naam. Wat is ingevuld, is bewaard als ‘{kept_as}’."
GIVE_NAME = "Vul bij ‘Uw naam’ een naam in."
ADDED_COLUMN = "Kolom ‘{column}’ is er door iemand bij gezet: ‘{value}’."
TEXT_KEPT = "De tekst staat in {file}."
VALUE_UNKNOWN = "Onbekende waarde ‘{value}’ in de kolom ‘{column}’."
CHANGED_MEANWHILE = "In de kolom ‘{column}’ schreef {who} intussen: ‘{value}’."
BOTH_KEPT = "Beide zijn bewaard; de laatste telt."
SAID_TWICE = "Over punt {number} staat in dit werkboek ook: ‘{value}’."
ROW_KEPT = "De rij staat in {file}."
WHOLE_ROW = "hele rij"
TEXT_CHANGED = "De tekst van dit punt is in het werkboek veranderd. Wij gebruiken de tekst uit de bron."
CHANGE_KEPT = "De veranderde tekst staat in {file}."
STRAY = "Deze rij gaat over een punt dat er niet meer is en telt niet mee."
STRAY_NO_ID = "Deze rij heeft geen id en telt niet mee."
ROW_OF = "{sheet}, rij {n}"
NOBODY = "naam niet ingevuld"

# -- what people wrote before ---------------------------------------------------------------------------------------

SOMEBODY = "iemand"
ENTRY_FITS_NOWHERE = "‘{value}’ van {who} gaat over een punt dat er niet meer is: ‘{text}’."
FILL_IN_AGAIN = "Vul het opnieuw in."
ENTRY_CHANGED = (
    "‘{value}’ van {who} over ‘{text}’: {what} is daarna veranderd.",
    "‘{value}’ van {who} over ‘{text}’: {what} zijn daarna veranderd.",
)
STILL_RIGHT = "Kijk of dit nog klopt en vul het opnieuw in."
ROW_UNKNOWN = "Rij {n} heeft geen bekende soort of geen kolom en telt niet mee."
ROW = "rij {n}"
RESTORE_ROW = "Herstel de rij."
