"""`python -m benchmarks.matching`: names of one made list against those of another, in time, memory and right answers.

Every name asked about is that of a known organisation, written in another way (case, legal form, acronym, a slip of the
pen, another language), but for one in ten, which is new. The names are made up, from syllables and usual words. Each
contender is a process of its own, kept to two cores. Those of `tests/files/organisation_names` are asked too.

    python -m benchmarks.matching                        2,000 and 100,000 made names, and the labelled ones
    python -m benchmarks.matching --lists 10000 chad
    python -m benchmarks.matching --splink PYTHON        a Python that has splink, rapidfuzz, pandas and babel
"""

import argparse
import csv
import json
import os
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
LABELLED = ROOT / "tests/files/organisation_names"
SYLLABLES = re.findall(
    r"\w+",
    """ba be bo da de do fa ga go ha ja ka ke ki ko la le li lo ma me mi mo na ne no pa ra re ri ro sa se so ta te to wa
    ya ndo mba nga kou bour dou moun sal tar ver win han ber gal shi chi zam tri quel fon bel jor mar""",
)
BODIES = (
    ("Association", "Association"),
    ("Organization", "Organisation"),
    ("Network", "Réseau"),
    ("Foundation", "Fondation"),
)
TOPICS = (
    ("Women", "femmes"), ("Youth", "jeunes"), ("Peace", "paix"), ("Health", "santé"), ("Education", "éducation"),
    ("Migrants", "migrants"), ("Refugees", "réfugiés"), ("Water", "eau"), ("Rural Development", "développement rural"),
    ("Human Rights", "droits de l'homme"), ("Disability", "handicap"), ("Environment", "environnement"),
)  # fmt: skip


class Made(NamedTuple):
    """An organisation that does not exist, in English and in French."""

    english: str
    french: str
    acronym: str


def organisation(draw: random.Random) -> Made:
    """A made-up organisation: a proper name, one or two topics and the kind of body it is."""
    words = [
        "".join(draw.choices(SYLLABLES, k=draw.choice((2, 3, 3, 4)))).title() for _ in range(draw.choice((1, 1, 2)))
    ]
    proper = " ".join(words)
    topics, body = draw.sample(TOPICS, k=draw.choice((1, 2, 2))), draw.choice(BODIES)
    english = f"{proper} {' and '.join(topic for topic, _ in topics)} {body[0]}"
    french = f"{body[1]} {proper} pour {' et '.join(topic for _, topic in topics)}"
    return Made(english, french, "".join(word[0] for word in english.split() if word != "and"))


def spelled(made: Made, draw: random.Random) -> str:
    """Another way to write the name."""
    place = draw.randrange(1, len(made.english) - 1)
    ways: tuple[Callable[[], str], ...] = (
        made.english.upper,
        lambda: f"{made.english} ({made.acronym})",
        lambda: f"{made.acronym} - {made.english}",
        lambda: f"The {made.english} NGO",
        lambda: made.english[:place] + made.english[place + 1 :],
        lambda: made.french,
        lambda: f"{made.french} ({made.acronym})",
    )
    return draw.choice(ways)()


class Case(NamedTuple):
    """Known names, names asked about, and for each of those what it should find (None where it is new)."""

    known: list[str]
    asked: list[str]
    labels_known: list[str]
    labels: list[str | None]


def case(name: str) -> Case:
    """A made list of so many names, or a labelled file by its name."""
    if name.startswith("well_known"):
        return well_known_case(is_acronym=name.endswith("acronyms"))
    return made_case(int(name)) if name.isdigit() else labelled_case(name)


def well_known_case(*, is_acronym: bool) -> Case:
    """The names (or acronyms) of the table of well-known organisations against the first name of each."""
    from engagement import reference

    rows = reference.table("organisation_names")
    first: dict[str, str] = {}
    for row in rows:
        if row["kind"] != "acronym":
            first.setdefault(row["code"], row["name"])
    others = [row for row in rows if (row["kind"] == "acronym") == is_acronym and first[row["code"]] != row["name"]]
    return Case(list(first.values()), [row["name"] for row in others], list(first), [row["code"] for row in others])


