"""The Upload page, driven as a coordinator drives it."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from engagement import indicators
from engagement.batches import Batch
from engagement.store import Store

TOP = Path(__file__).resolve().parent.parent

SMALL = """Réunion;Jour;Organisme;Catégorie;Courriel
Atelier;2024-05-02;Les Amis;Syndicat;a.b@example.org
Atelier;2024-05-02;Université X;Milieux universitaires;c.d@example.org
Atelier;demain;Ville Y;Chose inconnue;e.f@example.org
"""
COLUMNS = {"Réunion": "activity", "Jour": "date", "Organisme": "organisation", "Catégorie": "category"}
LOG = """Activity,Date,Network,Organisation,Category
Hearing,2024-05-02,Network A,Friends,Civil society
Hearing,2024-05-02,Network A,Workers,Trade unions
Hearing,2024-05-02,Network A,City,Local authorities
"""


def opened(language: str = "en", **address: str) -> AppTest:
    app = AppTest.from_file(str(TOP / "dashboard/app.py"), default_timeout=60)
    for name, value in {"lang": language, **address}.items():
        app.query_params[name] = value
    return settled(app.switch_page("views/upload.py").run())


def settled(app: AppTest) -> AppTest:
    """The page once nothing works beside it any more."""
    for _ in range(60):
        assert [each.value for each in app.exception] == []
        if not app.get("progress"):  # the button to stop is gone already while rows are recorded
            return app
        app.run()
    raise TimeoutError


def upload(app: AppTest, name: str, content: bytes) -> AppTest:
    return settled(app.main.file_uploader[0].upload(name, content, "application/octet-stream").run())


def widget(widgets, label: str):  # type: ignore[no-untyped-def]
    return next(each for each in widgets if each.label == label)


def click(app: AppTest, label: str) -> AppTest:
    return settled(widget(app.main.button, label).click().run())


def answer(app: AppTest, **columns: str) -> None:
    """Say what each column is; every other one is left out."""
    for box in app.main.selectbox:
        title = (box.key or "").removeprefix("column:")
        if title != box.key:
            box.set_value(columns.get(title, ""))
    app.run()


def choose_network(app: AppTest, name: str) -> None:
    widget(app.main.selectbox, "Network").set_value("+").run()
    widget(app.main.text_input, "Name of the new network").set_value(name).run()


def words(app: AppTest) -> str:
    """Everything the page says."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.error, app.success, app.info, app.warning)
    said = [each.value for kind in kinds for each in kind]
    return "\n".join([*said, *(each.proto.body for each in app.get("html"))])


def steps(app: AppTest) -> list[str]:
    return [each.value for each in app.main.header]


def batches(folder: Path) -> list[Batch]:
    with Store.open(folder) as store:
        return list(indicators.batches(store))
