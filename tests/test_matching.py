"""Which names are certainly one organisation's, which are asked, and which are new."""

import pytest

from engagement.matching import Match, Name, Outcome, match, within


def answers(asked: Name | str, *known: Name | str) -> list[tuple[str, str]]:
    """(known name, outcome) of each answer, best first."""
    names = [each if isinstance(each, Name) else Name(each) for each in known]
    name = asked if isinstance(asked, Name) else Name(asked)
    return [(names[each.right].text, each.outcome.value) for each in match([name], names)]


def pairs(table: str) -> list[tuple[str, str]]:
    """`one name | another name` on each line."""
    lines = [line.strip() for line in table.strip().splitlines()]
    return [(left.strip(), right.strip()) for left, right in (line.split("|") for line in lines)]


SAME = pairs("""
    unicef                                                 | UNICEF
    The Carter Center                                      | Carter Center
    Solidarites International                              | Solidarités International
    Ayuub NGO (AYUUB)                                      | Ayuub
    Electriciens sans frontières *                         | Electriciens sans frontières
    Compensators e.V.                                      | Compensators
    Women’s Action for Progress                            | Womens Action for Progress
    Gargaar Relief & Development Organization              | Gargaar Relief and Development Organization
    UNICEF                                                 | United Nations Children's Fund (UNICEF)
    UNICEF - Fonds des Nations Unies pour l'enfance        | United Nations Children's Fund
    OMS : Organisation Mondiale de la Santé                | World Health Organization (WHO)
    U.N.H.C.R.                                             | Office of the United Nations High Commissioner for Refugees
    HCR/UNHCR                                              | United Nations High Commissioner for Refugees (UNHCR)
    Haut Commissariat des Nations-Unies pour les Refugies  | UNHCR - The UN Refugee Agency
    Programme Alimentaire Mondiale                         | World Food Programme
    Handicap International / Humanity & Inclusion          | Humanité et Inclusion
    ONU Femmes                                             | UN Women
    GREDO                                                  | Gargaar Relief And Development Organization (GREDO)
    ADESOH                                                 | Action pour le Développement Social et Humanitaire
    HAVOYOCO                                               | Horn Of Africa Voluntary Youth Committee
    Croix Rouge Tchadienne (CRT)                           | Croix-Rouge du Tchad
    Red Cross Society of Niger                             | Croix-Rouge nigérienne
    Mali Women Peace Network                               | Réseau Femmes et Paix du Mali
    Médecins sans frontières Suisse                        | Doctors Without Borders Switzerland
    MSF-CH                                                 | Médecins sans frontières Suisse
    SOS CV SO                                              | SOS children’s villages Somalia (SOS CV SO)
    Gargaar Relief and Devlopment Organisation             | Gargaar Relief and Development Organization
    Deeg-Roor Medical Organization                         | Deegroor Medical Organisation
    Welthungerhilfe                                        | Deutsche Welthungerhilfe e.V.
    Association pour lEnvironnement de Mao                 | Association pour l'Environnement de Mao
""")


@pytest.mark.parametrize(("asked", "known"), SAME)
def test_another_way_to_write_a_name_is_certain(asked: str, known: str) -> None:
    assert answers(asked, known) == [(known, "certain")]
    assert answers(known, asked) == [(asked, "certain")]


OTHER = pairs("""
    Caritas Chad                                  | Caritas Somalia
    Save the Children UK                          | Save the Children International
    Croix-Rouge française                         | Croix-Rouge du Tchad
    Niger Red Cross                               | Nigerian Red Cross
    Congo Red Cross                               | Red Cross of the Democratic Republic of the Congo
    UNICEF Tchad                                  | UNICEF
    UNHCR Goma                                    | UNHCR
    MSF-CH                                        | MSF-H
    MSF-E                                         | Médecins Sans Frontières
    Ministry of Health                            | Ministry of Health of Chad
    Ministry of Health                            | Ministère de la Santé
    Women's Network of Mali                       | Youth Network of Mali
    Conseil national de la jeunesse du Tchad      | Conseil régional de la jeunesse du Tchad
    Femmes du Nord Kivu                           | Femmes du Sud Kivu
    Comité de développement de Zone 3             | Comité de développement de Zone 4
    SOS Children's Villages Somalia               | SOS Children's Villages Somaliland
    Somali Youth Development Network              | Somali Youth Development Foundation
    Action for Relief and Development (ARD)       | African Relief and Development (ARD)
    Education for Peace                           | Peace for Education
    Norwegian Church Aid                          | Norwegian People's Aid
    World Concern                                 | Concern Worldwide
    Hidig Relief and Development                  | Hidir Relief and Development
    Juba Foundation                               | Jubba Foundation
    APROFODEL                                     | APROFODELOM
    ALIMA / AS                                    | ALIMA
    ARD                                           | Action for Relief and Development
    DA                                            | Dardo Aid (DA)
    The NGO                                       | NGO
    Civil society                                 | Société civile
""")


@pytest.mark.parametrize(("asked", "known"), OTHER)
def test_names_that_may_be_two_organisations_are_never_certain(asked: str, known: str) -> None:
    assert "certain" not in {outcome for _, outcome in answers(asked, known)}
    assert "certain" not in {outcome for _, outcome in answers(known, asked)}


HIDDEN = pairs("""
    C\u0430ritas Somalia     | Caritas Somalia
    \u0421\u0410\u0420\u0415                  | CAPE
    Caritas\u200b Somalia    | Caritas Somalia
    \u202eCaritas Somalia    | Caritas Somalia
""")


