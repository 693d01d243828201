"""An edition is what was said at one moment: made again, checked and compared, whatever was corrected since."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from prepared import Copied
from typer.testing import CliRunner

from engagement import actions, editions, exports, indicators
from engagement.backing_up import restore_backup, write_backup
from engagement.cli import app
from engagement.comparing import compare
from engagement.errors import EngagementError, InputError, StoreError, UnknownNameError
from engagement.freezing import Contents
from engagement.locale import LANGUAGES
from engagement.mapping import Mapping
from engagement.model import Selection
from engagement.store import Store
from engagement.summary import METHOD
from engagement.summary.tracing import written
from tests.logs import as_csv, from_text, load

ALL = Selection()
LOG = """
network | activity | date       | organisation     | category
North   | Hearing  | 2025-03-01 | Harbour House    | CSO
North   | Hearing  | 2025-03-01 | Migrant Union    | MIG
North   | Forum    | 2025-06-10 | Harbour House    | CSO
South   | Dialogue | 2025-09-05 | River Trust      | CSO
"""
LATER = """
network | activity | date       | organisation     | category
South   | Dialogue | 2025-09-05 | City of Athens   | LOC
"""
SMALL = ("json", "csv")


@pytest.fixture
def store(copied: Copied) -> Store:
    return copied(log_recorded)


def log_recorded(store: Store) -> None:
    load(store, LOG)


def freeze(store: Store, name: str = "Review 2025", selection: Selection = ALL) -> editions.Edition:
    return editions.freeze(store, name, selection, "en", by="test", formats=SMALL)


def contents(kept: editions.Edition) -> dict[str, object]:
    return {name: getattr(kept, name) for name in Contents.model_fields}


# ---- freezing -----------------------------------------------------------------------------------------------------


def test_an_edition_keeps_what_it_rests_on(store: Store) -> None:
    kept = freeze(store)

    assert (kept.name, kept.entry, kept.position, kept.frozen_by) == ("Review 2025", 2, 1, "test")
    assert (kept.selection, kept.language, kept.style, kept.beside) == (ALL, "en", "neutral", None)
    assert (str(kept.cut_off), kept.method, set(kept.files)) == ("2025-09-05", METHOD, set(SMALL))
    assert kept.seal == next(each.hash for each in indicators.audit(store).entries if each.entry == 1)
    assert kept.numbers["coverage"]["CSO"] == {
        "organisation_events": 3,
        "organisations": 2,
        "activities": 3,
        "presence": [3, 3],
        "presence_high": 3,
        **{name: kept.numbers["coverage"]["CSO"][name] for name in ("share", "share_bounds")},
    }


def test_numbers_are_the_same_in_every_language(store: Store) -> None:
    said = [editions.numbers_of(written(store, ALL, language)) for language in LANGUAGES]

    assert [each for each in said if each != said[0]] == []


def test_an_edition_changes_no_figure(store: Store) -> None:
    before = indicators.indicators(store, ALL)

    freeze(store)

    assert indicators.indicators(store, ALL) == before


def test_editions_are_listed_newest_first_and_found_by_name(store: Store) -> None:
    kept = [freeze(store, name) for name in ("One", "Two")]

    assert list(editions.editions(store)) == kept[::-1]
    assert editions.edition(store, " two ") == kept[1]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "edition-name"),
        ("  ", "edition-name"),
        ("n" * 81, "edition-name"),
        ("one", "edition-name-taken"),
        ("for anna@example.org", "note-personal"),
    ],
)
def test_a_name_that_cannot_be_kept(store: Store, name: str, code: str) -> None:
    freeze(store, "One")

    with pytest.raises(InputError) as caught:
        freeze(store, name)

    assert (caught.value.code, store.version) == (code, 2)


def test_an_edition_nobody_froze(store: Store) -> None:
    with pytest.raises(UnknownNameError, match=r"There is no edition called “One”\. There are: –"):
        editions.edition(store, "One")


def test_an_empty_store_can_be_frozen(tmp_path: Path) -> None:
    with Store.open(tmp_path / "empty") as store:
        kept = freeze(store)

        assert (kept.cut_off, kept.position, editions.verify(store, kept).holds) == (None, 0, True)


def test_editions_are_in_a_backup(store: Store, tmp_path: Path) -> None:
    kept = freeze(store)
    write_backup(store, tmp_path / "backup.zip")

    restore_backup(tmp_path / "other", tmp_path / "backup.zip")

    with Store.open(tmp_path / "other") as other:
        assert editions.editions(other) == (kept,)
        assert editions.verify(other, kept).holds


# ---- verified -----------------------------------------------------------------------------------------------------


def after_nothing(store: Store) -> None:
    """Nothing is written."""


def after_an_undo(store: Store) -> None:
    actions.undo_batch(store, "B0001", by="test")


def after_a_second_import(store: Store) -> None:
    actions.undo_batch(store, "B0001", by="test")
    load(store, LOG)


def after_a_correction(store: Store) -> None:
    corrected = as_csv(from_text(LOG.replace("River Trust      | CSO", "River Trust      | MIG")))
    actions.import_log(store, corrected, file_name="log.csv", mapping=Mapping(), by="test", replaces="B0001")


def after_a_merge(store: Store) -> None:
    actions.merge(store, "Harbour House", "River Trust", by="test", note="one house")


def after_more_rows(store: Store) -> None:
    load(store, LATER, file_name="later.csv")


AFTERWARDS = [
    after_nothing,
    after_an_undo,
    after_a_second_import,
    after_a_correction,
    after_a_merge,
    after_more_rows,
]


@pytest.mark.parametrize("change", AFTERWARDS)
def test_an_edition_is_verified_whatever_came_after(store: Store, change: Callable[[Store], None]) -> None:
    kept = freeze(store)
    change(store)

    found = editions.verify(store, kept)

    assert (found.holds, found.is_journal, found.is_list, found.is_expectations) == (True, True, True, True)
    assert (found.differing, found.files, found.numbers > 100) == ((), dict.fromkeys(SMALL, True), True)


def test_files_of_an_edition_are_written_again_byte_for_byte(store: Store) -> None:
    kept = editions.freeze(store, "Review", ALL, "fr", by="test")
    after_a_merge(store)
    after_a_correction(store)

    again = editions.document(store, kept)

    files = {name: sha256(each.write(again)).hexdigest() for name, each in exports.FORMATS.items()}
    assert files == kept.files


def test_an_edition_holds_after_the_store_was_opened_again(store: Store) -> None:
    kept = freeze(store)
    after_a_correction(store)
    store.close()

    with Store.open(store.folder) as again:
        assert editions.verify(again, editions.edition(again, kept.name)).holds


def test_a_number_that_comes_out_otherwise_is_named(store: Store) -> None:
    kept = freeze(store)
    numbers = json.loads(json.dumps(kept.numbers))
    numbers["coverage"]["CSO"]["organisations"] = 7
    other = kept.model_copy(update={"numbers": numbers})

    found = editions.verify(store, other)

    assert [(each.table, each.row, each.column, each.was, each.is_now) for each in found.differing] == [
        ("coverage", "CSO", "organisations", 7, 2)
    ]
    assert (found.holds, found.is_journal) == (False, False)


def test_another_method_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = freeze(store)
    monkeypatch.setattr("engagement.summary.METHOD", "0")

    found = editions.verify(store, kept)

    assert (found.method, found.method_now, found.holds, found.files["json"]) == (METHOD, "0", True, False)


def test_a_format_that_cannot_hold_two_languages_is_left_out(store: Store) -> None:
    kept = editions.freeze(store, "Both", ALL, "en", beside="fr", by="test", formats=("html", "xlsx"))

    assert (set(kept.files), editions.verify(store, kept).holds) == ({"html"}, True)


# ---- compared -----------------------------------------------------------------------------------------------------


def differences(
    store: Store, earlier: editions.Edition, later: editions.Edition | None = None
) -> list[tuple[object, ...]]:
    found = compare(store, earlier, later, "en").changed
    return [
        (each.row_title, each.column_title, each.was, each.is_now, each.batches)
        for each in found
        if each.table == "coverage" and each.row in ("CSO", "LOC") and each.column in ("organisations", "activities")
    ]


def test_nothing_differs_where_nothing_was_written(store: Store) -> None:
    kept = freeze(store)

    found = compare(store, kept, None, "en")

    assert (found.changed, [each.kind for each in found.written]) == ((), ["edition-frozen"])


def test_a_later_import_is_shown_with_its_batch(store: Store) -> None:
    kept = freeze(store)
    load(store, LATER, file_name="later.csv")

    assert differences(store, kept) == [
        ("Local authorities and communities", "Organisations", "0", "1", ("B0003",)),
        ("Local authorities and communities", "Activities", "0", "1", ("B0003",)),
    ]


def test_a_correction_is_shown_as_the_difference_between_two_editions(store: Store) -> None:
    first = freeze(store, "First")
    after_a_correction(store)
    second = freeze(store, "Second")
    after_more_rows(store)

    assert differences(store, first, second) == [
        ("Civil society", "Organisations", "2", "1", ("B0001", "B0003")),
        ("Civil society", "Activities", "3", "2", ("B0001", "B0003")),
    ]


def test_a_merge_is_shown_by_what_was_written(store: Store) -> None:
    kept = freeze(store)
    actions.merge(store, "Harbour House", "River Trust", by="test", note="one house")

    assert differences(store, kept) == [("Civil society", "Organisations", "2", "1", ())]
    assert [each.kind for each in compare(store, kept, None, "en").written] == ["edition-frozen", "names-judged"]


def test_differences_are_worded_in_the_language_asked_for(store: Store) -> None:
    kept = freeze(store)
    after_more_rows(store)

    found = compare(store, kept, None, "fr").changed

    assert {each.column_title for each in found if each.column == "organisations"} == {"Organisations"}
    assert "Autorités et communautés locales" in {each.row_title for each in found}


# ---- a store as it was --------------------------------------------------------------------------------------------


def test_a_store_as_it_was_is_read_and_not_written(store: Store) -> None:
    load(store, LATER, file_name="later.csv")

    with store.as_of(1) as then:
        assert (then.version, indicators.indicators(then, ALL).records.classified) == (1, 4)
        with pytest.raises(StoreError, match="entry 1"):
            actions.undo_batch(then, "B0001", by="test")
    assert (store.version, indicators.indicators(store, ALL).records.classified) == (2, 5)


def test_a_damaged_journal_is_not_an_edition(store: Store) -> None:
    kept = freeze(store)
    entry = store.folder / "journal" / "00000001.json"
    entry.write_text(entry.read_text(encoding="utf-8").replace("test", "tess"), encoding="utf-8")

    with pytest.raises(EngagementError, match=r"00000001\.json"):
        editions.verify(store, kept)


# ---- commands -----------------------------------------------------------------------------------------------------


def run(store: Store, *arguments: str) -> tuple[int, str, str]:
    answer = CliRunner().invoke(app, [*arguments, "--store", str(store.folder)])
    return answer.exit_code, answer.stdout, answer.stderr


def test_commands_from_freezing_to_the_difference(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "again.json"

    assert run(store, "editions", "freeze", "Review 2025", "--network", "South") == (
        0,
        "",
        "The edition “Review 2025” is frozen: entry 2, on what was recorded up to entry 1.\n",
    )
    after_more_rows(store)
    code, verified, _ = run(store, "editions", "verify", "Review 2025")
    assert (code, "journal: as it was" in verified, "not as it was" in verified) == (0, True, False)
    assert [each["name"] for each in json.loads(run(store, "editions", "list", "--json")[1])] == ["Review 2025"]
    assert "numbers_sha256" in run(store, "editions", "show", "Review 2025")[1]
    compared = run(store, "editions", "compare", "Review 2025")
    assert ("Local authorities" in compared[1], "entry 3, log-imported: file later.csv" in compared[2]) == (True, True)
    assert run(store, "editions", "write", "Review 2025", "--format", "json", "--out", str(out))[0] == 0
    kept = editions.edition(store, "Review 2025")
    assert sha256(out.read_bytes()).hexdigest() == kept.files["json"]


def test_verify_ends_with_1_when_a_number_differs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(store)
    monkeypatch.setattr("engagement.editions.numbers_of", lambda _: {})

    code, said, _ = run(store, "editions", "verify", "Review 2025")

    assert (code, said.splitlines()[0].startswith("0 of "), "coverage / CSO / activities: was 3, is None" in said) == (
        1,
        True,
        True,
    )