def made_case(count: int) -> Case:
    """`count` made names, known and asked about. Two made organisations may bear one name: that name is the label."""
    draw = random.Random(20241123)
    known = [organisation(draw) for _ in range(count)]
    chosen = [draw.choice(known) if draw.random() < 0.9 else None for _ in range(count)]
    asked = [spelled(made or organisation(draw), draw) for made in chosen]
    names = [made.english for made in known]
    return Case(names, asked, names, [made.english if made else None for made in chosen])


def labelled_case(name: str) -> Case:
    """The names of a labelled file: the first name of each organisation is known, the others are asked about."""
    with (LABELLED / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if name == "translations":
        english, french = [row["english"] for row in rows], [row["french"] for row in rows]
        return Case(english, french, english, [*english])
    if name == "side_events":
        known = sorted({row["organisation"] for row in rows})
        return Case(known, [row["name"] for row in rows], known, [row["organisation"] for row in rows])
    first: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: row["kind"] == "acronym"):
        first.setdefault(row["organisation"], row["name"])
    others = [row for row in rows if first[row["organisation"]] != row["name"]]
    known, labels = list(first.values()), list(first)
    return Case(known, [row["name"] for row in others], labels, [row["organisation"] for row in others])


# ---- the contenders, each (known, asked) -> pairs (place asked, place known, certain) ----

Pairs = list[tuple[int, int, bool]]


def plenum(known: list[str], asked: list[str]) -> Pairs:
    """Ours."""
    from engagement.matching import Name, Outcome, match

    found = match([Name(text) for text in asked], [Name(text) for text in known])
    return [(each.left, each.right, each.outcome is Outcome.CERTAIN) for each in found]


def plenum_unaided(known: list[str], asked: list[str]) -> Pairs:
    """Ours without the table of well-known organisations: what it does for those that nobody has written down."""
    from engagement.matching import known_names

    nothing = known_names.Table({}, {}, {}, ())
    known_names.table = lambda: nothing  # type: ignore[assignment]
    return plenum(known, asked)


def rapidfuzz_alone(known: list[str], asked: list[str]) -> Pairs:
    """The usual way: the nearest name by the words in any order, certain from 95 in 100, asked from 80."""
    import numpy as np
    from rapidfuzz import fuzz, process, utils

    first, second = [utils.default_process(text) for text in asked], [utils.default_process(text) for text in known]
    pairs: Pairs = []
    for start in range(0, len(first), 500):
        part = first[start : start + 500]
        scores = process.cdist(part, second, scorer=fuzz.token_sort_ratio, workers=2, dtype=np.uint8)
        best = scores.argmax(axis=1)
        for row, column in enumerate(best.tolist()):
            if (score := int(scores[row, column])) >= 80:
                pairs.append((start + row, column, score >= 95))
    return pairs


def splink_on_names(known: list[str], asked: list[str]) -> Pairs:
    """Splink on names as they are spelled, their words, and their acronym or initials."""
    return _splink(_columns(known), _columns(asked))


def splink_on_concepts(known: list[str], asked: list[str]) -> Pairs:
    """Splink on what our reading of the names gives: concepts instead of words, acronyms, codes."""
    return _splink(_columns_read(known), _columns_read(asked))


