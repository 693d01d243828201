"""Answers kept under a name: plain TOML that survives everything a sheet can hold, and never names a person."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement import layouts, profiles
from engagement.cells.dates import DateOrder
from engagement.errors import ProfileError
from engagement.files.sheet import Sheet
from engagement.mapping import COLUMNS, Mapping
from engagement.profiles import Profile

MAPPING = Mapping(
    columns={"Qui ?": "organisation", 'Quoi "1"': "activity", "Nom": ""},
    values={"category": {"ONG internationale": "CSO", "État": "GOV"}, "stage": {"présent": "attended"}},
    constants={"network": "Réseau du fleuve"},
    date_order=DateOrder.DMY,
    century=2000,
    thousands=".",
    layout="plain",
    encoding="windows-1252",
)
PROFILE = Profile(name="fleuve", made_for="Listes du fleuve", mapping=MAPPING, headers=("Qui ?", 'Quoi "1"', "Nom"))


def sheet(*header: str) -> Sheet:
    return Sheet(name=None, header_row=1, header=header, rows=((2, ("",) * len(header)),))


def test_a_profile_is_toml_that_a_person_can_read() -> None:
    assert profiles.dump(PROFILE) == (
        'name = "fleuve"\n'
        "version = 1\n"
        'made_for = "Listes du fleuve"\n'
        'headers = ["Qui ?", "Quoi \\"1\\"", "Nom"]\n'
        "\n"
        "[mapping]\n"
        'date_order = "dmy"\n'
        "century = 2000\n"
        'thousands = "."\n'
        'layout = "plain"\n'
        'encoding = "windows-1252"\n'
        "\n"
        "[mapping.columns]\n"
        '"Qui ?" = "organisation"\n'
        '"Quoi \\"1\\"" = "activity"\n'
        'Nom = ""\n'
        "\n"
        "[mapping.constants]\n"
        'network = "Réseau du fleuve"\n'
        "\n"
        "[mapping.values.category]\n"
        '"ONG internationale" = "CSO"\n'
        '"État" = "GOV"\n'
        "\n"
        "[mapping.values.stage]\n"
        '"présent" = "attended"\n'
    )


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=100, deadline=None)
@given(
    columns=st.dictionaries(TEXT, st.sampled_from((*COLUMNS, "")), max_size=4),
    values=st.dictionaries(st.sampled_from(COLUMNS), st.dictionaries(TEXT, TEXT, min_size=1, max_size=3), max_size=3),
    constants=st.dictionaries(st.sampled_from(COLUMNS), TEXT, max_size=3),
    headers=st.lists(TEXT, max_size=4),
    made_for=TEXT,
)
def test_what_is_written_is_read_again(
    columns: dict[str, str],
    values: dict[str, dict[str, str]],
    constants: dict[str, str],
    headers: list[str],
    made_for: str,
) -> None:
    mapping = Mapping(columns=columns, values=values, constants=constants)
    profile = Profile(name="p", version=7, made_for=made_for, mapping=mapping, headers=tuple(headers))

    assert profiles.load(profiles.dump(profile).encode(), "other") == profile
    assert tomllib.loads(profiles.dump(profile))["version"] == 7


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"name = ",
        b'name = "a"\nversion = "many"',
        b'name = "a"\nversion = -5',
        b'name = "a"\nversion = 0',
        b'name = "a"\nversion = 1\nsurprise = 1',
        b'name = "a"\nversion = 1\n[mapping]\nthousands = "x"',
        b"a = " + b"[" * 20_000,
    ],
)
def test_what_is_not_a_profile_is_refused(content: bytes) -> None:
    with pytest.raises(ProfileError) as caught:
        profiles.load(content, "mine")
    assert (caught.value.code, caught.value.profile) == ("profile-unreadable", "mine")


def test_a_name_inside_that_cannot_be_a_files_is_refused() -> None:
    with pytest.raises(ProfileError) as caught:
        profiles.load(b'name = "../../x"\nversion = 1', "mine")
    assert (caught.value.code, caught.value.profile) == ("profile-name", "../../x")


def test_a_profile_is_called_as_its_file_is(tmp_path: Path) -> None:
    (tmp_path / "delta.toml").write_bytes(profiles.dump(PROFILE).encode())

    assert profiles.find(tmp_path, "delta") == PROFILE.model_copy(update={"name": "delta"})


# ---- kept ---------------------------------------------------------------------------------------------------------


def test_saving_again_keeps_the_version_before(tmp_path: Path) -> None:
    place = tmp_path / "profiles"
    second = PROFILE.model_copy(update={"made_for": "else"})

    versions = [profiles.save(place, each).version for each in (PROFILE, PROFILE, second, PROFILE)]

    assert versions == [1, 1, 2, 3]
    assert sorted(path.name for path in place.iterdir()) == ["fleuve.toml", "fleuve.v1.toml", "fleuve.v2.toml"]
    assert profiles.find(place, "fleuve") == PROFILE.model_copy(update={"version": 3})
    assert profiles.load((place / "fleuve.v2.toml").read_bytes(), "") == second.model_copy(update={"version": 2})


def test_a_shipped_profile_that_is_changed_becomes_the_next_version(tmp_path: Path) -> None:
    zoom = profiles.find(tmp_path, "zoom")
    mine = zoom.model_copy(update={"made_for": "our meetings"})

    assert (zoom.label, profiles.save(tmp_path, mine).label, profiles.find(tmp_path, "zoom").label) == (
        "zoom@1",
        "zoom@2",
        "zoom@2",
    )


def test_names_are_those_kept_and_those_shipped(tmp_path: Path) -> None:
    for each in (PROFILE, PROFILE.model_copy(update={"made_for": "else"})):
        profiles.save(tmp_path, each)

    assert profiles.names(tmp_path) == (
        "fleuve", "hxl", "indico", "kobo", "matrix", "participants", "teams", "template", "zoom",
    )  # fmt: skip


def test_a_profile_is_shipped_for_every_layout() -> None:
    found = {profile.name: profile.mapping.layout for profile in profiles.shipped()}

    assert found == {layout: layout for layout in layouts.LAYOUTS if layout != "plain"}


@pytest.mark.parametrize("name", ["a", "fleuve 2026", "listes-du-fleuve", "Réseau", "名单", "v2"])
def test_plain_names_are_names(name: str, tmp_path: Path) -> None:
    saved = profiles.save(tmp_path, PROFILE.model_copy(update={"name": name}))

    assert profiles.find(tmp_path, name) == saved


@pytest.mark.parametrize(
    "name",
    [
        "", " ", ".", "..", "../x", "a/b", "a\\b", "/etc/x", "a.toml", "a.v2", "-a", "a ", "nul", "COM1", "a\n",
        "a\x00b", "x" * 61, "*", "a\u202eb",
    ],
)  # fmt: skip
def test_hostile_names_are_refused_and_leave_nothing(name: str, tmp_path: Path) -> None:
    place = tmp_path / "profiles"
    for attempt in (
        lambda: profiles.save(place, PROFILE.model_copy(update={"name": name})),
        lambda: profiles.find(place, name),
    ):
        with pytest.raises(ProfileError) as caught:
            attempt()
        assert (caught.value.code, list(tmp_path.rglob("*"))) == ("profile-name", [])


def test_an_unknown_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ProfileError) as caught:
        profiles.find(tmp_path, "zom")
    assert (caught.value.code, caught.value.nearest) == ("profile-unknown", "zoom")


@pytest.mark.parametrize(
    "mapping",
    [
        Mapping(columns={"ask p1@example.org": "activity"}),
        Mapping(values={"organisation": {"p1@example.org": "A"}}),
        Mapping(values={"organisation": {"A": "p1@example.org"}}),
        Mapping(constants={"activity": "p1@example.org"}),
        Mapping(values={"person": {"Person 1": "Person 2"}}),
        Mapping(constants={"person": "Person 1"}),
    ],
)
def test_no_person_enters_a_profile(mapping: Mapping, tmp_path: Path) -> None:
    with pytest.raises(ProfileError) as caught:
        profiles.save(tmp_path, PROFILE.model_copy(update={"mapping": mapping}))
    assert (caught.value.code, list(tmp_path.iterdir())) == ("profile-personal", [])


# ---- used ---------------------------------------------------------------------------------------------------------


def test_answers_follow_the_spelling_of_the_sheet() -> None:
    found = profiles.fit(PROFILE, sheet("QUI?", "Quoi 1", "Remarques"))

    assert found == MAPPING.model_copy(
        update={"columns": {"QUI?": "organisation", "Quoi 1": "activity"}, "profile": "fleuve@1"}
    )


def test_a_column_that_is_gone_is_named_with_the_nearest_header() -> None:
    with pytest.raises(ProfileError) as caught:
        profiles.fit(PROFILE, sheet("Qui donc ?", 'Quoi "1"', "Remarques"))
    assert (caught.value.code, caught.value.values) == (
        "profile-column-gone",
        {"profile": "fleuve", "columns": "“Qui ?”", "nearest": "“Qui donc ?”"},
    )


def test_a_column_that_was_left_out_may_be_gone() -> None:
    assert profiles.fit(PROFILE, sheet("Qui ?", 'Quoi "1"')).columns == {
        "Qui ?": "organisation",
        'Quoi "1"': "activity",
    }


def test_values_answered_once_are_remembered_and_the_meeting_is_not() -> None:
    answers = Mapping(
        columns={"Qui ?": "organisation"},
        values={
            "category": {"Syndicat": "TUN", "État": "UNK"},
            "organisation": {
                "@lakes.example.org": "Association of Lakes",
                "p1@example.org": "A",
                "(Lakes)": "Association of Lakes",
                "(Person One)": "",
                "@hills.example.org": "",
            },
            "person": {"Person 1": "Person 2"},
        },
        constants={"network": "Delta", "activity": "Hearing", "date": "2026-03-12"},
        profile="fleuve@1",
    )

    found = profiles.learned(PROFILE, answers, sheet("Qui ?", "Quoi", "p1@example.org"))

    assert found == Profile(
        name="fleuve",
        made_for="Listes du fleuve",
        mapping=Mapping(
            columns={"Qui ?": "organisation"},
            values={
                "category": {"ONG internationale": "CSO", "État": "UNK", "Syndicat": "TUN"},
                "organisation": {
                    "@lakes.example.org": "Association of Lakes",
                    "(Lakes)": "Association of Lakes",
                    "@hills.example.org": "",
                },
                "stage": {"présent": "attended"},
            },
            constants={"network": "Delta"},
        ),
        headers=("Qui ?", "Quoi"),
    )


def test_a_sheet_with_all_its_headers_is_one_a_profile_was_made_for() -> None:
    assert [profiles.is_made_for(PROFILE, each) for each in (sheet("quoi 1", "QUI"), sheet("Qui ?"))] == [True, False]
    assert not profiles.is_made_for(Profile(name="empty"), sheet("Qui ?"))
