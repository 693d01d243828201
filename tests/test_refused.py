"""The refused rows go back to their owner: their own columns, and one that says what to mend."""

import csv
import io

from tables import log

from engagement import actions
from engagement.exports.refused import refused_rows
from engagement.locale import problem_text, text
from engagement.mapping import Mapping
from engagement.store import Store

LOG = log("""
    date       | activity | network | organisation | category    | note
    -----------+----------+---------+--------------+-------------+-----
    2024-03-04 | Hearing  | Coast   | Blue Union   | trade union | kept
    soon       |          | Coast   | Lake College | academia    | @sum
    2024-03-04 | Hearing  | Coast   | Blue Union   | trade union | kept
    2024-03-04 | Hearing  | Coast   | Odd Fellows  | giants      | warned
    2024-03-04 | Hearing  |         | =1+1         | academia    | x
""")


def returned(store: Store, content: bytes, language: str) -> list[list[str]]:
    written = refused_rows(*actions.refused_rows(store, content, mapping=Mapping()), language)
    assert written.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def test_refused_rows_come_back_with_every_reason_in_the_readers_language(store: Store) -> None:
    receipt = actions.import_log(store, LOG, file_name="log.csv", mapping=Mapping(), by="tester", is_check=True)
    reasons = {each.row: [] for each in receipt.problems}  # type: ignore[var-annotated]
    for each in receipt.problems:
        reasons[each.row].append(each)

    for language in ("en", "fr"):
        why = {
            row: " ".join(problem_text(each, language) for each in found if each.severity == "blocking")
            for row, found in reasons.items()
        }
        assert returned(store, LOG, language) == [
            ["date", "activity", "network", "organisation", "category", "note", text("refused.problem", language)],
            ["soon", "", "Coast", "Lake College", "academia", "'@sum", why[3]],
            ["2024-03-04", "Hearing", "", "'=1+1", "academia", "x", why[6]],
        ]


def test_rows_of_another_width_come_back_as_they_were(store: Store) -> None:
    content = LOG.splitlines(keepends=True)[0] + b"2024-03-04,Hearing\r\n2024-03-04,Hearing,Coast,A,academia,x\r\n"

    rows = returned(store, content, "en")

    assert [each[:2] for each in rows] == [["date", "activity"], ["2024-03-04", "Hearing"]]
    assert rows[1][-1] != ""


def test_mended_rows_can_be_sent_again(store: Store) -> None:
    """The column that says why is not stored, and quotes put before formulas are taken off."""
    rows = returned(store, LOG, "en")
    rows[1][0:2], rows[2][2] = ["2024-03-05", "Workshop"], "Coast"
    mended = io.StringIO()
    csv.writer(mended).writerows(rows)

    receipt = actions.import_log(
        store, mended.getvalue().encode(), file_name="mended.csv", mapping=Mapping(), by="tester"
    )

    assert (receipt.rows_accepted, receipt.rows_refused) == (2, 0)
    names = store.rows("select organisation from engagement.participation order by all")
    assert [each["organisation"] for each in names] == ["=1+1", "Lake College"]


def test_nothing_refused_is_a_header_alone(store: Store) -> None:
    assert len(returned(store, log("date|activity|network|category\n2024-03-04|Hearing|Coast|academia"), "fr")) == 1


def test_of_a_row_that_became_several_only_the_refused_come_back(store: Store) -> None:
    matrix = log("""
        Organisation | Category    | Hearing 2024-03-04 | Workshop 2024-03-05 | Review 2024-03-06
        Blue Union   | trade union | x                  | x                   | perhaps
        Lake College | academia    | x                  | x                   | x
    """)
    mapping = Mapping(constants={"network": "Coast"})

    _, rows = actions.refused_rows(store, matrix, mapping=mapping)

    assert [(row, [each.code for each in problems]) for row, _, problems in rows] == [(2, ["mark-unknown"])]
