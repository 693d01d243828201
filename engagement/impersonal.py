"""What somebody writes in their own words, as it is kept: nothing by which a person could be reached."""

import re

from engagement.cells import names
from engagement.errors import InputError

_TELEPHONE = re.compile(r"(?:\+|\b00)[\d (]{1,4}[\d ().-]{6,}|\b0\d{1,3}[ .-]\d{2,4}(?:[ .-]?\d{2,4}){1,4}\b")
_DAY = re.compile(r"\b\d{1,4}([./-])\d{1,2}\1\d{1,4}\b")


def impersonal(text: str, part: str) -> str:
    """A text as it is kept. Raises InputError when it holds an address or a telephone number, or is too long."""
    said = names.clean(text)
    if names.holds_address(text) or _TELEPHONE.search(_DAY.sub(" ", said)):
        raise InputError("note-personal", part=part)
    if len(said) > names.MAX_TEXT:
        raise InputError("note-too-long", part=part, limit=names.MAX_TEXT)
    return said
