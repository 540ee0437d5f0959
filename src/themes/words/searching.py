"""What the search of the page says: what the plans say of a word, and by which way a text was found."""

from __future__ import annotations

HELP = "Het zoeken vindt ook meervouden, delen van lange woorden en woorden die hetzelfde betekenen."
# the ways in which a text is found, by their number in templates/page_search.js
WAY = (
    "Gevonden door: het woord zelf.",
    "Gevonden door: een andere vorm van het woord.",
    "Gevonden door: een deel van een langer woord.",
    "Gevonden door: een verwant woord.",
    "Gevonden door: hetzelfde thema.",
    "Gevonden door: een woord dat zo begint.",
    "Lijkt erop in betekenis. Het woord staat er niet.",
)
HEAD = "Wat zeggen de plannen over ‘{term}’?"
DEGREE = {
    "result": "In een doel of resultaat",
    "approach": "Alleen genoemd in de uitleg",
    "none": "Niet gevonden",
}
PLACES = ("{n} plek", "{n} plekken")
FIRST_PLACES = "Bijvoorbeeld:"
NEAREST = "Deze zinnen uit het plan lijken er in betekenis op:"
# the line that is read aloud
COUNTS = "{points} uit de inbreng, {sentences} in het plan en {advice} gevonden"
COUNTS_WITH = " met ‘{term}’."
POINTS = ("{n} punt", "{n} punten")
SENTENCES = ("{n} zin", "{n} zinnen")
ADVICE = ("{n} advies", "{n} adviezen")
BY_THEME = (
    "Het plan gebruikt deze woorden niet. De zinnen uit het plan die hier staan, gaan wel over het thema ‘{themes}’."
)
NOT_IN_PLAN = "Het plan gebruikt deze woorden niet."
LOOK_AT_POINTS = "Kijk bij de punten wat er het dichtst bij komt."
NOWHERE = "Het woord ‘{words}’ komt nergens voor."
HINTS = "Bedoelt u: {words}?"
OF = "{n} van {all}"
AND = "’ en ‘"
OR = "’ of ‘"
SORT = "Sorteer op deze kolom"
