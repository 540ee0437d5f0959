"""What a sentence is: a question, a lead-in, or a statement."""

from __future__ import annotations

import re

from themes.records import Kind
from themes.statements.cues import FREE_RELATIVE, QUESTION_ORDER, VERB_FIRST, words
from themes.statements.marks import unmarked

_QUESTION_MARK = re.compile(r"\?[\"'”’‘“)\]»*_ ]*$")
_REPORTED = re.compile(  # told, not asked
    r"^\W*(?:een|de|het|iemand|mijn|zij|hij)\b[^:?]{0,60}\b(?:vroeg|vraagt)\s*:", re.IGNORECASE
)
_CLAIM_BEFORE_COLON = re.compile(r"\b(?:maar|want|echter|toch)\s*:$", re.IGNORECASE)


def is_question(text: str) -> bool:
    """Whether a sentence asks something: by its mark, or by a question word with the verb before the subject.

    >>> is_question("Hoe bereiken we deze mensen"), is_question("Wat kan helpen is een vast loket.")
    (True, False)
    """
    text = text.strip()
    if _QUESTION_MARK.search(text):
        return not _REPORTED.match(text)
    if text.endswith((":", ";", ",")):
        return False
    return bool(QUESTION_ORDER.match(text)) and not FREE_RELATIVE.match(text)


def asks_verb_first(text: str) -> bool:
    """Whether a sentence has the verb before its subject at the start, as a question has; so has 'Komt u mee, dan ...'.

    >>> asks_verb_first("Deelt het college deze mening;"), asks_verb_first("Het college deelt deze mening.")
    (True, False)
    """
    return bool(VERB_FIRST.match(text)) and ", dan " not in text


def is_lead_in(text: str, *, followed_by_list: bool) -> bool:
    """Whether a sentence ends in a colon and says nothing without what follows it.

    >>> is_lead_in("De tafel noemde deze punten:", followed_by_list=True)
    True
    >>> is_lead_in("Er is genoeg geld voor sport, maar:", followed_by_list=True)
    False
    """
    text = text.rstrip(" *_\"'”’")
    if not text.endswith(":"):
        return False
    return not (_CLAIM_BEFORE_COLON.search(text) and len(words(text)) > 4)


def kind_of(text: str, *, followed_by_list: bool) -> Kind:
    """Kind of a sentence of content."""
    text = unmarked(text)
    if is_question(text):
        return "question"
    if is_lead_in(text, followed_by_list=followed_by_list):
        return "lead_in"
    return "statement"
