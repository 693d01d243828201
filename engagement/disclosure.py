"""Tables of people, made safe to publish: small cells are hidden, and others with them until nothing can be derived.

Tables add up, and a reader knows it: what a hidden cell could be is worked out exactly, as a network. Every row and
column is a node at which what comes in goes out, every count a way between two of them; people can only be moved round
closed ways of hidden counts. So a count can take every whole number between the least and the greatest flow through
it. Tables that have their margins in common are one network, and so are tables of two places whose sum is published.
"""

import heapq
from collections import deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

LEAST_PEOPLE = 30
"""No table of fewer people is published."""

LEAST_POSSIBLE = 3
"""Values that every hidden count must still be able to take."""

Place = tuple[Hashable, ...]
"""Where a count stands: its table, row and column."""

Hidden = frozenset[Place]

Node = tuple[Hashable, ...]


@dataclass(frozen=True)
class Counts:
    """Counts that add up. What a count gains flows from the first of its `ends` to the second.

    A count can gain `room` and lose `loss` people; `totals` are told last of all.
    """

    counts: Mapping[Place, int]
    ends: Mapping[Place, tuple[Node, Node]]
    room: Mapping[Place, int]
    loss: Mapping[Place, int]
    totals: Hidden = frozenset()

    def __getitem__(self, place: Place) -> int:
        return self.counts[place]

    def __iter__(self) -> Iterator[Place]:
        return iter(self.counts)


# ---- what to hide -------------------------------------------------------------------------------------------------


def protected(several: Sequence[Counts], hidden: Hidden, kept: Hidden = frozenset()) -> Hidden | None:
    """More is hidden until every hidden count can be at least 3 things in each of `several`; None if that cannot be.

    All of them have the same places. A count is hidden with the others of a closed way through it: the one that costs
    the fewest people, totals last. At the end, whatever need not have been hidden is printed after all, the most people
    first; `kept` stays hidden.
    """
    needed = hidden | kept
    proofs: list[dict[Place, Hidden]] = [{} for _ in several]
    hidden, waiting = needed, sorted(needed)
    for place in waiting:  # which grows: what is hidden beside a count is to be looked at too
        for each, proof in zip(several, proofs, strict=True):
            while (found := _doubt(each, hidden, place)) is None:
                more = _way_out(each, place, hidden)
                if more is None:
                    return None
                hidden |= more
                waiting.extend(sorted(more))
            proof[place] = found
    for place in sorted(hidden - needed, key=lambda place: (-several[0][place], place)):
        if (fewer := _doubts_without(several, hidden, proofs, place)) is not None:
            hidden, proofs = hidden - {place}, fewer
    return hidden


def _doubts_without(
    several: Sequence[Counts], hidden: Hidden, proofs: list[dict[Place, Hidden]], printed: Place
) -> list[dict[Place, Hidden]] | None:
    """What is in doubt, and why, once one of the hidden counts is printed; None where one of the others is told."""
    rest, fewer = hidden - {printed}, []
    for each, proof in zip(several, proofs, strict=True):
        kept = {}
        for place in rest:
            found = proof[place] if printed not in proof[place] else _doubt(each, rest, place)
            if found is None:
                return None
            kept[place] = found
        fewer.append(kept)
    return fewer


def _doubt(counts: Counts, hidden: Hidden, place: Place) -> Hidden | None:
    """Hidden counts that leave one in doubt: by moving people round them it takes at least 3 values. None: it is told.

    Hiding more leaves it in doubt.
    """
    tail, head = counts.ends[place]
    missing, used = LEAST_POSSIBLE - 1, set[Step]()
    for gains, start, goal in ((True, head, tail), (False, tail, head)):
        wanted = min(missing, _can_move(counts, place, gains))
        moved, by_way_of = _flow(_network(counts, hidden - {place}), start, goal, wanted)
        missing -= min(moved, wanted)
        used |= by_way_of
        if not missing:
            named = {frozenset(ends): each for each, ends in counts.ends.items()}
            return frozenset(named[frozenset(step)] for step in used)
    return None


