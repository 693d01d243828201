"""What holds of every list of names: no order, no neighbour and no direction changes an answer."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.matching import REASONS, Match, Name, Outcome, match, within

PLACES = st.sampled_from(["Gargaar", "Himilo", "Kivu", "Chad", "Tchad", "Somalia", "française", "Juba"])
WORDS = st.sampled_from(
    ["Relief", "Secours", "Women", "Femmes", "Network", "Réseau", "Peace", "Paix", "and", "pour", "la", "Croix-Rouge"]
)
WRITTEN = st.lists(st.one_of(PLACES, WORDS), min_size=1, max_size=4).map(" ".join)
ACRONYMS = st.sampled_from(["", " (GRN)", " (WHO)", " - UNICEF", " NGO"])
TEXTS = st.one_of(
    st.builds("".join, st.tuples(WRITTEN, ACRONYMS)),
    st.sampled_from(["UNICEF", "OMS", "WHO", "ARD", "Caritas", "Save the Children", "C\u0430ritas", "NGO"]),
)
NAMES = st.builds(Name, TEXTS, st.sampled_from([None, None, "TD", "SO"]), st.sampled_from([None, "GOV", "CSO"]))
LISTS = st.lists(NAMES, max_size=7, unique=True)
few = settings(max_examples=60, deadline=None)


def by_text(matches: list[Match], left: list[Name], right: list[Name]) -> list[str]:
    return sorted(repr((left[each.left], right[each.right], each[2:])) for each in matches)


@given(LISTS, LISTS)
@few
def test_the_order_of_the_lists_does_not_matter(asked: list[Name], known: list[Name]) -> None:
    turned_asked, turned_known = asked[::-1], known[::-1]

    assert by_text(match(asked, known), asked, known) == by_text(
        match(turned_asked, turned_known), turned_asked, turned_known
    )


@given(LISTS)
@few
def test_the_order_of_one_list_does_not_matter(names: list[Name]) -> None:
    turned = names[::-1]

    def unordered(matches: list[Match], of: list[Name]) -> set[tuple[object, ...]]:
        return {(frozenset((of[each.left], of[each.right])), *each[2:]) for each in matches}

    assert unordered(within(names), names) == unordered(within(turned), turned)


@given(LISTS, LISTS)
@few
def test_an_unrelated_name_changes_nothing(asked: list[Name], known: list[Name]) -> None:
    stranger = Name("Zzyzx Qvortrup")

    assert match(asked, [*known, stranger]) == match(asked, known)
    assert match([*asked, stranger], known) == match(asked, known)
    assert within([*known, stranger]) == within(known)


@given(NAMES)
@few
def test_an_equal_name_is_certain(name: Name) -> None:
    assert [each[2:] for each in match([name], [name])] == [(1.0, Outcome.CERTAIN, ("same-name",))]


@given(LISTS, LISTS)
@few
def test_a_name_has_one_certain_match_or_up_to_five_suggested_ones(asked: list[Name], known: list[Name]) -> None:
    matches = match(asked, known)
    for place in range(len(asked)):
        own = [each for each in matches if each.left == place]
        certain = [each for each in own if each.outcome is Outcome.CERTAIN]
        assert len(own) <= 5
        assert not certain or own == certain[:1]
    assert all(0 <= each.score <= 1 and each.reasons and set(each.reasons) <= set(REASONS) for each in matches)


@given(LISTS)
@few
def test_within_says_of_each_pair_one_thing_left_before_right(names: list[Name]) -> None:
    found = [(each.left, each.right) for each in within(names)]

    assert all(left < right for left, right in found)
    assert sorted(set(found)) == found


@given(NAMES, NAMES)
@few
def test_a_pair_is_judged_alike_from_either_side(first: Name, second: Name) -> None:
    forth, back = match([first], [second]), match([second], [first])

    assert [each[2:] for each in forth] == [each[2:] for each in back]
