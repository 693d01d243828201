"""Names of networks and working groups: found as people write them, created once, never confused."""

import pytest

from engagement.errors import AmbiguousNameError, UnknownNameError
from engagement.model import Mechanism, MechanismKind
from engagement.registry import Mechanisms, known_mechanisms

NETWORK, GROUP = MechanismKind.NETWORK, MechanismKind.WORKING_GROUP


def placed(mechanisms: Mechanisms, *pairs: tuple[str | None, str | None]) -> list[str | None]:
    found = [mechanisms.place(*pair) for pair in pairs]
    return [each.code if each else None for each in found]


def test_known_mechanisms_are_found_by_code_and_by_name_in_both_languages() -> None:
    for language in ("en", "fr"):
        for known in known_mechanisms(language):
            same = [each for each in known_mechanisms(language) if each.name.casefold() == known.name.casefold()]
            assert Mechanisms().find(known.code, known.kind).code == known.code
            if len(same) == 1:
                assert Mechanisms().find(known.name.upper(), known.kind).code == known.code


def test_codes_are_unique_and_every_working_group_has_its_network() -> None:
    known = known_mechanisms("en")
    networks = {each.code for each in known if each.kind is NETWORK}

    assert len({each.code for each in known}) == len(known)
    assert {each.parent for each in known if each.kind is GROUP} <= networks
    assert {each.parent for each in known if each.kind is NETWORK} == {None}


def test_a_row_that_names_nothing_has_no_mechanism() -> None:
    assert placed(Mechanisms(), (None, None), ("", "")) == [None, None]


def test_a_new_name_is_created_once_however_it_is_spelled() -> None:
    mechanisms = Mechanisms()

    codes = placed(
        mechanisms, ("Coast", None), ("COAST", None), (" coast.", None), ("Coast", "Fish"), ("coast", "FISH")
    )

    assert codes == ["Coast", "Coast", "Coast", "Coast/Fish", "Coast/Fish"]
    assert mechanisms.added == [
        Mechanism(code="Coast", kind=NETWORK, parent=None, name="Coast"),
        Mechanism(code="Coast/Fish", kind=GROUP, parent="Coast", name="Fish"),
    ]


def test_one_name_under_two_networks_is_two_working_groups() -> None:
    mechanisms = Mechanisms()

    assert placed(mechanisms, ("Coast", "Fish"), ("Inland", "Fish")) == ["Coast/Fish", "Inland/Fish"]
    with pytest.raises(AmbiguousNameError) as caught:
        mechanisms.place(None, "fish")
    assert (caught.value.name, caught.value.candidates) == ("fish", "Coast/Fish, Inland/Fish")


def test_a_working_group_without_its_network_is_the_only_one_of_that_name() -> None:
    assert placed(Mechanisms(), ("Coast", "Fish"), (None, "Fish"), (None, "Ports")) == [
        "Coast/Fish",
        "Coast/Fish",
        "Ports",
    ]


def test_a_working_group_called_like_a_network_is_another_mechanism() -> None:
    assert placed(Mechanisms(), ("Coast", None), (None, "Coast"), (None, "NET-GLOBAL"), (None, "coast")) == [
        "Coast",
        "Coast (working group)",
        "NET-GLOBAL (working group)",
        "Coast (working group)",
    ]


def test_a_known_working_group_is_found_with_and_without_its_network() -> None:
    assert placed(Mechanisms(), ("NET-GLOBAL", "CWG-2.1"), (None, "cwg 2 1")) == ["CWG-2.1", "CWG-2.1"]


def test_what_earlier_logs_created_is_known() -> None:
    earlier = [
        Mechanism(code="Coast", kind=NETWORK, parent=None, name="Coast"),
        Mechanism(code="Coast/Fish", kind=GROUP, parent="Coast", name="Fish"),
    ]
    mechanisms = Mechanisms(earlier)

    assert placed(mechanisms, ("coast", "fish"), ("Coast", "Ports")) == ["Coast/Fish", "Coast/Ports"]
    assert (mechanisms.created, [each.code for each in mechanisms.added]) == (earlier, ["Coast/Ports"])
    assert (mechanisms.code_of("fish"), mechanisms.code_of("COAST")) == ("Coast/Fish", "Coast")


def test_a_code_is_meant_before_what_others_are_called_and_a_shared_name_is_asked_about() -> None:
    mechanisms = Mechanisms(
        [
            Mechanism(code="Inland", kind=NETWORK, parent=None, name="Inland"),
            Mechanism(code="Inland/Data", kind=GROUP, parent="Inland", name="Data"),
            Mechanism(code="Coast", kind=NETWORK, parent=None, name="Coast"),
            Mechanism(code="Coast/Inland", kind=GROUP, parent="Coast", name="Inland"),
            Mechanism(code="Coast/Inland/Data", kind=GROUP, parent="Coast", name="Inland/Data"),
            Mechanism(code="Hills", kind=NETWORK, parent=None, name="Uplands"),
            Mechanism(code="Coast/Uplands", kind=GROUP, parent="Coast", name="Uplands"),
        ]
    )

    assert [mechanisms.code_of(each) for each in ("inland", "Inland/Data", "Coast/Inland")] == [
        "Inland",
        "Inland/Data",
        "Coast/Inland",
    ]
    assert mechanisms.find("Inland/Data", GROUP).code == "Inland/Data"
    with pytest.raises(AmbiguousNameError) as caught:
        mechanisms.code_of("Uplands")
    assert caught.value.candidates == "Hills, Coast/Uplands"


def test_a_name_nobody_knows_is_refused_with_what_is_spelled_like_it() -> None:
    mechanisms = Mechanisms()
    mechanisms.place("Northern Coast", None)

    with pytest.raises(UnknownNameError) as caught:
        mechanisms.find("Norhtern Coast", NETWORK)
    assert (caught.value.code, caught.value.suggestions) == ("network-unknown", "Northern Coast")
