"""Organisations that documents do not name: why, who said so and when; the command, and what the journal tells."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from engagement import actions, identity, indicators, replay
from engagement.cli import app
from engagement.document import Table
from engagement.errors import InputError
from engagement.model import Selection
from engagement.store import Store
from engagement.summary import inclusion_summary
from tests.logs import load


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store") as store:
        load(store, [{"organisation": "Relief", "category": "CSO"}])
        yield store


def test_a_reason_is_kept_with_who_said_it_and_when(store: Store) -> None:
    entry = actions.keep_out(store, "relief", by="office", reason="  Its members\nare at risk. ")

    found = indicators.organisation(store, "Relief").kept_out

    assert found
    assert (found.entry, found.reason, found.by) == (entry, "Its members are at risk.", "office")
    assert found.at.replace(tzinfo=None) == indicators.audit(store).entries[0].at.replace(tzinfo=None)


def test_a_reason_may_stay_empty(store: Store) -> None:
    actions.keep_out(store, "Relief", by="office")

    found = indicators.organisation(store, "Relief").kept_out

    assert found
    assert found.reason == ""


@pytest.mark.parametrize("reason", ["ask head@relief.example", "call +33 1 23 45 67 89"])
def test_a_reason_holds_no_address(store: Store, reason: str) -> None:
    with pytest.raises(InputError) as refused:
        actions.keep_out(store, "Relief", by="office", reason=reason)

    assert (refused.value.code, refused.value.values) == ("note-personal", {"part": "reason"})
    assert indicators.organisation(store, "Relief").kept_out is None


def test_an_entry_of_an_earlier_version_has_no_reason_and_still_counts(store: Store) -> None:
    said = [{"name_id": identity.name_key("Relief"), "name": "Relief", "is_kept_out": True}]
    with store.writing() as writer:
        writer.append(replay.NAMING, by="office", parameters={"kept_out": said})
    (store.folder / "index.duckdb").unlink()
    store.close()

    with Store.open(store.folder) as again:
        found = indicators.organisation(again, "Relief").kept_out
        told = indicators.audit(again).entries[0].about

    assert found
    assert (found.reason, found.by) == ("", "office")
    assert told == {"n": "1", "name": "Relief", "is_kept_out": "True"}


def test_of_two_names_that_became_one_the_last_word_is_told(store: Store) -> None:
    load(store, [{"organisation": "Relief Worldwide", "category": "CSO"}])
    actions.keep_out(store, "Relief", by="office", reason="first")
    actions.keep_out(store, "Relief Worldwide", by="desk", reason="second")
    actions.merge(store, "Relief", "Relief Worldwide", by="office", note="one body")

    found = indicators.organisation(store, "Relief").kept_out

    assert found
    assert (found.reason, found.by) == ("second", "desk")


def test_a_label_that_is_the_name_of_an_organisation_kept_out_is_counted_and_not_written(tmp_path: Path) -> None:
    """A sheet whose columns were taken for one another has names where categories should stand."""
    with Store.open(tmp_path / "labels") as store:
        load(store, [{"organisation": "Relief", "category": "Relief"}, {"organisation": "Union", "category": "TUN"}])
        actions.keep_out(store, "Relief", by="office")

        document = inclusion_summary(store, Selection(), "en")

    labels = next(
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table) and block.code == "labels"
    )
    assert (labels.row_codes, labels.note) == (
        ("TUN:TUN",),
        "1 label is the name of an organisation that is not named: its rows are counted and it is not given here.",
    )
    assert "Relief" not in document.model_dump_json()


def test_the_command_takes_a_reason_and_the_journal_tells_it(store: Store) -> None:
    at = ["--store", str(store.folder)]

    kept = CliRunner().invoke(app, ["organisations", "keep-out", "Relief", "--reason", "It asked.", *at])
    shown = CliRunner().invoke(app, ["organisations", "show", "Relief", *at])
    refused = CliRunner().invoke(app, ["organisations", "keep-out", "Relief", "--again", "--reason", "It asked.", *at])

    assert (kept.exit_code, refused.exit_code) == (0, 2)
    assert "reason It asked." in " ".join(shown.output.replace(":", "").replace("'", "").split())
    store.refresh()
    assert indicators.audit(store).entries[0].about["reason"] == "It asked."
