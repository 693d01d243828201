"""Recording a meeting by hand: the same findings, check and receipt as a file."""

import re
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import upload_by_hand
from dashboard.upload_by_hand import OWN_SENTENCES, form_sentence
from engagement import indicators, locale
from engagement.batches import Batch
from engagement.model import Problem, ProblemSeverity, Selection
from engagement.store import Store

TOP = Path(__file__).resolve().parent.parent


@pytest.fixture
def folder(app_folder: Path) -> Path:
    return app_folder


def opened(language: str = "en", **address: str) -> AppTest:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    for name, value in {"lang": language, "way": "hand", **address}.items():
        app.query_params[name] = value
    return app.switch_page("views/upload.py").run()


def write(app: AppTest, **answers: str) -> AppTest:
    """Write into the form, by the key of each line or box."""
    for key, value in answers.items():
        boxes = [*app.main.text_input, *app.main.selectbox]
        next(each for each in boxes if each.key == f"hand:{key.replace('__', ':')}").set_value(value).run()
    return app


def click(app: AppTest, label: str) -> AppTest:
    next(each for each in app.main.button if each.label == label).click().run()
    assert [each.value for each in app.exception] == []
    return app


def words(app: AppTest) -> str:
    kinds = (app.header, app.markdown, app.error, app.success, app.info)
    said = [each.value for kind in kinds for each in kind]
    return "\n".join([*said, *(each.proto.body for each in app.get("html"))])


def hearing(app: AppTest) -> AppTest:
    """A hearing with two groups."""
    write(app, activity="Hearing", date="2024-05-02", network="+")
    write(app, **{"new network": "Network A"})
    write(app, open_to_stakeholders="yes", place="Geneva")
    write(app, **{"0__category": "CSO", "0__people": "12", "0__women": "7", "0__men": "5"})
    return write(app, **{"1__category": "TUN", "1__organisation": "Workers of A", "1__people": "3"})


def batches(folder: Path) -> list[Batch]:
    with Store.open(folder) as store:
        return list(indicators.batches(store))


def test_a_meeting_is_checked_and_recorded(folder: Path) -> None:
    app = click(hearing(opened()), "Check")
    assert "**2 head-counts** = 2 accepted + 0 left out + 0 duplicate. Nothing is recorded yet." in words(app)
    assert batches(folder) == []

    click(app, "Record 2 head-counts")

    assert app.main.success[0].value == "2 head-counts recorded as batch B0001."
    with Store.open(folder) as store:
        (activity,) = indicators.activities(store, Selection())
    found = {each.category: (each.people, each.women, each.men, each.organisations) for each in activity.labels}
    assert (activity.title, str(activity.date_from), activity.place, activity.open_to_stakeholders) == (
        "Hearing",
        "2024-05-02",
        "Geneva",
        True,
    )
    assert found == {"CSO": (12, 7, 5, 0), "TUN": (3, None, None, 1)}


def test_findings_name_the_group_as_the_page_numbers_it(folder: Path) -> None:
    app = write(hearing(opened()), **{"1__people": "about three"})

    click(app, "Check")

    assert "Group 2, People: “about three”" in words(app)
    assert "Row" not in words(app)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_findings_by_hand_speak_of_groups_and_never_of_a_file(folder: Path, language: str) -> None:
    app = write(opened(language), **{"0__people": "99", "1__category": "CSO", "1__people": "1.234"})
    write(app, **{"2__category": "TUN", "2__people": "12", "2__women": "13"})

    next(each for each in app.main.button if each.key == "check").click().run()
    (told,) = [each for each in words(app).split("<table")[1:] if "<caption" in each][:1]
    told = re.sub("<[^>]*>", " ", told)

    said = {
        "en": ("The meeting has no title.", "belongs to no network", "Group 1 has neither", "Group 3: women, men"),
        "fr": ("La réunion n’a pas de titre.", "rattachée à aucun réseau", "Le groupe 1 n’a ni", "Groupe 3"),
    }
    assert [each for each in said[language] if each not in told] == []
    assert re.findall(r"\b(?:[Ff]ile|[Rr]ow|[Cc]olumn|[Ff]ichier|[Ll]igne|[Cc]olonne)\b", told) == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("code", sorted(OWN_SENTENCES))
def test_each_sentence_of_the_form_speaks_of_no_file(monkeypatch: pytest.MonkeyPatch, code: str, language: str) -> None:
    monkeypatch.setattr(upload_by_hand, "text", partial(said_in, language))
    whole, days = ["first", "batch", "limit", "whole", "decimal"], ["day_first", "month_first"]
    names = [*whole, *days, "this_century", "last_century"]
    finding = Problem(
        row=2, column="people", code=code, severity=ProblemSeverity.WARNING, value="7", params=dict.fromkeys(names, "1")
    )

    said = form_sentence(finding)

    assert said
    assert re.findall(r"\b(?:file|row|column|sheet|upload|fichier|ligne|colonne|feuille)s?\b", said, re.I) == []


def said_in(language: str, code: str, **values: object) -> str:
    return locale.text(code, language, **values)


def test_every_field_of_the_form_says_which_group_it_belongs_to(folder: Path) -> None:
    app = opened()

    boxes = [*app.main.text_input, *app.main.selectbox]
    labels = [each.label for each in boxes if each.key and each.key.startswith(("hand:0", "hand:1", "hand:2"))]

    assert len(labels) == len(set(labels)) == 15


def test_more_women_than_people_keeps_the_group_out(folder: Path) -> None:
    app = click(write(hearing(opened()), **{"0__women": "70"}), "Check")

    assert "**2 head-counts** = 1 accepted + 1 left out" in words(app)
    assert "To put right first" in words(app)


def test_an_empty_form_asks_for_one_group_with_an_example(folder: Path) -> None:
    app = click(opened(), "Check")

    assert [each.value for each in app.main.error] == [
        "Write at least one group, for example: Civil society, 12 people."
    ]


def test_what_is_written_after_the_check_has_to_be_checked(folder: Path) -> None:
    app = click(hearing(opened()), "Check")

    write(app, **{"0__people": "13"})

    assert app.main.info[0].value == "Something has been written since the check. Check again."
    assert not [each for each in app.main.button if each.key == "record"]


def test_the_same_meeting_again_changes_nothing(folder: Path) -> None:
    app = click(click(hearing(opened()), "Check"), "Record 2 head-counts")
    click(app, "Record another meeting")

    click(hearing(app), "Check")

    assert app.main.info[0].value.startswith("This meeting is already recorded, word for word, as batch B0001.")
    assert len(batches(folder)) == 1


def test_a_form_half_written_survives_another_page_and_a_reload(folder: Path) -> None:
    app = write(opened(), activity="Hearing")
    found = app.query_params["meeting"]
    name = found if isinstance(found, str) else found[0]

    app.switch_page("views/gaps.py").run().switch_page("views/upload.py").run()
    again = opened(meeting=name)

    assert next(each for each in again.main.text_input if each.key == "hand:activity").value == "Hearing"


def test_a_meeting_recorded_by_hand_can_be_undone(folder: Path) -> None:
    app = click(click(hearing(opened()), "Check"), "Record 2 head-counts")

    click(app, "Yes, undo B0001")

    assert app.main.success[0].value == "Batch B0001 is undone: 2 rows."
    assert [each.undone_at is not None for each in batches(folder)] == [True]


def test_the_form_speaks_french(folder: Path) -> None:
    app = opened("fr")

    assert [each.value for each in app.main.header] == ["La réunion", "Qui était présent"]
