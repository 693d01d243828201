"""The zip file that a workbook is: what must be true of it before anybody unpacks it.

`check` looks at the directory alone and may run anywhere. `parts` unpacks every entry, and runs where the
workbook is taken apart (`workbook.py`).
"""

import io
import re
import zipfile
import zlib
from itertools import pairwise

from engagement.errors import UnreadableFileError

MAX_ENTRIES, MAX_INFLATED = 2_000, 150_000_000
_MAX_TAG = 200_000
_MAX_DEPTH = 1_000
_PIECE = 1_000_000
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError, OSError, RuntimeError)
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_MARKUP = (".xml", ".rels", ".vml")


def check(content: bytes) -> None:
    """Refuse an archive that no spreadsheet program makes. Raises UnreadableFileError."""
    if content.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise UnreadableFileError("file-bomb")
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except _BROKEN:
        raise UnreadableFileError("file-unreadable") from None
    names = [entry.filename for entry in entries]
    _refuse_other_kinds({name.lower() for name in names})
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFileError("file-password")
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_INFLATED:
        raise UnreadableFileError("file-bomb")
    if len(set(names)) < len(names) or any(map(_leads_out, names)) or _overlap(entries):
        raise UnreadableFileError("file-unreadable")


def _refuse_other_kinds(names: set[str]) -> None:
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnreadableFileError("file-macros")
    if "xl/workbook.bin" in names:
        raise UnreadableFileError("file-old-excel")
    if not names & {"xl/workbook.xml", "content.xml"}:
        raise UnreadableFileError("file-archive")


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or name[1:2] == ":"


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes, as they do in a small file that unpacks to a thousand times its size."""
    spans = sorted((entry.header_offset, entry.header_offset + 30 + entry.compress_size) for entry in entries)
    return any(end > start for (_, end), (start, _) in pairwise(spans))


def parts(content: bytes) -> dict[str, bytes]:
    """The markup of every entry, unpacked: sizes and checksums hold, and nothing is there to wear a parser out.

    Raises UnreadableFileError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            read = {entry.filename: _part(book, entry) for entry in book.infolist()}
    except _BROKEN:
        raise UnreadableFileError("file-unreadable") from None
    return {name: markup for name, markup in read.items() if markup is not None}


def _part(book: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """The markup in an entry, None for any other entry. Reading to the end is what checks its size and checksum."""
    is_markup = entry.filename.lower().endswith(_MARKUP)
    depth, pieces = 0, [b""]
    with book.open(entry) as part:
        while piece := part.read(_PIECE):
            if is_markup:
                depth += _deeper(piece)
                _refuse_odd(pieces[-1][-_MAX_TAG:] + piece, depth, is_first=len(pieces) == 1)
                pieces.append(piece)
    return b"".join(pieces) if is_markup else None


def _refuse_odd(markup: bytes, depth: int, *, is_first: bool) -> None:
    is_utf_16 = is_first and markup.startswith(_UTF_16)
    if is_utf_16 or depth > _MAX_DEPTH or _DECLARES.search(markup) or not _tags_are_short(markup):
        raise UnreadableFileError("file-markup")


def _deeper(piece: bytes) -> int:
    """How many elements a piece of markup leaves open, near enough."""
    return piece.count(b"<") - 2 * piece.count(b"</") - piece.count(b"/>")


def _tags_are_short(piece: bytes) -> bool:
    """Whether an element ends at least every so often: an attribute, or 300,000 of them, can choke a parser."""
    place = 0
    while len(piece) - place >= _MAX_TAG:
        end = piece.rfind(b">", place, place + _MAX_TAG)
        if end < 0:
            return False
        place = end + 1
    return True
