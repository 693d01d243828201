"""Dates as people write them: read, or asked about, never guessed."""

from datetime import date

import pytest

from engagement.cells.dates import DateOrder, DateProblem, Span, first_and_last, read
from engagement.errors import InputError
from engagement.locale import LANGUAGES, day
from engagement.model import DatePrecision

READ = """
2024-03-04                         | 2024-03-04
 2024-03-04                        | 2024-03-04
2024-3-4                           | 2024-03-04
2024/3/4                           | 2024-03-04
2024.03.04                         | 2024-03-04
20240304                           | 2024-03-04
2024-W10-1                         | 2024-03-04
2024-03-04T00:00:00                | 2024-03-04
2024-03-04 14:30                   | 2024-03-04
2024-03-04T23:30:00-11:00          | 2024-03-04
2024-03-04T23:30:00.000Z           | 2024-03-04
13/04/2024 09:15                   | 2024-04-13
2024-03-04 14:30 CET               | 2024-03-04
2024-03-04 14:30 (UTC+3)           | 2024-03-04
2024-03-04T23:30:00+0300           | 2024-03-04
2024-03-04 9:00 am EST             | 2024-03-04
4 March 2024, 10:00-12:30 GMT      | 2024-03-04
4 March 2024 at 10 am Geneva time  | 2024-03-04
4 mars 2024 à 14h30                | 2024-03-04
2024-03-04 10:00 Europe/Paris      | 2024-03-04
13/04/2024                         | 2024-04-13
04/13/2024                         | 2024-04-13
13.4.2024                          | 2024-04-13
05-05-2024                         | 2024-05-05
4 March 2024                       | 2024-03-04
4 MAR 2024                         | 2024-03-04
04-Mar-2024                        | 2024-03-04
4th of March, 2024                 | 2024-03-04
March 4, 2024                      | 2024-03-04
March 4th 2024                     | 2024-03-04
5 Sept. 2024                       | 2024-09-05
Fri, 01 Dec 2023                   | 2023-12-01
Friday 1 December 2023             | 2023-12-01
1er mars 2024                      | 2024-03-01
le 14 février 2024                 | 2024-02-14
14 FEVRIER 2024                    | 2024-02-14
mardi 5 mars 2024                  | 2024-03-05
mar. 5 mars 2024                   | 2024-03-05
mar 5 mar 2024                     | 2024-03-05
3 de marzo de 2024                 | 2024-03-03
miércoles, 13 de abril de 2022     | 2022-04-13
4 марта 2024 г.                    | 2024-03-04
понедельник, 4 марта 2024 г.       | 2024-03-04
2024年3月5日                        | 2024-03-05
2024年3月4日 星期一                 | 2024-03-04
٤ مارس ٢٠٢٤                        | 2024-03-04
٤ آذار ٢٠٢٤                        | 2024-03-04
الاثنين، 4 مارس 2024               | 2024-03-04
2024-03                            | 2024-03-01 2024-03-31 month
2024/03                            | 2024-03-01 2024-03-31 month
03/2024                            | 2024-03-01 2024-03-31 month
February 2024                      | 2024-02-01 2024-02-29 month
Feb. 2024                          | 2024-02-01 2024-02-29 month
août 2024                          | 2024-08-01 2024-08-31 month
diciembre de 2024                  | 2024-12-01 2024-12-31 month
2024年3月                           | 2024-03-01 2024-03-31 month
2024-Q1                            | 2024-01-01 2024-03-31 quarter
Q4 2024                            | 2024-10-01 2024-12-31 quarter
T2 2024                            | 2024-04-01 2024-06-30 quarter
2024 T3                            | 2024-07-01 2024-09-30 quarter
2024                               | 2024-01-01 2024-12-31 year
1900                               | 1900-01-01 1900-12-31 year
2100                               | 2100-01-01 2100-12-31 year
2024年                              | 2024-01-01 2024-12-31 year
2021-04-13/2021-04-15              | 2021-04-13 2021-04-15 period
2024-02/2024-03                    | 2024-02-01 2024-03-31 period
2021/2022                          | 2021-01-01 2022-12-31 period
2021-04-13/2021-04-13              | 2021-04-13
4-6 March 2024                     | 2024-03-04 2024-03-06 period
4 – 6 March 2024                   | 2024-03-04 2024-03-06 period
November 12-13, 2020               | 2020-11-12 2020-11-13 period
du 12 au 13 novembre 2020          | 2020-11-12 2020-11-13 period
12 October – 3 November 2020       | 2020-10-12 2020-11-03 period
"""

