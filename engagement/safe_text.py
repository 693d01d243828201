"""Text of somebody else's making, written so that the reader's program takes it for text."""

import re
import unicodedata

_STARTS_FORMULA = frozenset("=+-@")
_STARTS_COMMAND = ("\t", "\r", "\n", "\0")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def neutralised(text: str) -> str:
    """`text` with a single quote before it where a spreadsheet would run it as a formula.

    A reader gets the original back by taking one quote off a cell for which `is_formula` holds without its quotes.

    >>> neutralised("=1+1"), neutralised("'=1+1"), neutralised("Women's union")
    ("'=1+1", "''=1+1", "Women's union")
    """
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may run `text`: it begins with = + - @ in any width, after spaces or invisible marks."""
    first = next((character for character in text if _is_visible(character)), "")
    return text.startswith(_STARTS_COMMAND) or unicodedata.normalize("NFKC", first) in _STARTS_FORMULA


def _is_visible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) not in ("Cf", "Cc")


def legible(text: str) -> str:
    """`text` with the characters that XML cannot hold shown as the replacement character."""
    return _NOT_XML.sub("\ufffd", text)
