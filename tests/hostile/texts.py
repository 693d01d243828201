"""Hostile text files whose letters, lines or shape are the trouble: a function a file, named as the file is."""

import csv
import io
from collections.abc import Iterable, Sequence

HEADER = ("date", "network", "working_group", "event", "organisation", "category", "country", "participants", "role")
LOG = (
    (
        *("2024-03-04", "UNNM West Africa", "Data", "Regional review consultation"),
        *("Réseau des migrants du Sénégal", "migrant_diaspora", "SN", "12", "speaker"),
    ),
    (
        *("2024-03-05", "UNNM Asia-Pacific", "Alternatives to detention", "Online briefing"),
        *("Asia Pacific Refugee Rights Network", "civil_society", "TH", "3", "participant"),
    ),
    (
        *("2024-03-06", "UNNM LAC", "Labour migration", "Taller nacional"),
        *("Confederación Sindical de las Américas", "trade_union", "BR", "5", "participant"),
    ),
    (
        *("2024-03-07", "UNNM Jordan", "Return", "اجتماع تشاوري"),
        *("جمعية المرأة الأردنية", "women_children_youth", "JO", "7", "organiser"),
    ),
)
"""The four rows that most files hold in one disguise or another."""


def table(
    rows: Iterable[Sequence[str]] = LOG,
    *,
    header: Sequence[str] = HEADER,
    delimiter: str = ",",
    end: str = "\r\n",
    is_quoted: bool = False,
) -> str:
    """A header and rows as the text of a CSV file."""
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([header, *rows])
    return out.getvalue()


def row(**cells: str) -> tuple[str, ...]:
    """One row of the log in which only `cells` are out of the ordinary."""
    ordinary = ("2024-03-04", "N", "WG", "Event", "Org", "academia", "SN", "1", "speaker")
    return tuple({**dict(zip(HEADER, ordinary, strict=True)), **cells}.values())


def named(*names: str) -> bytes:
    """A log of organisations with these names, one a row."""
    return table(row(organisation=name) for name in names).encode()


def in_latin(rows: Iterable[Sequence[str]] = LOG[:3]) -> str:
    return table(rows)


# ---- letters ----


def c001_plain_utf8() -> bytes:
    return table().encode()


def c002_utf8_bom() -> bytes:
    return table().encode("utf-8-sig")


def c003_utf16le_bom() -> bytes:
    return b"\xff\xfe" + table().encode("utf-16-le")


def c004_utf16be_bom() -> bytes:
    return b"\xfe\xff" + table().encode("utf-16-be")


def c005_utf16le_bare() -> bytes:
    return table().encode("utf-16-le")


def c006_utf32le_bom() -> bytes:
    return b"\xff\xfe\x00\x00" + table().encode("utf-32-le")


def c007_latin1() -> bytes:
    return in_latin().encode("latin-1")


def c008_windows1252() -> bytes:
    return table([*LOG[:3], row(organisation="Ligue “B” – Côte d’Ivoire")]).encode("windows-1252")


def c009_macroman() -> bytes:
    return in_latin().encode("mac-roman")


def c010_cp1256_arabic() -> bytes:
    ascii_rows = [tuple(_plain(cell) for cell in each) for each in LOG[:3]]
    return table([*ascii_rows, LOG[3]]).encode("windows-1256")


def c011_cp1251_cyrillic() -> bytes:
    return named("Союз мигрантов", "Ассоциация женщин").decode().encode("windows-1251")


def c012_gb18030() -> bytes:
    cells = {"network": "联合国移民网络", "event": "社会协商会", "organisation": "移民工人协会"}
    return table([row(**cells, country="CN")]).encode("gb18030")


def c013_shiftjis() -> bytes:
    # Letters whose second byte is a backslash.
    cells = {"network": "国連移住ネットワーク", "event": "表ソ能予会議", "organisation": "移住者連帯"}
    return table([row(**cells, country="JP")]).encode("shift-jis")


def c014_big5() -> bytes:
    return named("移民工人協會").decode().encode("big5")


def c015_invalid_utf8() -> bytes:
    return table().encode().replace(b"speaker", b"spe\xff\xfe\x80aker")


def c016_truncated_utf8() -> bytes:
    return table().encode()[:-30]


def c017_overlong_utf8() -> bytes:
    return named("Org A").replace(b"Org A", b"Org \xc0\xaf\xe0\x80\xaf")


def c018_surrogates_cesu8() -> bytes:
    return table([*LOG, row(organisation="Org ?")]).encode().replace(b"Org ?", b"\xed\xa0\xbd\xed\xb8\x80 org")


def c019_utf7() -> bytes:
    return table([tuple(cell.replace("é", "+AOk-").replace("ó", "+APM-") for cell in each) for each in LOG]).encode()


def c020_two_byte_order_marks() -> bytes:
    return b"\xef\xbb\xbf\xef\xbb\xbf" + table().encode()


def c026_cut_in_a_character() -> bytes:
    content = table().encode()
    return content[: content.index("ة ".encode()) + 1]


# ---- control characters ----


def c021_nul_in_field() -> bytes:
    return table().encode().replace(b"speaker", b"spea\x00ker")


def c022_only_nul() -> bytes:
    return bytes(100_000)


def c023_ctrl_z() -> bytes:
    return table().encode() + b"\x1a"


def c024_control_chars() -> bytes:
    return table().encode().replace(b"speaker", b"spea\x1b[31mker\x07\x08")


def c025_invisible_in_header() -> bytes:
    return table().replace("organisation", "organi\u200bsation", 1).encode()


# ---- lines ----


