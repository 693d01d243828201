"""Small damages to good files. The same number always gives the same damage."""

import io
import struct
import zipfile
from collections.abc import Callable
from random import Random

from hostile.workbooks import packed, parts

Damage = Callable[[bytes, Random], bytes]

NASTY = (
    *(b"\x00", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1a", b"\x1b[31m", b"\r", b"\n", b"\r\n", b"\n\r", b"\x85"),
    *(b'"', b'""', b"'", b"\\", b",", b";", b"\t", b"|", b",,,,,", b"\n\n\n", b'"\n', b'\n"', b"\xc3", b"\xed\xa0\x80"),
    *(
        "\u2028".encode(),
        "\u202e".encode(),
        "\u200b".encode(),
        "٣".encode(),
        b"=1+1",
        b"{{",
        b"%s",
        b"*",
        b"A" * 20_000,
    ),
    *(b"-1", b"4294967296", b"99999999999999999999", b"1e999", b"NaN", b"XFD1048576", b"A0", b"<", b">", b"&", b"&x;"),
    *(
        b"</row>",
        b"<row>",
        b"</sheetData>",
        b"<c>",
        b"]]>",
        b"<!--",
        b"<!DOCTYPE x>",
        b"<?",
        b"xmlns:a=",
        b"PK\x03\x04",
    ),
)


# ---- of any bytes ----


def flip(content: bytes, random: Random) -> bytes:
    """Some bits are turned."""
    damaged = bytearray(content)
    for _ in range(random.choice((1, 1, 1, 3, 10))):
        damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
    return bytes(damaged)


def cut(content: bytes, random: Random) -> bytes:
    """The end is missing."""
    return content[: random.randrange(len(content))]


def lose(content: bytes, random: Random) -> bytes:
    """A piece is missing."""
    start, end = sorted(random.randrange(len(content) + 1) for _ in range(2))
    return content[:start] + content[min(end, start + 200) :]


def repeat(content: bytes, random: Random) -> bytes:
    """A piece is there again, perhaps many times."""
    start = random.randrange(len(content))
    piece = content[start : start + random.choice((1, 10, 200))]
    return content[:start] + piece * random.choice((2, 3, 500)) + content[start:]


def insert(content: bytes, random: Random) -> bytes:
    """Something nasty is put in."""
    for _ in range(random.choice((1, 1, 2, 5))):
        place = random.randrange(len(content) + 1)
        content = content[:place] + random.choice(NASTY) + content[place:]
    return content


def replace(content: bytes, random: Random) -> bytes:
    """Something nasty is put in the place of something."""
    place, nasty = random.randrange(len(content)), random.choice(NASTY)
    return content[:place] + nasty + content[place + random.choice((1, len(nasty))) :]


OF_BYTES: tuple[Damage, ...] = (flip, cut, lose, repeat, insert, replace)


# ---- of archives ----


def markup(content: bytes, random: Random) -> bytes:
    """One part is damaged and everything packed again as if it were whole."""
    entries = parts(content)
    likely = [name for name in entries if "sheet" in name or "sharedStrings" in name or name.endswith("content.xml")]
    name = random.choice(likely if random.random() < 0.7 else list(entries))
    return packed({**entries, name: random.choice(OF_BYTES)(entries[name], random) if entries[name] else b"x"})


def header(content: bytes, random: Random) -> bytes:
    """A field in the directory of the archive says something else: a size, a check sum, a method, an offset."""
    damaged = bytearray(content)
    marks = [place for mark in (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06") for place in _places(content, mark)]
    place = random.choice(marks) + random.randrange(4, 20, 2)
    written = random.choice((0, 1, 0xFFFF, 0xFFFFFFFF, 0x7FFFFFFF, random.getrandbits(32)))
    struct.pack_into("<I", damaged, min(place, len(damaged) - 4), written)
    return bytes(damaged)


def entries(content: bytes, random: Random) -> bytes:
    """An entry is missing, there twice, empty, renamed, or has changed places with another."""
    listed = list(parts(content).items())
    here, there = random.randrange(len(listed)), random.randrange(len(listed))
    (name, data), (other, other_data) = listed[here], listed[there]
    match random.randrange(5):
        case 0:
            del listed[here]
        case 1:
            listed.append((name, other_data))
        case 2:
            listed[here] = (name, b"")
        case 3:
            listed[here] = (random.choice(("../x", "/x", name.upper(), name + "x", " ", "xl\\workbook.xml")), data)
        case _:
            listed[here], listed[there] = (name, other_data), (other, data)
    return packed(listed)


def stored(content: bytes, random: Random) -> bytes:
    """Nothing is compressed, so a damaged byte reaches the markup; then it is damaged."""
    loose = io.BytesIO()
    with zipfile.ZipFile(loose, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts(content).items():
            archive.writestr(name, data)
    return random.choice(OF_BYTES)(loose.getvalue(), random)


OF_ARCHIVES: tuple[Damage, ...] = (markup, markup, markup, header, entries, stored, *OF_BYTES)


def mutation(content: bytes, number: int) -> bytes:
    """The damage of this number."""
    random = Random(number)
    damages = OF_ARCHIVES if zipfile.is_zipfile(io.BytesIO(content)) else OF_BYTES
    damaged = content
    for _ in range(random.choice((1, 1, 1, 2))):
        damage = random.choice(damages if damaged is content else OF_BYTES)
        damaged = damage(damaged, random) if damaged else damaged
    return damaged


def _places(content: bytes, mark: bytes) -> list[int]:
    found, place = [], content.find(mark)
    while place >= 0:
        found.append(place)
        place = content.find(mark, place + 1)
    return found
