"""Text of somebody else's making, written so that the reader's program takes it for text."""

import re
import unicodedata

_STARTS_FORMULA = frozenset("=+-@")
_STARTS_COMMAND = ("\t", "\r", "\n", "\0")
_OF_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def neutralised(text: str) -> str:
    """`text` with a single quote before it where a spreadsheet would run it as a formula.

    Quotes before a formula get one more, so that `unneutralised` gives back what was there, quotes and all.

    >>> neutralised("=1+1"), neutralised("'=1+1"), neutralised("Women's union")
    ("'=1+1", "''=1+1", "Women's union")
    """
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def unneutralised(text: str) -> str:
    """What `neutralised` was given. Only for cells that we wrote: in a sheet of somebody else's, quotes are text.

    >>> unneutralised("'=1+1"), unneutralised("''=1+1"), unneutralised("'quoted'")
    ('=1+1', "'=1+1", "'quoted'")
    """
    return text[1:] if text.startswith("'") and is_formula(text.lstrip("'")) else text


def visible(text: str) -> str:
    """`text` with the marks that turn its direction shown by their numbers, so that they turn nothing else.

    >>> visible("\u202egnp")
    '[U+202E]gnp'
    """
    return _OF_DIRECTION.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may run `text`: it begins with = + - @ in any width, after spaces or invisible marks."""
    first = next((character for character in text if _is_visible(character)), "")
    return text.startswith(_STARTS_COMMAND) or unicodedata.normalize("NFKC", first) in _STARTS_FORMULA


def _is_visible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) not in ("Cf", "Cc")


def legible(text: str) -> str:
    """`text` with the characters that XML cannot hold shown as the replacement character."""
    return _NOT_XML.sub("\ufffd", text)
