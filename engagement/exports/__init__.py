"""One writer per file format over the one document: what stands in one file stands in all of them.

Importing this module loads no writer: each is loaded by its first use.
The same document always gives the same bytes, so a file can be compared, hashed and sent again.
"""

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from engagement.document import Document


@dataclass(frozen=True)
class Format:
    """A kind of file. `suffix` has its dot; `write` gives the whole file."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Document], bytes]


def _docx(document: Document) -> bytes:
    from engagement.exports import as_docx

    return as_docx.write(document)


def _pdf(document: Document) -> bytes:
    from engagement.exports import as_pdf

    return as_pdf.write(document)


def _html(document: Document) -> bytes:
    from engagement.exports import as_html

    return as_html.write(document)


def _xlsx(document: Document) -> bytes:
    from engagement.exports import as_xlsx, sides

    return as_xlsx.write(sides.in_one_language(document))


def _pptx(document: Document) -> bytes:
    from engagement.exports import as_pptx, sides

    return as_pptx.write(sides.in_one_language(document))


def _package(document: Document) -> bytes:
    from engagement.exports import as_package, sides

    return as_package.write(sides.in_one_language(document))


def _csv(document: Document) -> bytes:
    from engagement.exports import as_csv

    return as_csv.write(document)


def _json(document: Document) -> bytes:
    from engagement.exports import as_json

    return as_json.write(document)


_OPEN_XML = "application/vnd.openxmlformats-officedocument"

FORMATS: dict[str, Format] = {
    written.name: written
    for written in (
        Format("docx", ".docx", f"{_OPEN_XML}.wordprocessingml.document", _docx),
        Format("pdf", ".pdf", "application/pdf", _pdf),
        Format("html", ".html", "text/html", _html),
        Format("xlsx", ".xlsx", f"{_OPEN_XML}.spreadsheetml.sheet", _xlsx),
        Format("pptx", ".pptx", f"{_OPEN_XML}.presentationml.presentation", _pptx),
        Format("csv", ".csv", "text/csv", _csv),
        Format("json", ".json", "application/json", _json),
        Format("package", ".zip", "application/zip", _package),
    )
}

BILINGUAL = ("docx", "pdf", "html", "csv", "json")
"""The formats that hold a bilingual edition; the others ask for one language."""

_STEM_LENGTH = 60
_DIGEST_LENGTH = 8

# Letters that Unicode does not take apart into a Latin letter and an accent.
_LATIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h"}
    | dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)


def file_name(document: Document, suffix: str) -> str:
    """A name for the document's file: words of its title, its language, a digest of its content, `suffix`.

    The stem is 1 to 60 of a-z, 0-9 and hyphen whatever the title is. Words in a script without Latin letters of
    its own here (Arabic, Chinese) are left out. The digest makes a corrected document a new name: browsers and
    download servers keep what they know under the old one.

    >>> file_name(Document(language="fr", title="Qui a pris part ?", ...), ".csv")
    'qui-a-pris-part-fr-1b9d6bcd.csv'
    """
    content = document.model_dump_json().encode("utf-8")
    ending = "-".join([*_words(_languages(document)), hashlib.sha256(content).hexdigest()[:_DIGEST_LENGTH]])[-30:]
    title = "-".join(_words(document.title))[: _STEM_LENGTH - len(ending) - 1]
    return "-".join([part for part in (title.strip("-"), ending.strip("-")) if part]) + suffix


def _languages(document: Document) -> str:
    return document.language if document.beside is None else f"{document.language} {document.beside.language}"


def _words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LATIN))
    ascii_only = "".join(
        letter if letter.isascii() and letter.isalnum() else " "
        for letter in decomposed
        if not unicodedata.combining(letter)
    )
    return ascii_only.split()