REFUSED = """
03/04/2024                         | date-ambiguous
04.03.2024                         | date-ambiguous
12/03/2024 14:30                   | date-ambiguous
30 February 2024                   | date-impossible
2023-02-29                         | date-impossible
2024-13                            | date-impossible
2024-00-10                         | date-impossible
20241340                           | date-impossible
13/14/2024                         | date-impossible
2024-Q5                            | date-impossible
2024-W54-1                         | date-impossible
Thu, 01 Dec 2023                   | date-weekday
6-4 March 2024                     | dates-reversed
2021-04-15/2021-04-13              | dates-reversed
04/03/24                           | date-two-digit-year
04/03/99                           | date-two-digit-year
04-Mar-24                          | date-two-digit-year
Mar-24                             | date-two-digit-year
2023/24                            | date-two-years
2011/12                            | date-two-years
45355                              | date-serial
45355.5                            | date-serial
1850                               | date-out-of-range
1899-12-31                         | date-out-of-range
2101-01-01                         | date-out-of-range
0024-03-04                         | date-out-of-range
4 March 2567                       | date-other-calendar
۱۴۰۲/۱۲/۱۴                         | date-other-calendar
1445                               | date-other-calendar
15 Ramadan 1445                    | date-other-calendar
١٥ رمضان ١٤٤٥ هـ                   | date-other-calendar
4 March 2567 BE                    | date-other-calendar
民國113年3月5日                     | date-other-calendar
15 Farvardin 1403                  | date-other-calendar
1700                               | date-out-of-range
61                                 | date-serial
1                                  | date-serial
60                                 | date-impossible
0                                  | date-impossible
-1                                 | date-impossible
2958466                            | date-impossible
2958465                            | date-out-of-range
٤٥٣٥٥                              | date-serial
03/04/2024 10:00 CET               | date-ambiguous
2024-03-04 10:00 noon              | date-unreadable
Ramadan                            | date-unreadable
04032024                           | date-unreadable
4. März 2024                       | date-unreadable
2020 - 2021                        | date-unreadable
2024-03-04 25:00                   | date-unreadable
4 March                            | date-unreadable
Monday                             | date-unreadable
Mon 2024                           | date-unreadable
TBC                                | date-unreadable
n/a                                | date-unreadable
-                                  | date-unreadable
"""


def _table(text: str) -> dict[str, str]:
    return {left.rstrip(): right for left, right in (line.split("| ") for line in text.strip("\n").splitlines())}


def _shown(reading: Span | DateProblem) -> str:
    if isinstance(reading, DateProblem):
        return reading.code
    if reading.precision is DatePrecision.DAY:
        assert reading.date_from == reading.date_to
        return str(reading.date_from)
    return f"{reading.date_from} {reading.date_to} {reading.precision}"


@pytest.mark.parametrize(("text", "expected"), (_table(READ) | _table(REFUSED)).items())
def test_a_date_is_read_as_exactly_as_written_or_refused_with_the_reason(text: str, expected: str) -> None:
    assert _shown(read(text, None)) == expected


@pytest.mark.parametrize(
    ("text", "dmy", "mdy", "ymd"),
    [
        ("03/04/2024", "2024-04-03", "2024-03-04", "date-impossible"),
        ("13/04/2024", "2024-04-13", "date-impossible", "date-impossible"),
        ("04/13/2024", "date-impossible", "2024-04-13", "date-impossible"),
        ("03/04/24", "date-two-digit-year", "date-two-digit-year", "date-two-digit-year"),
        ("2024-03-04", "2024-03-04", "2024-03-04", "2024-03-04"),
        ("4 March 2024", "2024-03-04", "2024-03-04", "2024-03-04"),
    ],
)
def test_the_order_chosen_for_a_file_settles_numeric_dates_and_no_others(
    text: str, dmy: str, mdy: str, ymd: str
) -> None:
    assert [_shown(read(text, order)) for order in DateOrder] == [dmy, mdy, ymd]


