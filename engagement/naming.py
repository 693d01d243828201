"""The organisations of a log beside those the store knows: known, matched by a rule, to be asked about, or new."""

from collections.abc import Iterable, Sequence

from engagement import directory, identity, matching, registering
from engagement.batches import NameMatch, NamesFound
from engagement.desk import Desk, Row
from engagement.matching import Match, Outcome
from engagement.model import UNCLASSIFIED
from engagement.store import Store

MAX_COMPARED = 20_000
"""So many names are compared while somebody waits for an import; of more, `match_names` takes care."""

MAX_ASKED = 200
"""How many names that may be known are listed on a receipt; all are counted."""


class Names:
    """The names of a log, and how many `organisations` they are.

    `judgements` are the matches that are certain, as the journal keeps them.
    """

    def __init__(self, store: Store, desk: Desk) -> None:
        known = directory.known_names(store)
        before = {row["name_id"] for row in known}
        keys = {row["key"] for row in desk.rows(_KEYS)}
        self._known_before, self._new_names = len(keys & before), len(keys - before)
        self._is_later = self._new_names + len(known) > MAX_COMPARED and self._new_names > 0
        self._new: list[Row] = []
        self._asked: list[NameMatch] = []
        self.judgements: list[Row] = []
        if self._new_names and not self._is_later:
            self._new = [row for row in desk.rows(_NAMES) if row["name_id"] not in before]
            self._compare(store, known)
        new = [(row["left_id"], row["right_id"]) for row in self.judgements]
        head = identity.organisations([*directory.same_pairs(store), *new])
        self.organisations = len({identity.head_of(key, head) for key in keys})

    def found(self) -> NamesFound:
        """What the receipt says of them: every name is known, matched, asked about or new."""
        new = {row["name"] for row in self._new}
        matched = _one_side(self.judgements, new)
        asked = {each.name for each in self._asked} - matched
        return NamesFound(
            known=self._known_before,
            matched=tuple(_as_match(row, new) for row in self.judgements),
            matched_names=len(matched),
            suggested=tuple(self._asked[:MAX_ASKED]),
            suggested_names=len(asked),
            new=self._new_names - len(matched) - len(asked),
            is_compared_later=self._is_later,
        )

    def _compare(self, store: Store, known: Sequence[Row]) -> None:
        every = [*known, *self._new]
        names = directory.as_names(every)
        first = len(known)
        beside = [each._replace(left=each.left + first) for each in matching.match(names[first:], names[:first])]
        among = matching.within(names[first:])
        beside += [each._replace(left=each.left + first, right=each.right + first) for each in among]
        found = directory.grouped(beside)
        self.judgements = registering.certain(store, found[Outcome.CERTAIN], every, every)
        asked = [*found[Outcome.SUGGESTED], *found[Outcome.CERTAIN]]
        self._asked = list(_asked(store, asked, every, self.judgements))


def _asked(store: Store, matches: Iterable[Match], rows: Sequence[Row], judged: Sequence[Row]) -> Iterable[NameMatch]:
    """The matches somebody is asked about: all that no rule has judged, and nobody has judged before."""
    settled = {(row["left_id"], row["right_id"]) for row in judged} | directory.parted(store)
    for match in sorted(matches, key=lambda each: -each.score):
        one, other = rows[match.left], rows[match.right]
        if (min(one["name_id"], other["name_id"]), max(one["name_id"], other["name_id"])) not in settled:
            said = {one["category"], other["category"]} - {None, UNCLASSIFIED}
            reasons = (*match.reasons, *(("other-category",) if len(said) > 1 else ()))
            yield NameMatch(
                name=one["name"], known=other["name"], score=match.score, reasons=tuple(dict.fromkeys(reasons))
            )


def _as_match(row: Row, new: set[str]) -> NameMatch:
    """A judgement as the receipt says it: what the log calls an organisation, and what it is known as."""
    name, known = row["left_name"], row["right_name"]
    if name not in new:
        name, known = known, name
    return NameMatch(name=name, known=known, score=row["score"], reasons=tuple(row["reasons"].split(";")))


def _one_side(judgements: Iterable[Row], new: set[str]) -> set[str]:
    """The new names that a rule has matched; of two new names that are one, the second."""
    matched: set[str] = set()
    for row in judgements:
        ends = [name for name in (row["left_name"], row["right_name"]) if name in new and name not in matched]
        matched |= set(ends[-1:])
    return matched


_KEYS = "select distinct organisation_id as key from kept where organisation_id is not null"
_NAMES = """
    select
        organisation_id as name_id, organisation_id, min(spelled.text) as name, mode(country::varchar) as country,
        case when count(distinct category) filter (category <> 'UNK') = 1
            then min(category::varchar) filter (category <> 'UNK') end as category
    from kept join spelled on spelled.key = kept.organisation
    where organisation_id is not null group by organisation_id order by name
"""
