"""Totals, sources and notes under a table are no entries; whoever is called like one is a name."""

import pytest
from test_cells import shown

from engagement import reference
from engagement.cells.cell import read_values
from engagement.cells.footers import is_footer
from engagement.mapping import COLUMNS, Mapping

FOOTERS = """
    Total | TOTAL : | totals | — Total — | (Total) | Total 14 | Total = 14 | Total (14) | Total participants
    Grand total | Subtotal civil society | Total number of participants | Total women and men: 14 | of whom women
    Total général | TOTAL présents | Nombre total de participants | Sous-total ONG | Total des participant·e·s : 14
    dont 7 femmes | Fait à Genève, le 14 mai 2024 | Établi par le secrétariat | Somme : 14
    Total general | Número total de participantes | Suma | Fuente: registro | Hecho en Dakar
    المجموع | المجموع: 14 | الإجمالي | عدد المشاركين 14 | المصدر: التسجيل
    Итого: 14 | Всего участников | Общее количество участников | Источник: список
    合计14人 | 总计：14 | 小计 | 来源：登记处 | 注：估计
    Source: registration desk | Source : bureau | Sources | Note | N.B. : estimates | Prepared by the secretariat
"""
NAMES = """
    Total Energies | Total Solidarity | Totally Youth | Energy Total | Source International | Source of Hope | Summa
    Sum of Us | Notes de terrain | Note Foundation | Sommet: jeunes | Fait Main | Dont Wait Network
    Всемирный банк | Всего один шаг | مجموعة العمل | 合作组织 | 注册会计师协会 | 来源地社区
"""


def each(drawing: str) -> list[str]:
    return [cell.strip() for line in drawing.strip().splitlines() for cell in line.split("|")]


@pytest.mark.parametrize("column", sorted(COLUMNS))
def test_a_total_a_source_or_a_note_is_no_entry_whatever_column_it_stands_in(column: str) -> None:
    assert {raw: shown(column, raw) for raw in each(FOOTERS)} == dict.fromkeys(each(FOOTERS), "total-row")


@pytest.mark.parametrize("column", ["organisation", "activity", "place", "network", "activity_type"])
def test_a_name_that_begins_like_a_total_or_a_source_is_a_name(column: str) -> None:
    assert {raw: shown(column, raw) for raw in each(NAMES)} == {raw: raw for raw in each(NAMES)}


def test_whoever_is_called_total_is_so_called_by_a_person() -> None:
    called = Mapping(values={"organisation": {"Total": "Total"}})
    assert [each.value for each in read_values("organisation", ["TOTAL"], called)] == ["Total"]


def test_no_word_that_we_know_is_a_total_or_a_source() -> None:
    known = [row["term"] for table in ("vocabulary", "synonyms") for row in reference.table(table)]
    assert [term for term in known if is_footer(term)] == []
