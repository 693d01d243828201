"""What a screen reader finds in a tagged PDF: the tree of its parts and the words of each, read from the bytes."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DictionaryObject, PdfObject

_PAIR = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_RANGE = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


@dataclass
class Part:
    """A heading, paragraph, table, row or cell."""

    role: str
    words: str = ""
    parts: list["Part"] = field(default_factory=list)

    def all(self, *roles: str) -> list["Part"]:
        """The parts of these roles in it, in reading order."""
        return [each for each in self._inner() if each.role in roles]

    def said(self) -> str:
        """Its words and those of its parts, without line breaks."""
        return self.words + "".join(part.said() for part in self.parts)

    def _inner(self) -> Iterator["Part"]:
        for part in self.parts:
            yield part
            yield from part._inner()


def parts(content: bytes) -> Part:
    """The whole document, as it is tagged."""
    reader = PdfReader(io.BytesIO(content))
    words = {page.indirect_reference.idnum: _marked(page, reader) for page in reader.pages}
    return _part(reader.trailer["/Root"]["/StructTreeRoot"], words, page=0)


def cells(table: Part) -> list[list[tuple[str, str]]]:
    """For each row of a table, each cell's role and words; the note at its foot is no row of it."""
    rows = [[(cell.role, cell.said()) for cell in row.all("TH", "TD")] for row in table.all("TR")]
    return [row for row in rows if len(row) == len(rows[0])]


def _part(element: DictionaryObject, words: dict[int, dict[int, str]], page: int) -> Part:
    page = element.raw_get("/Pg").idnum if "/Pg" in element else page
    made = Part(str(element.get("/S", "/Root"))[1:])
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        inner = kid.get_object()
        if isinstance(inner, int):
            made.parts.append(Part("", words[page][inner]))
        elif inner.get("/Type") == "/MCR":
            made.parts.append(Part("", words[inner.raw_get("/Pg").idnum if "/Pg" in inner else page][inner["/MCID"]]))
        elif "/S" in inner:
            made.parts.append(_part(inner, words, page))
    return made


def _marked(page: PageObject, reader: PdfReader) -> dict[int, str]:
    """The words of a page by the number of their mark. Where the letters do not say it, the words stand beside them."""
    letters = {name: _letters(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}
    found: dict[int, str] = {}
    open_marks: list[tuple[int | None, str | None]] = []
    font = ""
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            mark, instead = _mark(operands[1]) if operator == b"BDC" else (None, None)
            open_marks.append((mark, instead))
        elif operator == b"EMC":
            _, instead = open_marks.pop()
            _add(found, open_marks, instead or "")
        elif operator == b"Tf":
            font = operands[0]
        elif operator in (b"Tj", b"TJ") and not any(instead is not None for _, instead in open_marks):
            shown = operands[0] if operator == b"TJ" else operands
            _add(found, open_marks, "".join(_decoded(each, letters[font]) for each in shown if _is_shown(each)))
    return found


def _mark(properties: PdfObject) -> tuple[int | None, str | None]:
    instead = properties.get("/ActualText")
    return properties.get("/MCID"), None if instead is None else str(instead)


def _add(found: dict[int, str], open_marks: list[tuple[int | None, str | None]], said: str) -> None:
    mark = next((number for number, _ in reversed(open_marks) if number is not None), None)
    if mark is not None:
        found[mark] = found.get(mark, "") + said


def _is_shown(operand: PdfObject) -> bool:
    return not isinstance(operand, int | float)


def _decoded(operand: PdfObject, letters: dict[int, str]) -> str:
    raw = operand.original_bytes
    return "".join(letters[int.from_bytes(raw[at : at + 2], "big")] for at in range(0, len(raw), 2))


def _letters(font: DictionaryObject) -> dict[int, str]:
    """What each glyph of a font says."""
    table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        found |= {int(code, 16): _utf16(said) for code, said in _PAIR.findall(block)}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, said in _RANGE.findall(block):
            found |= {
                code: chr(ord(_utf16(said)) + code - int(first, 16))
                for code in range(int(first, 16), int(last, 16) + 1)
            }
    return found


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")
