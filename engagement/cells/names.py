"""Names and titles as they are kept: what a person sees is kept exactly, what nobody can see is taken out and said."""

import re
import unicodedata
from functools import cache

from engagement import reference
from engagement.cells.reading import Reading
from engagement.folding import fold

MAX_TEXT = 500
MAX_MARKS = 4
"""Accents on one letter: Vietnamese needs two, vocalised Arabic three."""

_WITHOUT_WIDTH = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u2060-\u2064\ufeff"
_OF_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_MARK = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_INVISIBLE, _DIRECTION = re.compile(f"[{_WITHOUT_WIDTH}]"), re.compile(f"[{_OF_DIRECTION}]")
_ADDRESS = re.compile(
    r"[^\s@]@[^\s@]+\.[^\s@]"
    r"|[^\s@] ?@ ?(?:[\w.-]+\.[^\W\d_]{2}|local(?:host|domain)\b)"
    r"|[._+][^\W_]{1,64}@[^\W_]"  # first.last@server; but Youth@Work is a name
)
_AT = re.compile(r"[@＠﹫]|%40| ?[(\[{<] ?(?:at|arobase|arroba) ?[)\]}>] ?", re.IGNORECASE)
_DOT = re.compile(r" ?[(\[{<] ?(?:dot|point|punto) ?[)\]}>] ?", re.IGNORECASE)
_SIGNS_OF_ADDRESS = ("@", "%40", "(", "[", "{", "<")
_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_LOOKALIKE = "\u0370-\u03ff\u0400-\u052f\u0531-\u058f\u1f00-\u1fff"  # Greek, Cyrillic, Armenian
_A_LATIN = re.compile(f"[{_LATIN}]")
_A_LOOKALIKE = re.compile(f"[{_LOOKALIKE}]")
_WORD = re.compile(r"\w+")
_MANY_MARKS = re.compile(f"[{_MARK}]{{{MAX_MARKS + 1},}}")
_OVERRIDE = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn a text round: with them a name is another name. Marks that only say a direction are harmless."""

_DOUBTFUL = re.compile(f"[{_LOOKALIKE}{_WITHOUT_WIDTH}{_OF_DIRECTION}{_MARK}]")


def clean(raw: str) -> str:
    """Text as it is kept: composed letters, single spaces, no control characters and nothing without width.

    Marks of direction stay: they change what a reader sees. So do joiners, which shape letters.
    """
    if raw.isascii() and raw.isprintable():
        return " ".join(raw.split())
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", raw)).split())


def holds_address(raw: str) -> bool:
    """Whether a text holds an e-mail address, however its signs are written; addresses are kept nowhere.

    >>> holds_address("first.last(at)example.org"), holds_address("Youth @ Work"), holds_address("Youth@Work")
    (True, False, False)
    """
    if raw.isascii() and not any(sign in raw for sign in _SIGNS_OF_ADDRESS):
        return False
    text = _DIRECTION.sub("", clean(raw))
    return bool(_AT.search(text)) and bool(_ADDRESS.search(_DOT.sub(".", _AT.sub("@", text))))


def read(raw: str) -> Reading:
    """A name as it is kept, with the key that its spellings share, and a warning where it is not what it seems."""
    value = clean(raw)
    if len(value) > MAX_TEXT:
        return Reading(problem="text-too-long", params={"limit": str(MAX_TEXT)})
    if not value:
        return Reading()
    is_plain = raw.isascii() and raw.isprintable()  # as most are; a search takes longer than all the rest
    if not is_plain and _DOUBTFUL.search(raw):
        return _doubted(raw, value)
    return Reading(value, fold(value) or value)


def _doubted(raw: str, value: str) -> Reading:
    plain = _DIRECTION.sub("", value)
    key = " ".join(value.casefold().split()) if _OVERRIDE.search(value) else fold(plain) or plain
    code, params = _doubt(raw, value, plain)
    return Reading(value, key, problem=code, params=params)


def _doubt(raw: str, value: str, plain: str) -> tuple[str | None, dict[str, str] | None]:
    if plain != value:
        return "name-direction", {"marks": str(len(value) - len(plain))}
    if mixed := _mixed_word(value):
        return "name-mixed-script", {"word": mixed}
    if _MANY_MARKS.search(value):
        return "name-marks", None
    if removed := invisible(raw):
        return "text-cleaned", {"removed": str(removed)}
    return None, None


def spelling_key(name: str) -> str:
    """What all spellings of a name share: as `read` says, the same key as in logs."""
    return str(read(name).until or name)


def invisible(raw: str) -> int:
    """How many characters of a text nobody can see, and we do not keep."""
    return len(_INVISIBLE.findall(raw))


def as_it_looks(value: str) -> str:
    """A name with the letters of other alphabets as the Latin ones they look like, folded.

    >>> as_it_looks("C\u0430rit\u0430s")
    'caritas'
    """
    return fold(value.casefold().translate(_lookalikes()))


def only_looks_like(one: str, other: str) -> bool:
    """Whether two names look the same and are not: letters of another alphabet, or marks that turn a text.

    >>> only_looks_like("CAPE", "\u0421\u0410\u0420\u0415"), only_looks_like("Cape", "CAPE")
    (True, False)
    """
    looks = as_it_looks(_DIRECTION.sub("", one)) == as_it_looks(_DIRECTION.sub("", other))
    return looks and (fold(one) != fold(other) or bool(_DIRECTION.search(one)) != bool(_DIRECTION.search(other)))


@cache
def _lookalikes() -> dict[int, str]:
    return {ord(row["letter"]): row["looks_like"] for row in reference.table("lookalikes")}


def _mixed_word(value: str) -> str | None:
    """The first word with Latin letters and letters of another alphabet that look like them."""
    if value.isascii() or not _A_LATIN.search(value):
        return None
    words = _WORD.findall(value)
    return next((word for word in words if _A_LATIN.search(word) and _A_LOOKALIKE.search(word)), None)
