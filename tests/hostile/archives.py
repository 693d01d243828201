"""Hostile workbooks whose archive or markup is the trouble: a function a file, named as the file is."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

from hostile.texts import HEADER, LOG, table
from hostile.workbooks import SHEET, STRINGS, changed, log_sheet, packed, parts, workbook


def also(**more: bytes) -> bytes:
    """The plain workbook with further entries."""
    return packed({**parts(workbook()), **more})


def x030_bomb_spaces() -> bytes:
    return _bomb(SHEET, b"</sheetData>", 1_000_000_000)


def x031_bomb_that_lies() -> bytes:
    """As x030, but the archive declares 2,000 bytes."""
    content = bytearray(_bomb(SHEET, b"</sheetData>", 300_000_000))
    size = struct.pack("<I", len(parts(workbook())[SHEET]) + 300_000_000)
    while (place := content.find(size)) >= 0:
        content[place : place + 4] = struct.pack("<I", 2_000)
    return bytes(content)


def x032_bomb_sharedstrings() -> bytes:
    return _bomb(STRINGS, b"</t>", 600_000_000)


def x033_billion_laughs() -> bytes:
    lines = ['<!DOCTYPE lolz [<!ENTITY lol "', "lol" * 10, '">']
    lines += [
        f'<!ENTITY lol{number} "{f"&lol{number - 1 or str()};" * 10}">'  # lol1 is made of lol
        for number in range(1, 10)
    ]
    laughs = changed(STRINGS, b"<sst", "".join([*lines, "]>\n<sst"]).encode())
    return changed(STRINGS, b"<t>speaker</t>", b"<t>&lol9;</t>", laughs)


def x034_xxe_file() -> bytes:
    declared = changed(STRINGS, b"<sst", b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<sst')
    return changed(STRINGS, b"<t>speaker</t>", b"<t>&x;</t>", declared)


def x035_xxe_http() -> bytes:
    return changed(STRINGS, b"<sst", b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/evil.dtd">\n<sst')


def x036_zip_slip() -> bytes:
    return also(**{"../../../../tmp/evil.txt": b"x", "/etc/cron.d/x": b"x"})


def x037_zip_slip_backslashes() -> bytes:
    return also(**{"..\\..\\evil.txt": b"x", "C:\\evil.txt": b"x"})


def x038_dimension_lie() -> bytes:
    return changed(SHEET, b"A1:I5", b"A1:XFD1048576")


def x039_bad_cellref() -> bytes:
    return changed(SHEET, b'r="A2"', b'r="ZZZZZZ99999999999"')


def x040_far_row_number() -> bytes:
    return changed(SHEET, b'<row r="5"', b'<row r="4294967295"')


def x041_bad_sst_index() -> bytes:
    return changed(SHEET, b"<v>0</v>", b"<v>4294967295</v>")


def x042_macro() -> bytes:
    return also(**{"xl/vbaProject.bin": bytes(604)})


def x043_duplicate_entries() -> bytes:
    entries = parts(workbook())
    return packed([*entries.items(), (SHEET, entries[SHEET].replace(b"45355", b"40000"))])


def x044_many_entries() -> bytes:
    return also(**{f"xl/media/i{number}.bin": b"x" for number in range(20_000)})


def x045_nested_zip() -> bytes:
    return also(**{"xl/embeddings/o.zip": workbook()})


def x046_external_link() -> bytes:
    link = b'<?xml version="1.0"?><externalLink><externalBook r:id="file:///etc/passwd"/></externalLink>'
    return also(**{"xl/externalLinks/externalLink1.xml": link})


def x047_deep_xml() -> bytes:
    return changed(STRINGS, b"</sst>", b"<si>" + b"<r>" * 200_000 + b"</r>" * 200_000 + b"</si></sst>")


def x048_attr_bomb() -> bytes:
    attributes = " ".join(f'a{number}="x"' for number in range(300_000))
    return changed(SHEET, b"<worksheet", f"<worksheet {attributes}".encode())


def x049_long_attribute() -> bytes:
    return changed(SHEET, b"<worksheet", b'<worksheet a="' + b"x" * 5_000_000 + b'"')


def x050_truncated() -> bytes:
    content = workbook()
    return content[: len(content) // 2]


def x051_bad_crc() -> bytes:
    content = bytearray(workbook())
    start = content.index(SHEET.encode()) + len(SHEET)
    for place in range(start + 40, start + 60):
        content[place] ^= 0xFF
    return bytes(content)


def x053_html_named_xls() -> bytes:
    return b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>date</td></tr></table></html>"


def x052_csv_named_xlsx() -> bytes:
    return table().encode()


def x054_xml2003() -> bytes:
    return (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        b"<Worksheet><Table><Row><Cell><Data>date</Data></Cell></Row></Table></Worksheet></Workbook>"
    )


def x055_zero() -> bytes:
    return b""


def x056_old_excel() -> bytes:
    return _ole("Workbook")


def x057_docx_named_xlsx() -> bytes:
    return packed({"word/document.xml": b"<x/>"})


def x058_overlapping_bomb() -> bytes:
    """200 entries of the directory share one kernel: 10 GB declared in 70 kB."""
    kernel = _deflated(bytes(50_000_000))
    name = SHEET.encode()
    check = zlib.crc32(bytes(50_000_000))
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, check, len(kernel), 50_000_000, len(name), 0)
    body = local + name + kernel
    names = ["xl/workbook.xml", *(f"xl/worksheets/sheet{number}.xml" for number in range(1, 200))]
    central = b"".join(_directory_entry(each.encode(), check, len(kernel), 50_000_000) for each in names)
    return body + central + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 200, 200, len(central), len(body), 0)


def x059_utf16_markup() -> bytes:
    entries = parts(workbook())
    strings = entries[STRINGS].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    return packed({**entries, STRINGS: b"\xff\xfe" + strings.encode("utf-16-le")})


def x060_password() -> bytes:
    return _ole("EncryptedPackage")


def x061_sheet_protected() -> bytes:
    return workbook(lambda book: log_sheet(book).protect("x"))


def x062_encrypted_entry() -> bytes:
    content = bytearray(workbook())
    place = content.index(b"PK\x01\x02")
    while place >= 0:
        content[place + 8] |= 1  # the flag of an entry with a password
        place = content.find(b"PK\x01\x02", place + 1)
    return bytes(content)


def x063_libreoffice() -> bytes:
    return _spreadsheet("".join(_ods_row(cells) for cells in (HEADER, *LOG)))


def x064_ods_repeat_bomb() -> bytes:
    cell = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p>'
    return _spreadsheet(
        f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-cell></table:table-row>'
    )


def x065_no_sheets() -> bytes:
    entries = parts(workbook())
    return packed({name: data for name, data in entries.items() if name != SHEET})


def x066_junk_before() -> bytes:
    return b"MZ" + bytes(1_000) + workbook()


def x067_null_dates() -> bytes:
    """The cell of a date holds a day no calendar has."""
    return changed(SHEET, b"<v>45355</v>", b"<v>-45355</v>")


def x068_far_cell_below() -> bytes:
    return changed(SHEET, b'<c r="I5"', b'<c r="I999999"')


# ---- how they are made ----


def _bomb(name: str, before: bytes, size: int) -> bytes:
    """The plain workbook with `size` spaces in one part, packed piece by piece."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in parts(workbook()).items():
            with archive.open(each, "w") as entry:
                start, mark, end = data.partition(before) if each == name else (data, b"", b"")
                entry.write(start)
                for _ in range(size // 10_000_000 if each == name else 0):
                    entry.write(b" " * 10_000_000)
                entry.write(mark + end)
    return content.getvalue()


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _directory_entry(name: bytes, check: int, packed_size: int, size: int) -> bytes:
    head = struct.pack(
        "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 0, check, packed_size, size, len(name), *[0] * 6
    )
    return head + name


def _ole(stream: str) -> bytes:
    """A compound file of Microsoft's whose directory holds one stream of this name."""
    sector, free, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    chains = [0xFFFFFFFD, end, *range(3, 10), end]
    allocation = b"".join(struct.pack("<I", each) for each in [*chains, *[free] * (128 - len(chains))])
    folders = _ole_entry("Root Entry", 5, 1, end, 0) + _ole_entry(stream, 2, free, 2, 4096) + bytes(256)
    return header + allocation + folders.ljust(sector, b"\0") + bytes(4096)


def _ole_entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    free = 0xFFFFFFFF
    written = name.encode("utf-16-le").ljust(64, b"\0")
    return written + struct.pack("<HBBIII36xIQ", 2 * len(name) + 2, kind, 1, free, free, child, start, size)


def _ods_row(cells: Sequence[str]) -> str:
    written = (
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f"<table:table-row>{''.join(written)}</table:table-row>"


def _spreadsheet(rows: str) -> bytes:
    """An OpenDocument spreadsheet with these rows."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{space}office:1.0" '
        f'xmlns:table="{space}table:1.0" xmlns:text="{space}text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Log">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{space}manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return packed(
        {"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()}
    )
