"""Comparing words as a reader would: without case, accents and punctuation."""

import re
import unicodedata
from functools import lru_cache

_NOT_A_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """`text` in lower case, without accents, every run of punctuation and space as one space.

    >>> fold("Mouvement de la Croix-Rouge  (Tchad)")
    'mouvement de la croix rouge tchad'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _NOT_A_WORD.sub(" ", letters).strip()
