"""Damaged files by the thousand: each is read or refused in a sentence; nothing crashes, hangs, swells or stays behind.

Every damage has a number, so a failure can be seen again: `mutation(content, number)`. `make nightly` tries more.
"""

import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest
from hostile import archives, contents, texts, workbooks
from hostile.leftovers import no_leftovers  # noqa: F401 (a fixture for every test here)
from hostile.mutations import mutation

from engagement import actions
from engagement.errors import InputError
from engagement.files import readers
from engagement.locale import LANGUAGES, error_text
from engagement.mapping import Mapping
from engagement.settings import Settings
from engagement.store import Store

pytestmark = pytest.mark.filterwarnings("ignore:Duplicate name")  # twice in one archive is one of the damages

MUTATIONS = int(os.environ.get("FUZZ_MUTATIONS", "2000"))
SECONDS, BYTES = 30, 1_500_000_000
TEXTS = (
    *(texts.c001_plain_utf8, texts.c003_utf16le_bom, texts.c007_latin1, texts.c035_blank_lines),
    *(texts.c036_quoted_newlines, texts.c050_semicolon, texts.c054_title_rows, contents.c100_numbers_locale),
    *(contents.c133_json_lines, contents.c131_nested_json, contents.c134_parquet),
)
WORKBOOKS = (
    *(workbooks.x001_plain, workbooks.x003_hidden_sheets, workbooks.x005_merged_cells, workbooks.x007_error_cells),
    *(workbooks.x009_date1904, workbooks.x013_chartsheet_first, workbooks.x016_rich_text_links_comments),
    *(archives.x060_password, archives.x063_libreoffice),
)


@cache
def damaged(number: int) -> bytes:
    """Damage `number`: texts and workbooks in turn."""
    good = WORKBOOKS if number % 2 else TEXTS
    made_by = good[number // 2 % len(good)]
    return mutation(made_by(), number)


def unexpected(number: int) -> str | None:
    """What is wrong with the outcome of damage `number`; None when it was read or refused as it should be."""
    began = time.monotonic()
    try:
        readers.read(damaged(number), sheet=None, header_row=None, encoding=None, limits=Settings())
    except InputError as refusal:
        if not all(error_text(refusal.code, refusal.values, language) for language in LANGUAGES):
            return f"{number}: {refusal.code} says nothing"
    except Exception as error:  # noqa: BLE001 (whatever else it raises is what is looked for)
        return f"{number}: {type(error).__name__} {error}"
    return f"{number}: slow" if time.monotonic() - began > SECONDS else None


def peak() -> int:
    """Bytes that the largest process so far has used, of this one and those it waited for."""
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def test_a_damaged_file_is_read_or_refused_in_a_sentence() -> None:
    with ThreadPoolExecutor(2) as threads:  # they wait for the process that takes workbooks apart
        assert [found for found in threads.map(unexpected, range(MUTATIONS)) if found] == []
    assert peak() < BYTES


def test_what_can_be_read_of_a_damaged_file_is_judged_row_by_row(store: Store) -> None:
    read = 0
    for number in range(0, MUTATIONS, 19):
        try:
            receipt = actions.import_log(
                store, damaged(number), file_name="x", mapping=Mapping(), by="tester", is_check=True
            )
        except InputError:
            continue
        read += 1
        assert receipt.rows_read == receipt.rows_accepted + receipt.rows_refused + receipt.rows_duplicate
    assert read > MUTATIONS // 100
    assert (store.version, store.broken_invariants()) == (0, [])