def _way_out(counts: Counts, place: Place, hidden: Hidden) -> Hidden | None:
    """What to hide beside a count, so that it can move by two people one way, or else by one: the cheapest."""
    for people in (LEAST_POSSIBLE - 1, 1):
        ways = [
            found
            for gains in (True, False)
            if _can_move(counts, place, gains) >= people
            and (found := _cheapest(counts, place, hidden, gains, people)) is not None
        ]
        ways = [(cost, way - hidden) for cost, way in ways if way - hidden]
        if ways:
            return min(ways, key=lambda each: (each[0], sorted(each[1])))[1]
    return None


def _can_move(counts: Counts, place: Place, gains: bool) -> int:
    return counts.room[place] if gains else counts.loss[place]


Cost = tuple[int, int, int]
"""Totals, people and counts that would be hidden."""


def _cheapest(counts: Counts, place: Place, hidden: Hidden, gains: bool, people: int) -> tuple[Cost, Hidden] | None:
    """The cheapest way back from one end of a count to the other, along which so many people can move (Dijkstra)."""
    ends = counts.ends[place]
    start, goal = (ends[1], ends[0]) if gains else ends
    steps = _steps(counts, place, people)
    waiting: list[tuple[Cost, Node, tuple[Place, ...]]] = [((0, 0, 0), start, ())]
    seen: set[Node] = set()
    while waiting:
        cost, node, way = heapq.heappop(waiting)
        if node == goal:
            return cost, frozenset(way)
        if node in seen:
            continue
        seen.add(node)
        for after, step in steps.get(node, ()):
            if after not in seen:
                extra = (0, 0, 0) if step in hidden else (int(step in counts.totals), counts[step], 1)
                total = (cost[0] + extra[0], cost[1] + extra[1], cost[2] + extra[2])
                heapq.heappush(waiting, (total, after, (*way, step)))
    return None


def _steps(counts: Counts, left_out: Place, people: int) -> dict[Node, list[tuple[Node, Place]]]:
    steps: dict[Node, list[tuple[Node, Place]]] = {}
    for place, (tail, head) in counts.ends.items():
        if place != left_out:
            if counts.room[place] >= people:
                steps.setdefault(tail, []).append((head, place))
            if counts.loss[place] >= people:
                steps.setdefault(head, []).append((tail, place))
    return steps


# ---- how much can be moved -----------------------------------------------------------------------------------------


Step = tuple[Node, Node]

Network = dict[Node, dict[Node, int]]
"""How much can still flow from one row or column to another."""


def _network(counts: Counts, hidden: Hidden) -> Network:
    """Along its way a count gains, against it it loses."""
    network: Network = {}
    for place in hidden:
        tail, head = counts.ends[place]
        onwards, back = network.setdefault(tail, {}), network.setdefault(head, {})
        onwards[head] = onwards.get(head, 0) + counts.room[place]
        back[tail] = back.get(tail, 0) + counts.loss[place]
    return network


def _flow(network: Network, source: Node, sink: Node, wanted: int | None = None) -> tuple[int, set[Step]]:
    """The greatest flow, or as much as is wanted, and the steps it took (Edmonds and Karp: shortest ways first)."""
    total, steps = 0, set[Step]()
    while (wanted is None or total < wanted) and (way := _way(network, source, sink)):
        amount = min(network[start][end] for start, end in way)
        for start, end in way:
            network[start][end] -= amount
            network[end][start] += amount
        total += amount
        steps.update(way)
    return total, steps


def _way(network: Network, source: Node, sink: Node) -> list[Step]:
    """A shortest way from source to sink along which something can flow; empty if there is none."""
    before: dict[Node, Node] = {source: source}
    waiting = deque([source])
    while waiting and sink not in before:
        start = waiting.popleft()
        for end, left in network.get(start, {}).items():
            if left and end not in before:
                before[end] = start
                waiting.append(end)
    way = []
    while sink in before and sink != source:
        way.append((before[sink], sink))
        sink = before[sink]
    return way