@pytest.mark.parametrize(("asked", "known"), HIDDEN)
def test_letters_that_only_look_the_same_are_asked(asked: str, known: str) -> None:
    found = match([Name(asked)], [Name(known)])

    assert [(each.outcome, "lookalike" in each.reasons) for each in found] == [(Outcome.SUGGESTED, True)]


def test_an_acronym_that_is_known_well_and_given_by_another_is_asked() -> None:
    known = ("International Rescue Committee", "Initiative Rurale de Coton (IRC)")

    assert sorted(answers("IRC", *known)) == sorted([(known[0], "suggested"), (known[1], "suggested")])


def test_a_name_that_is_like_none_is_new() -> None:
    assert answers("Himilo Foundation", "World Food Programme", "Caritas Chad") == []


def test_an_exact_name_is_certain_however_general_it_is() -> None:
    assert answers("NGO", "NGO", "Ministry of Health") == [("NGO", "certain")]


def test_an_acronym_that_two_organisations_give_is_asked() -> None:
    known = ("Action for Relief and Development (ARD)", "African Relief and Development (ARD)")

    assert sorted(answers("ARD", *known)) == [(known[0], "suggested"), (known[1], "suggested")]


def test_an_acronym_that_one_gives_and_another_only_forms_is_asked() -> None:
    known = ("Rajo Relief Action (RRA)", "Rural Relief Assembly")

    assert sorted(answers("RRA", *known)) == [(known[0], "suggested"), (known[1], "suggested")]


def test_two_organisations_of_equal_weight_are_asked() -> None:
    known = ("Organisation Humanitaire et Développement Local", "Organisation Humanitaire de Développement Local")

    found = answers("Organisation Humanitaire pour le Développement Local", *known)

    assert sorted(found) == sorted([(known[0], "suggested"), (known[1], "suggested")])


def test_the_names_of_one_organisation_do_not_compete() -> None:
    known = (Name("World Health Organization", organisation=1), Name("OMS", organisation=1))

    assert answers("WHO", *known) in ([(known[0].text, "certain")], [(known[1].text, "certain")])


def test_a_short_acronym_does_not_join_names_that_differ() -> None:
    known = (Name("Action for Relief and Development (ARD)", organisation=1), Name("ARD", organisation=1))

    found = answers("African Relief and Development (ARD)", *known)

    assert [outcome for _, outcome in found] == ["suggested"]


def test_at_most_five_organisations_are_suggested_best_first() -> None:
    known = [Name(f"Gargaar {topic}") for topic in ("Peace", "Water", "Health", "Youth", "Women", "Food", "Law")]

    found = match([Name("Gargaar")], known)

    assert len(found) == 5
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


@pytest.mark.parametrize(
    ("asked", "known", "outcome"),
    [
        (Name("Ministry of Health", country="TD"), Name("Ministry of Health of Chad"), "certain"),
        (Name("Ministry of Health", country="TD"), Name("Ministère de la Santé du Tchad"), "certain"),
        (Name("Ministry of Health", country="TD"), Name("Ministry of Health", country="SO"), "suggested"),
        (Name("Croix-Rouge", country="TD"), Name("Croix-Rouge française"), "suggested"),
        (Name("Himilo Foundation", country="SO"), Name("Himilo Foundation"), "certain"),
        (Name("ADESOH", category="GOV"), Name("Action pour le Développement Social et Humanitaire"), "certain"),
        (
            Name("ADESOH", category="GOV"),
            Name("Action pour le Développement Social et Humanitaire", category="CSO"),
            "suggested",
        ),
        (
            Name("ADESOH", category="WCY"),
            Name("Action pour le Développement Social et Humanitaire", category="CSO"),
            "certain",
        ),
    ],
)
def test_country_and_category_are_evidence(asked: Name, known: Name, outcome: str) -> None:
    assert answers(asked, known) == [(known.text, outcome)]


def test_every_answer_says_why() -> None:
    known = [Name("World Health Organization (WHO)"), Name("Gargaar Relief Organization (GREDO)"), Name("Caritas Chad")]
    asked = [Name("OMS"), Name("GREDO"), Name("Caritas"), Name("caritas  chad")]

    assert match(asked, known) == [
        Match(0, 0, 0.97, Outcome.CERTAIN, ("known-alias",)),
        Match(1, 1, 0.95, Outcome.CERTAIN, ("acronym-given",)),
        Match(2, 2, 0.7332, Outcome.SUGGESTED, ("shared-words", "section")),
        Match(3, 2, 0.99, Outcome.CERTAIN, ("same-name",)),
    ]


def test_nothing_is_asked_of_empty_lists_and_empty_names() -> None:
    assert match([], [Name("Caritas Chad")]) == match([Name("Caritas Chad")], []) == within([]) == []
    assert match([Name(""), Name(" - ")], [Name("Caritas Chad"), Name("()")]) == []


def test_within_one_list_the_spellings_of_an_organisation_find_each_other() -> None:
    names = [Name("World Health Organization"), Name("Caritas Chad"), Name("OMS"), Name("WHO (OMS)")]

    certain = [(each.left, each.right) for each in within(names) if each.outcome is Outcome.CERTAIN]

    assert certain == [(0, 2), (0, 3), (2, 3)]


def test_within_one_list_an_acronym_of_two_organisations_joins_neither() -> None:
    names = [Name("Action for Relief and Development (ARD)"), Name("ARD"), Name("African Relief and Development (ARD)")]

    assert [each for each in within(names) if each.outcome is Outcome.CERTAIN] == []


def test_within_one_list_nothing_is_said_of_names_already_joined() -> None:
    names = [Name("World Health Organization", organisation=7), Name("OMS", organisation=7), Name("WHO")]

    found = [(each.left, each.right, each.outcome.value) for each in within(names)]

    assert found == [(0, 2, "certain"), (1, 2, "certain")]