def _splink(known: list[dict[str, object]], asked: list[dict[str, object]]) -> Pairs:
    """Trained on the lists themselves; certain from 0.95, asked from 0.5."""
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    keys = ("first", "last", "longest", "acronym")
    settings = SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=1 / len(known),
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.85]),
            cl.ArrayIntersectAtSizes("words", [4, 3, 2, 1]),
            cl.ExactMatch("acronym"),
        ],
        blocking_rules_to_generate_predictions=[block_on(key) for key in keys],
    )
    api = DuckDBAPI()
    frames = [api.register(pd.DataFrame(rows)) for rows in (asked, known)]
    linker = Linker(frames, settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for key in ("longest", "first"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(key))
    found = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    best = found.sort_values("match_probability", ascending=False).drop_duplicates("unique_id_l")
    return [(row.unique_id_l, row.unique_id_r, row.match_probability >= 0.95) for row in best.itertuples()]


def _columns(names: list[str]) -> list[dict[str, object]]:
    """The columns that splink compares: the name without signs, its words, and its acronym, given or formed."""
    from rapidfuzz.utils import default_process

    rows: list[dict[str, object]] = []
    for place, name in enumerate(names):
        words = default_process(name).split() or [""]
        given = re.search(r"\b[A-Z]{3,}\b", name) if not name.isupper() or " " not in name else None
        acronym = given[0].lower() if given else "".join(word[0] for word in words if len(word) > 3)
        longest = max(words, key=len)
        columns = {"name": " ".join(words), "words": words, "acronym": acronym, "longest": longest}
        rows.append({"unique_id": place, **columns, "first": words[0], "last": words[-1]})
    return rows


def _columns_read(names: list[str]) -> list[dict[str, object]]:
    """The same columns from our reading: the words are concepts, in one order; a known organisation is its code."""
    from engagement.matching import Name, acronyms, known_names
    from engagement.matching.reading import read

    rows: list[dict[str, object]] = []
    for place, name in enumerate(names):
        reading = known_names.resolve(read(Name(name)))
        words = [*sorted(reading.codes), *reading.bag, *sorted(reading.countries)] or [""]
        formed = max(acronyms.initials(reading.spoken), key=lambda each: (len(each), each), default="")
        acronym = min(reading.acronyms, default=reading.alone or formed)
        longest = max(words, key=len)
        columns = {"name": " ".join(words), "words": words, "acronym": acronym, "longest": longest}
        rows.append({"unique_id": place, **columns, "first": words[0], "last": words[-1]})
    return rows


CONTENDERS = {
    "plenum": plenum,
    "plenum unaided": plenum_unaided,
    "rapidfuzz": rapidfuzz_alone,
    "splink": splink_on_names,
    "splink on concepts": splink_on_concepts,
}


def measured(contender: str, name: str) -> dict[str, object]:
    """Seconds, peak memory, and how many of the answers are right."""
    names = case(name)
    began = time.perf_counter()
    pairs = CONTENDERS[contender](names.known, names.asked)
    seconds = time.perf_counter() - began
    certain = [(left, right) for left, right, is_certain in pairs if is_certain]
    right = sum(names.labels_known[place] == names.labels[left] for left, place in certain)
    shown = {left for left, place, _ in pairs if names.labels_known[place] == names.labels[left]}
    named = sum(label is not None for label in names.labels)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return {
        "contender": contender,
        "list": name,
        "known": len(names.known),
        "asked": len(names.asked),
        "seconds": round(seconds, 1),
        "peak_mb": round(peak),
        "precision": round(right / max(len(certain), 1), 4),
        "recall": round(right / named, 4),
        "recall_with_suggestions": round(len(shown) / named, 4),
    }


def main() -> None:
    """Measure every contender in a process of its own and print a line for each."""
    asked = _arguments()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:2]))
    if asked.contender:
        sys.stdout.write(json.dumps(measured(asked.contender, asked.lists[0])) + "\n")
        return
    short = [name for name in asked.lists if not name.isdigit() or int(name) <= 20_000]  # others compare all with all
    runs = [("plenum unaided" if "well" in name else "plenum", sys.executable, name) for name in asked.lists]
    runs += [("rapidfuzz", sys.executable, name) for name in short]
    runs += [(how, asked.splink, name) for how in ("splink", "splink on concepts") for name in short if asked.splink]
    for contender, python, name in runs:
        command = [python, "-m", "benchmarks.matching", "--contender", contender, "--lists", name]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        sys.stdout.write(done.stdout or f"{contender}: {done.stderr.strip().splitlines()[-1]}\n")
        sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m benchmarks.matching", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    usual = ["2000", "100000", "side_events", "chad", "somalia", "translations", "well_known", "well_known_acronyms"]
    parser.add_argument("--lists", nargs="+", default=usual, metavar="LIST")
    parser.add_argument("--splink", metavar="PYTHON", help="a Python that has splink, rapidfuzz, pandas and babel")
    parser.add_argument("--contender", choices=sorted(CONTENDERS), help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
