"""The empty logs to fill in: one in each language, the same meeting in each, read without a question."""

import csv
from codecs import BOM_UTF8
from datetime import date

import pytest

from engagement import actions, vocabulary
from engagement.locale import LANGUAGES
from engagement.mapping import Mapping
from engagement.reference import folder
from engagement.store import Store

RECORDED = """
    select f.category, f.role, f.stage, f.level, f.people, f.women, f.men, f.other_gender,
           a.date_from, a.mode, a.open_to_stakeholders, a.log_complete
    from engagement.fact as f join engagement.activity as a using (activity_id) order by f.category
"""
MEETING = (date(2026, 3, 12), "hybrid", True, True)


def template(language: str) -> tuple[str, bytes]:
    name = "template.csv" if language == "en" else f"template.{language}.csv"
    return name, (folder() / name).read_bytes()


def titles(language: str) -> list[str]:
    return next(csv.reader(template(language)[1].decode("utf-8").splitlines()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_has_our_columns_in_our_order_in_words_of_its_language(language: str) -> None:
    assert [vocabulary.column_for(title) for title in titles(language)] == titles("en")
    assert language == "en" or not set(titles(language)) & set(titles("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_is_imported_without_a_question_or_a_finding(store: Store, language: str) -> None:
    name, content = template(language)

    receipt = actions.import_log(store, BOM_UTF8 + content, file_name=name, mapping=Mapping(), by="test")

    assert (receipt.rows_accepted, receipt.rows_refused, receipt.activities, receipt.organisations) == (2, 0, 1, 2)
    assert {each.code for each in receipt.problems} <= {"layout-recognised", "mechanism-new"}
    assert [tuple(row.values()) for row in store.rows(RECORDED)] == [
        ("ACA", "speaker", "spoke", 3, 1, None, None, None, *MEETING),
        ("CSO", "participant", "attended", 2, 3, 2, 1, None, *MEETING),
    ]