@pytest.mark.parametrize(
    ("text", "since_1900", "since_1904"),
    [
        ("45355", "2024-03-04", "2028-03-05"),
        ("45355.99", "2024-03-04", "2028-03-05"),
        ("1", "1900-01-01", "1904-01-02"),
        ("59", "1900-02-28", "1904-02-29"),
        ("60", "date-impossible", "1904-03-01"),
        ("61", "1900-03-01", "1904-03-02"),
        ("0", "date-impossible", "1904-01-01"),
        ("-1", "date-impossible", "date-impossible"),
        ("73415", "2100-12-31", "date-out-of-range"),
        ("73416", "date-out-of-range", "date-out-of-range"),
        ("2958465", "date-out-of-range", "date-impossible"),
        ("2958466", "date-impossible", "date-impossible"),
        ("2024", "2024-01-01 2024-12-31 year", "2024-01-01 2024-12-31 year"),
        ("1402", "1903-11-02", "1907-11-03"),
        ("2024-03-04", "2024-03-04", "2024-03-04"),
    ],
)
def test_day_numbers_are_days_where_a_person_said_from_when_they_count(
    text: str, since_1900: str, since_1904: str
) -> None:
    assert [_shown(read(text, serial_dates="1900")), _shown(read(text, serial_dates="1904"))] == [
        since_1900,
        since_1904,
    ]


@pytest.mark.parametrize(
    ("text", "order", "this_century", "last_century"),
    [
        ("13/04/24", None, "2024-04-13", "1924-04-13"),
        ("03/04/24", None, "date-ambiguous", "date-ambiguous"),
        ("03/04/24", DateOrder.DMY, "2024-04-03", "1924-04-03"),
        ("03/04/24", DateOrder.MDY, "2024-03-04", "1924-03-04"),
        ("24/03/04", DateOrder.YMD, "2024-03-04", "1924-03-04"),
        ("29/02/00", None, "2000-02-29", "date-impossible"),
        ("04-Mar-24", None, "2024-03-04", "1924-03-04"),
        ("Mar-24", None, "2024-03-01 2024-03-31 month", "1924-03-01 1924-03-31 month"),
        ("2023/24", None, "date-two-years", "date-two-years"),
        ("2024-03-04", None, "2024-03-04", "2024-03-04"),
    ],
)
def test_years_of_two_digits_lie_in_the_century_a_person_said(
    text: str, order: DateOrder | None, this_century: str, last_century: str
) -> None:
    assert [_shown(read(text, order, century=2000)), _shown(read(text, order, century=1900))] == [
        this_century,
        last_century,
    ]


@pytest.mark.parametrize(
    ("text", "params"),
    [
        ("03/04/2024", {"day_first": "2024-04-03", "month_first": "2024-03-04"}),
        ("45355", {"since_1900": "2024-03-04", "since_1904": "2028-03-05"}),
        ("04/03/24", {"this_century": "2024", "last_century": "1924"}),
        ("1445-09-01", {"calendars": "hijri;solar-hijri"}),
        ("1 Ramadan 1445", {"calendars": "hijri"}),
        ("4 March 2567", {"calendars": "buddhist"}),
        ("Thu, 01 Dec 2023", {"day": "2023-12-01"}),
        ("30 February 2024", {"nearest": "2024-02-29"}),
        ("31/04/2024", {"nearest": "2024-04-30"}),
        ("2024-13", {}),
        ("soon", {}),
    ],
)
def test_a_problem_says_what_a_person_needs_to_settle_it(text: str, params: dict[str, str]) -> None:
    problem = read(text)
    assert isinstance(problem, DateProblem)
    assert problem.params == params


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("month", range(1, 13))
def test_what_we_write_we_can_read(language: str, month: int) -> None:
    moment = date(2024, month, 1)
    whole = read(f"2024-{month:02}", None)
    assert isinstance(whole, Span)
    assert read(day(moment, moment, DatePrecision.DAY, language), None) == Span(moment, moment, DatePrecision.DAY)
    assert read(day(whole.date_from, whole.date_to, DatePrecision.MONTH, language), None) == whole


def test_a_cell_too_long_to_be_a_date_is_not_searched() -> None:
    assert read("4 March 2024" + " " * 1_000_000, None) == DateProblem("date-unreadable")


def test_a_filter_accepts_a_day_a_month_a_quarter_or_a_year() -> None:
    assert {text: first_and_last(text) for text in ("2024-03-04", "2024-02", "2024-Q4", "2024")} == {
        "2024-03-04": (date(2024, 3, 4), date(2024, 3, 4)),
        "2024-02": (date(2024, 2, 1), date(2024, 2, 29)),
        "2024-Q4": (date(2024, 10, 1), date(2024, 12, 31)),
        "2024": (date(2024, 1, 1), date(2024, 12, 31)),
    }


def test_a_filter_that_is_not_a_date_is_an_error_with_its_value() -> None:
    with pytest.raises(InputError) as caught:
        first_and_last("03/04/2024")
    assert (caught.value.code, caught.value.values) == ("date-ambiguous", {"value": "03/04/2024"})