def c030_mixed_line_ends() -> bytes:
    lines = table().encode().split(b"\r\n")[:5]
    return b"".join(line + end for line, end in zip(lines, (b"\r\n", b"\n", b"\r", b"\r\n", b"\n"), strict=True))


def c031_cr_only() -> bytes:
    return table(end="\r").encode()


def c032_no_final_newline() -> bytes:
    return table().encode().removesuffix(b"\r\n")


def c033_lf_cr() -> bytes:
    return table(end="\n\r").encode()


def c034_unicode_line_ends_in_cells() -> bytes:
    return named("Org\u2028A", "Org\u2029B", "Org\x85C")


def c035_blank_lines() -> bytes:
    header, *lines = table(LOG[:3]).splitlines()
    return "\r\n".join([header, "", lines[0], "", "", lines[1], ",,,,,,,,", lines[2], "", ""]).encode()


def c036_quoted_newlines() -> bytes:
    return table([row(event="Line 1\r\nLine 2\r\nLine 3"), LOG[1]]).encode()


# ---- structure ----


def c040_cell_1mb() -> bytes:
    return table([row(event="A" * 1_000_000)]).encode()


def c041_cell_20mb() -> bytes:
    return table([row(event="A" * 20_000_000)]).encode()


def c042_cols_5000() -> bytes:
    more = 5_000
    header = (*HEADER, *(f"x{number}" for number in range(more)))
    return table([(*each, *["1"] * more) for each in LOG], header=header).encode()


def c043_cols_100k() -> bytes:
    return table([["1"] * 100_000], header=[f"x{number}" for number in range(100_000)]).encode()


def c044_ragged_short() -> bytes:
    return table([LOG[0], LOG[1][:6], LOG[2]]).encode()


def c045_ragged_long() -> bytes:
    return table([LOG[0], (*LOG[1], "extra", "extra2"), LOG[2]]).encode()


def c046_unclosed_quote() -> bytes:
    header, *lines = table().splitlines(keepends=True)
    return "".join([header, '2024-03-04,N,WG,"Unclosed,Org,academia,SN,1,speaker\r\n', *lines]).encode()


def c047_unclosed_quote_42mb() -> bytes:
    opened = b'2024-03-04,N,WG,"Unclosed,Org,academia,SN,1,speaker\n'
    ordinary = b"2024-03-05,N,WG,Event,Org,academia,SN,1,speaker\n"
    return table([], end="\n").encode() + opened + ordinary * (42_000_000 // len(ordinary))


def c048_stray_quote() -> bytes:
    header, _, line, *_ = table().splitlines(keepends=True)
    return (header + '2024-03-04,N,WG,12" screen demo,Org "X" Ltd,academia,SN,1,speaker\r\n' + line).encode()


def c049_backslash_escape() -> bytes:
    return (table([]) + '2024-03-04,N,WG,"He said \\"hi\\", left",Org,academia,SN,1,speaker\r\n').encode()


def c050_semicolon() -> bytes:
    return table(delimiter=";").encode()


def c051_tab() -> bytes:
    return table(delimiter="\t").encode()


def c052_pipe() -> bytes:
    return table(delimiter="|").encode()


def c053_semicolon_all_quoted() -> bytes:
    return table(delimiter=";", is_quoted=True).encode()


def c054_title_rows() -> bytes:
    return ("UN Network on Migration – participation log\r\nPrepared by: secretariat\r\n\r\n" + table()).encode()


def c055_footer_total() -> bytes:
    return (table() + "TOTAL,,,,,,,27,\r\nSource: registration lists,,,,,,,,\r\n").encode()


def c056_header_twice() -> bytes:
    return table([*LOG[:2], HEADER, *LOG[2:]]).encode()


def c057_dup_headers() -> bytes:
    header = (*HEADER, "organisation", "organisation")
    return table([(*each, "B", "C") for each in LOG], header=header).encode()


def c058_empty_headers() -> bytes:
    header = ["" if name in {"network", "event", "role"} else name for name in HEADER]
    return table(header=header).encode()


def c059_separator_line() -> bytes:
    return ("sep=;\r\n" + table(delimiter=";")).encode()


def c060_header_only() -> bytes:
    return table([]).encode()


def c061_empty() -> bytes:
    return b""


def c062_only_blanks() -> bytes:
    return b" \r\n\t\r\n" * 50


def c063_no_header() -> bytes:
    return "".join(table().splitlines(keepends=True)[1:]).encode()


def c064_single_column() -> bytes:
    return b"organisation\r\nOrg A\r\nOrg B\r\n"


def c065_only_separators() -> bytes:
    return b",,,,\r\n" * 50


def c066_headers_fr() -> bytes:
    header = ("Date", "Réseau", "Groupe de travail", "Événement", "Organisation", "Catégorie", "Pays")
    header = (*header, "Nombre de participant·e·s", "Rôle")
    cells = ("04/03/2024", "Réseau Afrique de l’Ouest", "Données", "Consultation", "ONG Sénégal", "Société civile")
    return table([(*cells, "Sénégal", "12", "Intervenant")], header=header, delimiter=";").encode()


def c067_trailing_delims() -> bytes:
    empty = [""] * 5
    return table([(*each, *empty) for each in LOG], header=(*HEADER, *empty)).encode()


def c068_one_million_rows() -> bytes:
    lines = (f"2024-03-04,N,WG,Event,Org {number},academia,SN,1,speaker\n" for number in range(1_000_000))
    return (table([], end="\n") + "".join(lines)).encode()


def _plain(text: str) -> str:
    """Without the accents that Arabic Windows cannot write."""
    return text.translate(str.maketrans("éóé", "eoe"))
