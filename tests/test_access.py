"""Who may write what: a table names every kind of entry, deny by default, and the store asks it before each one."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from prepared import Copied
from small_log import LOG as SMALL
from tables import log
from typer.testing import CliRunner

from engagement import access, actions, cli, editions, locale, reference, replay
from engagement.access import May
from engagement.efforts import OutreachStep
from engagement.errors import AccessError, EngagementError, InputError, UnknownNameError
from engagement.mapping import Mapping
from engagement.model import GapType, Selection
from engagement.organisations import ClassifiedBy
from engagement.store import Store

ROLES = ("reader", "contributor", "coordinator", "administrator")
LOG = log("""
    date       | activity | network | working_group | organisation | category
    -----------+----------+---------+---------------+--------------+---------
    2025-06-01 | Review   | Coast   |               | Blue Union   | TUN
    2025-06-02 | Meeting  | Coast   | Data          | Lake College | ACA
""")
ELSEWHERE = LOG.replace(b"Coast", b"Inland")
HALF = b"""type,mechanism,category,value,author,date,basis,valid_from,valid_to
presence,Coast,CSO,1/2,Office,2025-01-12,ToR,,
"""
SEAT = b"mechanism,organisation,category,role,from,to,selected_by\nCoast,Blue Union,TUN,member,2025,,constituency\n"


def staffed(store: Store) -> None:
    """One log of each network, and one handle for each role."""
    for content, name in ((LOG, "coast.csv"), (ELSEWHERE, "inland.csv")):
        imported(store, content, name, by="founder")
    for role in reversed(ROLES):
        actions.admit(store, role, role, by="founder" if role == "administrator" else "administrator")


@pytest.fixture
def staff(copied: Copied) -> Store:
    return copied(staffed)


def imported(store: Store, content: bytes, name: str = "log.csv", *, by: str) -> str:
    receipt = actions.import_log(store, content, file_name=name, mapping=Mapping(), by=by)
    return receipt.batch or ""


# ---- the table ----


def test_every_kind_of_entry_has_exactly_one_rule() -> None:
    named = [kind for act in access.acts() for kind in act.kinds]

    assert sorted(named) == sorted(replay._APPLY)


def test_the_table_says_no_own_or_yes_of_every_role() -> None:
    assert access.roles() == ROLES
    assert {may for act in access.acts() for may in act.roles.values()} == set(May)


def test_a_kind_without_a_rule_may_be_written_by_nobody(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(replay._APPLY, "plan-made", replay._freeze)

    with store.writing() as writer, pytest.raises(AccessError) as refused:
        writer.append("plan-made", by="anybody", parameters={})

    assert (refused.value.code, refused.value.exit_code, store.version) == ("access-no-rule", 5, 0)


# ---- role by kind ----

Write = Callable[[Store, str], object]
ON = date(2025, 7, 1)


def judged(store: Store, by: str) -> object:
    return actions.merge(store, "Blue Union", "Lake College", by=by, note="one office", category="TUN")


def reclassified(store: Store, by: str) -> object:
    said: dict[str, Any] = {"valid_from": None, "classified_by": ClassifiedBy.COORDINATOR, "reason": "a college"}
    return actions.classify(store, "Lake College", "CSO", by=by, **said)


def declared(store: Store, by: str) -> str:
    actions.declare_expectations(store, HALF, file_name="half.csv", by=by)
    return f"{store.version}.1"


def withdrawn(store: Store, by: str) -> object:
    version = declared(store, "coordinator")
    return actions.withdraw_expectation(store, version, said_by="Office", by=by)


def invited(store: Store, by: str) -> int:
    return actions.record_outreach(store, "Coast", "TUN", "Blue Union", step=OutreachStep.INVITED, on=ON, by=by)


def frozen(store: Store, by: str) -> object:
    return editions.freeze(store, "Draft", Selection(), "en", by=by)


WRITES: dict[str, Write] = {
    replay.IMPORTED: lambda store, by: imported(store, SMALL, by=by),
    replay.UNDONE: lambda store, by: actions.undo_batch(store, "B0001", by=by),
    replay.EXPECTED: declared,
    replay.EXPECTATION_ENDED: withdrawn,
    replay.LISTED: lambda store, by: actions.import_seats(store, SEAT, file_name="seats.csv", by=by),
    replay.JUDGED: judged,
    replay.RECHECKED: lambda store, by: actions.record_recheck(store, {"Blue Union": True}, by=by),
    replay.MARKED: lambda store, by: actions.mark_not_expected(
        store, "Coast", "CSO", reason="technical", said_by="Office", on=ON, by=by
    ),
    replay.REACHED_OUT: invited,
    replay.OUTREACH_WITHDRAWN: lambda store, by: actions.withdraw_outreach(store, invited(store, "contributor"), by=by),
    replay.NOTED: lambda store, by: actions.note_gap(
        store, GapType.PRESENCE, "Coast", "CSO", owner="Office", note="", by=by
    ),
    replay.FROZEN: frozen,
    replay.NAMING: lambda store, by: actions.keep_out(store, "Blue Union", by=by),
    replay.LEAST_PEOPLE: lambda store, by: actions.set_least_people(store, "Coast", 7, by=by),
    replay.ADMITTED: lambda store, by: actions.admit(store, "new", "reader", by=by),
    replay.ACCESS_ENDED: lambda store, by: actions.end_access(store, "reader", by=by),
}
CONTRIBUTORS, COORDINATORS, ADMINISTRATORS = (ROLES[place:] for place in (1, 2, 3))
MAY_WRITE: dict[str, tuple[str, ...]] = {
    replay.IMPORTED: CONTRIBUTORS,
    replay.UNDONE: COORDINATORS,  # what somebody else has imported
    replay.EXPECTED: COORDINATORS,
    replay.EXPECTATION_ENDED: COORDINATORS,
    replay.LISTED: COORDINATORS,
    replay.JUDGED: CONTRIBUTORS,
    replay.RECHECKED: CONTRIBUTORS,
    replay.MARKED: COORDINATORS,
    replay.REACHED_OUT: CONTRIBUTORS,
    replay.OUTREACH_WITHDRAWN: CONTRIBUTORS,
    replay.NOTED: CONTRIBUTORS,
    replay.FROZEN: COORDINATORS,
    replay.NAMING: COORDINATORS,
    replay.LEAST_PEOPLE: COORDINATORS,
    replay.ADMITTED: ADMINISTRATORS,
    replay.ACCESS_ENDED: ADMINISTRATORS,
}


@pytest.mark.parametrize("kind", list(replay._APPLY))
@pytest.mark.parametrize("role", ["stranger", *ROLES])
def test_a_role_writes_what_it_may_and_nothing_else(staff: Store, kind: str, role: str) -> None:
    """Role by kind of entry, complete. What is refused leaves no file behind, and names who may be asked."""
    refused = None
    try:
        WRITES[kind](staff, role)
    except AccessError as error:
        refused = error

    assert (refused is None, kind in written_by(staff, role)) == (role in MAY_WRITE[kind], role in MAY_WRITE[kind])
    assert refused is None or (refused.administrators, loose_tables(staff)) == (("administrator",), [])


def written_by(store: Store, name: str) -> list[str]:
    return [row["kind"] for row in store.rows("select kind from engagement.entry where actor = $1", [name])]


def loose_tables(store: Store) -> list[str]:
    journal = store.folder / "journal"
    return [each.name for each in journal.glob("*.parquet") if not (journal / f"{each.name[:8]}.json").exists()]


def test_whoever_reaches_a_store_without_people_may_write_everything(copied: Copied) -> None:
    store = copied(
        lambda empty: [imported(empty, LOG, by="founder"), imported(empty, ELSEWHERE, "b.csv", by="founder")]
    )

    for kind in (kind for kind in WRITES if kind != replay.ACCESS_ENDED):
        if kind != replay.ADMITTED:
            WRITES[kind](store, "anybody")

    assert {*written_by(store, "anybody")} == {*WRITES} - {replay.ADMITTED, replay.ACCESS_ENDED}


def test_a_contributor_takes_back_an_import_of_their_own_and_no_other(staff: Store) -> None:
    own = imported(staff, SMALL, by="contributor")

    assert actions.undo_batch(staff, own, by="contributor").batch == own
    assert code(lambda: actions.undo_batch(staff, "B0001", by="contributor")) == "access-own"


# ---- for some networks ----


def coastal(store: Store) -> None:
    staffed(store)
    actions.admit(store, "coast.desk", "coordinator", networks=["Coast"], by="administrator")


@pytest.fixture
def desk(copied: Copied) -> Store:
    """With somebody who coordinates one of the two networks."""
    return copied(coastal)


OF_THE_COAST = (
    *(replay.IMPORTED, replay.UNDONE, replay.EXPECTED, replay.EXPECTATION_ENDED, replay.LISTED, replay.MARKED),
    *(replay.REACHED_OUT, replay.OUTREACH_WITHDRAWN, replay.NOTED, replay.LEAST_PEOPLE),
)
OF_ALL = (replay.JUDGED, replay.RECHECKED, replay.NAMING, replay.FROZEN)


@pytest.mark.parametrize("kind", [kind for kind in OF_THE_COAST if kind != replay.IMPORTED])
def test_a_role_for_a_network_reaches_what_names_it(desk: Store, kind: str) -> None:
    WRITES[kind](desk, "coast.desk")

    assert kind in written_by(desk, "coast.desk")


@pytest.mark.parametrize("kind", OF_ALL)
def test_a_role_for_a_network_does_not_reach_the_whole_record(desk: Store, kind: str) -> None:
    assert code(lambda: WRITES[kind](desk, "coast.desk")) == "access-whole"
    assert written_by(desk, "coast.desk") == []


def test_a_log_of_the_network_and_its_working_groups_is_taken_and_one_of_another_is_not(desk: Store) -> None:
    more = LOG.replace(b"2025", b"2024")

    assert imported(desk, more, by="coast.desk") == "B0008"
    refused = refusal(lambda: imported(desk, more.replace(b"Coast", b"Inland"), by="coast.desk"))
    assert (refused.code, refused.places) == ("access-elsewhere", ("Inland", "Inland/Data"))
    assert str(refused) == (
        "“coast.desk” holds the role for Coast only, and this is said of Inland and Inland/Data. Ask: administrator."
    )


def test_what_an_entry_takes_back_is_asked_too(desk: Store) -> None:
    everywhere = actions.mark_not_expected(desk, None, "CSO", reason="r", said_by="o", on=ON, by="coordinator")

    assert code(lambda: actions.undo_batch(desk, "B0002", by="coast.desk")) == "access-elsewhere"
    assert code(lambda: replaced(desk, LOG, "B0002", by="coast.desk")) == "access-elsewhere"
    assert code(lambda: actions.mark_expected(desk, None, "CSO", reason="r", said_by="o", on=ON, by="coast.desk")) == (
        "access-whole"
    )
    assert desk.version == everywhere


def test_a_corrected_file_takes_only_ones_own_rows_out(staff: Store) -> None:
    """As undoing does: it is another way to the same end."""
    own = imported(staff, LOG.replace(b"2025", b"2023"), by="contributor")

    assert code(lambda: replaced(staff, LOG, "B0001", by="contributor")) == "access-own"
    replaced(staff, LOG.replace(b"Blue", b"Red"), own, by="contributor")
    assert written_by(staff, "contributor") == [replay.IMPORTED, replay.IMPORTED]


def test_the_journal_says_one_spelling_of_who_wrote(staff: Store) -> None:
    imported(staff, LOG.replace(b"2025", b"2022"), by=" Administrator\n")

    assert staff.rows("select arg_max(actor, sequence) as actor from engagement.entry") == [{"actor": "administrator"}]


@pytest.mark.parametrize("by", ["first.last@example.org", "office\x00", ""])
def test_who_writes_is_no_address_and_holds_no_signs_that_nobody_sees(store: Store, by: str) -> None:
    assert code(lambda: imported(store, LOG, by=by)) == "access-actor-unfit"
    assert store.version == 0


def replaced(store: Store, content: bytes, batch: str, *, by: str) -> None:
    more = content.replace(b"2025", b"2024")
    actions.import_log(store, more, file_name="c.csv", mapping=Mapping(), by=by, replaces=batch)


def test_a_network_is_not_held_by_calling_it_a_working_group_of_ones_own(desk: Store) -> None:
    row = {"code": "Inland", "kind": "working_group", "parent": "Coast", "name_en": "Inland"}

    with pytest.raises(EngagementError):
        assert actions.mechanism_by_hand(desk, row, by="coast.desk").rows_refused == 0


# ---- people ----


def test_people_stand_as_they_were_last_said(staff: Store) -> None:
    actions.admit(staff, " Coast.Desk ", "coordinator", networks=["Coast", "Coast/Data"], by="administrator")
    actions.admit(staff, "coast.desk", "contributor", networks=["Coast"], by="administrator")
    actions.end_access(staff, "reader", by="administrator")

    assert [(each.handle, each.role, each.networks, each.admitted_by) for each in access.people(staff)] == [
        ("administrator", "administrator", (), "founder"),
        ("coast.desk", "contributor", ("Coast",), "administrator"),
        ("contributor", "contributor", (), "administrator"),
        ("coordinator", "coordinator", (), "administrator"),
    ]
    assert [(each.handle, each.role) for each in access.history(staff)][:3] == [
        ("reader", None),
        ("coast.desk", "contributor"),
        ("coast.desk", "coordinator"),
    ]


def test_the_same_said_again_is_no_entry(staff: Store) -> None:
    stands = next(each for each in access.people(staff) if each.handle == "reader")

    assert actions.admit(staff, "READER", "reader", by="administrator") == stands.entry


@pytest.mark.parametrize("role", ROLES[:3])
def test_the_first_is_an_administrator_for_all_networks(store: Store, role: str) -> None:
    assert code(lambda: actions.admit(store, "office", role, by="founder")) == "access-first"
    assert code(lambda: actions.admit(store, "office", "administrator", networks=["NET-AP"], by="founder")) == (
        "access-administrator-whole"
    )
    assert access.people(store) == ()


def test_the_last_administrator_stays(staff: Store) -> None:
    assert code(lambda: actions.end_access(staff, "administrator", by="administrator")) == "access-last"
    assert code(lambda: actions.admit(staff, "administrator", "coordinator", by="administrator")) == "access-last"

    actions.admit(staff, "second", "administrator", by="administrator")
    actions.admit(staff, "administrator", "coordinator", networks=["Coast"], by="administrator")

    assert access.administrators(access.people(staff)) == ("second",)


@pytest.mark.parametrize("given", ["first.last@example.org", "first(at)example.org", "first.last＠example.org"])
def test_an_address_is_no_handle_and_is_not_kept(staff: Store, given: str) -> None:
    with pytest.raises(InputError) as refused:
        actions.admit(staff, given, "reader", by="administrator")

    assert (refused.value.code, "example" in str(refused.value)) == ("handle-address", False)


@pytest.mark.parametrize("given", ["", "two words", "-x", ".x", "a" * 41, "bureau-d’étude", "К", "\u212aate", "x\n"])
def test_what_is_no_handle_is_refused(staff: Store, given: str) -> None:
    assert code(
        lambda: actions.admit(staff, f"{given}!" if given == "x\n" else given, "reader", by="administrator")
    ) == ("handle-unfit")


def test_a_name_that_only_looks_like_a_handle_writes_nothing(staff: Store) -> None:
    actions.admit(staff, "kate", "administrator", by="administrator")

    assert code(lambda: imported(staff, SMALL, by="\u212aate")) == "access-unknown"
    assert imported(staff, SMALL, by="Kate")


def test_what_is_wrongly_named_is_said(staff: Store) -> None:
    with pytest.raises(UnknownNameError):
        actions.end_access(staff, "nobody", by="administrator")
    with pytest.raises(UnknownNameError):
        actions.admit(staff, "desk", "reader", networks=["Atlantis"], by="administrator")
    assert code(lambda: actions.admit(staff, "desk", "owner", by="administrator")) == "access-role-unknown"


def test_the_past_is_not_judged_again(staff: Store) -> None:
    """What somebody wrote before their access ended stands in a rebuilt index, and in the store as it was."""
    imported(staff, SMALL, by="contributor")
    actions.end_access(staff, "contributor", by="administrator")
    version, folder = staff.version, staff.folder
    staff.close()
    (folder / "index.duckdb").unlink()

    with Store.open(folder) as again, again.as_of(version - 1) as before:
        assert (again.version, written_by(again, "contributor")) == (version, [replay.IMPORTED])
        assert [each.handle for each in access.people(before)] == [
            "administrator",
            "contributor",
            "coordinator",
            "reader",
        ]


def code(act: Callable[[], object]) -> str:
    return refusal(act).code


def refusal(act: Callable[[], object]) -> EngagementError:
    with pytest.raises(EngagementError) as refused:
        act()
    return refused.value


# ---- the command line ----


def test_users_are_listed_admitted_and_ended_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "store"

    assert users(folder, "list", "--json") == (0, "[]\n", opening())
    assert users(folder, "admit", "Office", "--role", "administrator")[::2] == (
        0,
        "“office” admitted as administrator (entry 1).\n",
    )
    assert users(folder, "admit", "desk", "--role", "contributor", "--network", "NET-AP")[0] == 5
    monkeypatch.setenv("ENGAGEMENT_ACTOR", "office")
    admitted = users(folder, "admit", "desk", "--role", "contributor", "--network", "NET-AP", "--json")
    assert json.loads(admitted[1]).items() >= {"handle": "desk", "role": "contributor", "networks": ["NET-AP"]}.items()
    assert [line.split()[:4] for line in users(folder, "list")[1].splitlines()] == [
        ["handle", "role", "networks", "entry"],
        ["desk", "contributor", "NET-AP", "2"],
        ["office", "administrator", "*", "1"],
    ]
    assert users(folder, "end", "desk")[::2] == (0, "“desk” can write nothing any longer (entry 3).\n")
    assert [each["handle"] for each in json.loads(users(folder, "list", "--json")[1])] == ["office"]


def opening() -> str:
    return locale.text("cli.users-open", "en") + "\n"


def users(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit code, answer and remarks of `engagement users`."""
    answer = CliRunner().invoke(cli.app, ["users", *arguments, "--store", str(folder)])
    error = answer.exception
    return (error.exit_code if isinstance(error, EngagementError) else answer.exit_code), answer.stdout, answer.stderr


def test_the_table_of_permissions_is_the_only_place_that_says_who_may(
    staff: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader who may import by the table imports."""
    real = reference.table
    rows = tuple(row | ({"reader": "yes"} if row["act"] == "import" else {}) for row in real("permissions"))
    monkeypatch.setattr(reference, "table", lambda name: rows if name == "permissions" else real(name))
    access.acts.cache_clear()
    try:
        assert imported(staff, SMALL, by="reader")
    finally:
        monkeypatch.undo()
        access.acts.cache_clear()
