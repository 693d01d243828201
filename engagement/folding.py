"""Comparing words as a reader would: without case, accents and punctuation."""

import re
import unicodedata
from functools import lru_cache

_NOT_A_WORD = re.compile(r"[\W_]+")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}


def fold(text: str) -> str:
    """`text` in lower case, without accents, every run of punctuation and space as one space.

    >>> fold("Mouvement de la Croix-Rouge  (Tchad)")
    'mouvement de la croix rouge tchad'
    """
    return " ".join(text.translate(_ASCII).split()) if text.isascii() else _fold(text)


@lru_cache(maxsize=20_000)
def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NOT_A_WORD.sub(" ", letters).strip()
