"""The first cell of each row of a table is that row's header, and the PDF says so: the compiler cannot say it yet.

The compiler writes each part of the document as one object in plain text, such as
`<</Type/StructElem/S/TD/P 11 0 R/A[<</O/Table/Headers[(U1x0y0)]>>]/K[2]/Pg 23 0 R>>`, and lists at the end where each
object begins. A first cell becomes a TH with an identifier; the other cells of its row name it beside their column's.
The last rows are a foot to the compiler, so that they stay with the note; to a reader they are rows like the others.
"""

import re
from collections.abc import Iterable

_PLACES = re.compile(rb"xref\n0 \d+\n((?:\d{10} \d{5} [nf]\r\n)+)trailer\n(.*)\nstartxref\n\d+\n%%EOF$", re.DOTALL)
_NUMBERED = re.compile(rb"(\d+) 0 obj\n")
_ROW = re.compile(rb"<</Type/StructElem/S/TR/P \d+ 0 R.*/K\[(\d+ 0 R(?: \d+ 0 R)*)\]")
_CELL = re.compile(rb"<</Type/StructElem/S/TD(/P \d+ 0 R)/A\[<</O/Table")
_FOOT, _BODY = b"<</Type/StructElem/S/TFoot", b"<</Type/StructElem/S/TBody"
_HEADERS = b"/O/Table/Headers["
_ROOT = b"<</Type/StructTreeRoot/"
_IDENTIFIERS = b"/IDTree<</Names["

Objects = dict[int, bytes]


def marked(content: bytes) -> bytes:
    """The same file with row headers. A file that is not written as expected is given back as it is."""
    start = content.rfind(b"\nxref\n") + 1
    found = _PLACES.match(content, start)
    if not found:
        return content
    places = [int(line.split()[0]) for line in found[1].splitlines()[1:]]
    ends = dict(zip(sorted(places), [*sorted(places)[1:], start], strict=True))
    objects = {int(number): content[place : ends[place]] for number, place in enumerate(places, 1)}
    headed = _headed(objects)
    in_order = [number for number, _ in sorted(enumerate(places, 1), key=lambda each: each[1])]
    return _put_together(content[: min(places)], [(number, headed[number]) for number in in_order], found[2])


def _headed(objects: Objects) -> Objects:
    """The objects, those of tables with their row headers."""
    headed = {number: body.replace(_FOOT, _BODY, 1) for number, body in objects.items()}
    identifiers = []
    for body in objects.values():
        cells = _cells(body, objects)
        if cells:
            identifier = b"(R%07d)" % cells[0]
            identifiers.append(identifier + b"%d 0 R" % cells[0])
            headed[cells[0]] = _header(objects[cells[0]], identifier)
            headed |= {each: _under(objects[each], identifier) for each in cells[1:]}
    listed = b"".join(sorted(identifiers))  # before those of columns, which begin with U: a tree of names is in order
    root = next((number for number, body in objects.items() if _ROOT in body[:50]), None)
    if root is not None:
        headed[root] = headed[root].replace(_IDENTIFIERS, _IDENTIFIERS + listed, 1)
    return headed


def _cells(body: bytes, objects: Objects) -> list[int]:
    """The cells of a row of a table's body by their numbers; none for its note, or for any other object."""
    row = _ROW.match(_NUMBERED.sub(b"", body, count=1))
    cells = [int(each) for each in re.findall(rb"(\d+) 0 R", row[1])] if row else []
    return cells if len(cells) > 1 and _CELL.search(objects[cells[0]]) else []


def _header(body: bytes, identifier: bytes) -> bytes:
    return _CELL.sub(
        lambda cell: b"<</Type/StructElem/S/TH" + cell[1] + b"/ID" + identifier + b"/A[<</O/Table/Scope/Row", body
    )


def _under(body: bytes, identifier: bytes) -> bytes:
    return body.replace(_HEADERS, _HEADERS + identifier, 1)


def _put_together(head: bytes, objects: Iterable[tuple[int, bytes]], trailer: bytes) -> bytes:
    written, places = bytearray(head), {}
    for number, body in objects:
        places[number] = len(written)
        written += body
    start = len(written)
    lines = b"".join(b"%010d 00000 n\r\n" % places[number] for number in sorted(places))
    written += b"xref\n0 %d\n0000000000 65535 f\r\n" % (len(places) + 1) + lines
    return bytes(written) + b"trailer\n" + trailer + b"\nstartxref\n%d\n%%%%EOF" % start
