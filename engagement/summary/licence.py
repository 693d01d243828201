"""On what terms a document may be used: said by whoever writes it, never assumed."""

from engagement.document import Document, Property
from engagement.errors import InputError
from engagement.locale import text
from engagement.safe_text import visible

MOST_CHARACTERS = 200


def licensed(document: Document, licence: str) -> Document:
    """The document with its licence among what stands at its head: free words, or an SPDX identifier (CC-BY-4.0).

    Raises InputError for one that says nothing or is longer than a line or two.
    """
    said = visible(" ".join(licence.split()))
    if not said or len(said) > MOST_CHARACTERS:
        raise InputError("licence-unfit", most=MOST_CHARACTERS)
    return _with(document, said)


def _with(document: Document, said: str) -> Document:
    line = Property(code="licence", label=text("summary.licence", document.language), text=said)
    beside = document.beside and _with(document.beside, said)
    return document.model_copy(update={"properties": (*document.properties, line), "beside": beside})
