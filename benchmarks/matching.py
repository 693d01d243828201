"""`python -m benchmarks.matching`: names of one made list against those of another, in seconds, memory and right answers.

Every name of the second list is that of an organisation of the first, written in another way (case, legal form, acronym,
a slip of the pen, another language), but for one in ten, which is new. The names are made up, from syllables and from the
words of `data/name_words.csv`. Each contender is a process of its own, kept to two cores.

    python -m benchmarks.matching                        100,000 names against 100,000, and 2,000 against 2,000
    python -m benchmarks.matching --names 10000
    python -m benchmarks.matching --splink PYTHON        an interpreter that has splink and rapidfuzz, beside ours
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
SYLLABLES = (
    "ba be bo da de do fa ga go ha ja ka ke ki ko la le li lo ma me mi mo na ne no pa ra re ri ro sa se so ta te to wa ya "
    "ndo mba nga kou bour dou moun sal tar ver win han ber gal shi chi zam tri quel fon bel jor mar"
).split()
BODIES = (("Association", "Association"), ("Organization", "Organisation"), ("Network", "Réseau"), ("Foundation", "Fondation"))
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
    proper = " ".join("".join(draw.choices(SYLLABLES, k=draw.choice((2, 3, 3, 4)))).title() for _ in range(draw.choice((1, 1, 2))))
    topics, body = draw.sample(TOPICS, k=draw.choice((1, 2, 2))), draw.choice(BODIES)
    english = f"{proper} {' and '.join(topic for topic, _ in topics)} {body[0]}"
    french = f"{body[1]} {proper} pour {' et '.join(topic for _, topic in topics)}"
    return Made(english, french, "".join(word[0] for word in english.split() if word != "and"))


def spelled(made: Made, draw: random.Random) -> str:
    """Another way to write the name."""
    place = draw.randrange(1, len(made.english) - 1)
    ways: tuple[Callable[[], str], ...] = (
        lambda: made.english.upper(),
        lambda: f"{made.english} ({made.acronym})",
        lambda: f"{made.acronym} - {made.english}",
        lambda: f"The {made.english} NGO",
        lambda: made.english[:place] + made.english[place + 1 :],
        lambda: made.french,
        lambda: f"{made.french} ({made.acronym})",
    )
    return draw.choice(ways)()


def lists(count: int) -> tuple[list[str], list[str], list[int | None]]:
    """Known names, names asked about, and for each of those the place of the known one (None where it is new)."""
    draw = random.Random(20241123)
    known = [organisation(draw) for _ in range(count)]
    places = [draw.randrange(count) if draw.random() < 0.9 else None for _ in range(count)]
    asked = [spelled(organisation(draw) if place is None else known[place], draw) for place in places]
    return [made.english for made in known], asked, places


# ---- the contenders, each (known, asked) -> pairs (place asked, place known, certain) ----

Pairs = list[tuple[int, int, bool]]


def plenum(known: list[str], asked: list[str]) -> Pairs:
    """Ours."""
    from engagement.matching import Name, Outcome, match

    found = match([Name(text) for text in asked], [Name(text) for text in known])
    return [(each.left, each.right, each.outcome is Outcome.CERTAIN) for each in found]


def rapidfuzz_alone(known: list[str], asked: list[str]) -> Pairs:
    """The usual way: the nearest name by the words in any order, certain from 95 in 100, asked from 80."""
    import numpy as np
    from rapidfuzz import fuzz, process, utils

    first, second = [utils.default_process(text) for text in asked], [utils.default_process(text) for text in known]
    pairs: Pairs = []
    for start in range(0, len(first), 500):
        scores = process.cdist(first[start : start + 500], second, scorer=fuzz.token_sort_ratio, workers=2, dtype=np.uint8)
        best = scores.argmax(axis=1)
        for row, column in enumerate(best.tolist()):
            if (score := int(scores[row, column])) >= 80:
                pairs.append((start + row, column, score >= 95))
    return pairs


def splink(known: list[str], asked: list[str]) -> Pairs:
    """Splink on the folded name, blocked by words, trained on the data itself; certain from 0.95, asked from 0.5."""
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    from benchmarks.folded import columns

    frames = [pd.DataFrame(columns(names)) for names in (asked, known)]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.85]),
            cl.ArrayIntersectAtSizes("words", [4, 3, 2, 1]),
            cl.ExactMatch("acronym"),
        ],
        blocking_rules_to_generate_predictions=[block_on("first"), block_on("last"), block_on("longest"), block_on("acronym")],
    )
    linker = Linker(frames, settings, db_api=DuckDBAPI(), input_table_aliases=["asked", "known"])
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("longest"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first"))
    found = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    best = found.sort_values("match_probability", ascending=False).drop_duplicates("unique_id_l")
    return [(row.unique_id_l, row.unique_id_r, row.match_probability >= 0.95) for row in best.itertuples()]


CONTENDERS = {"plenum": plenum, "rapidfuzz": rapidfuzz_alone, "splink": splink}


def measured(contender: str, count: int) -> dict[str, object]:
    """Seconds, peak memory, and how many of the answers are right."""
    known, asked, places = lists(count)
    began = time.perf_counter()
    pairs = CONTENDERS[contender](known, asked)
    seconds = time.perf_counter() - began
    texts = [known[place] if place is not None else None for place in places]  # two made names may be the same
    certain = [(left, right) for left, right, is_certain in pairs if is_certain]
    right = sum(known[place] == texts[left] for left, place in certain)
    shown = {left for left, place, _ in pairs if known[place] == texts[left]}
    named = sum(place is not None for place in places)
    return {
        "contender": contender,
        "names": count,
        "seconds": round(seconds, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)),
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
        sys.stdout.write(json.dumps(measured(asked.contender, asked.names[0])) + "\n")
        return
    runs = [("plenum", sys.executable, count) for count in asked.names]
    runs += [("rapidfuzz", sys.executable, count) for count in asked.names if count <= 10_000]
    runs += [("splink", asked.splink, count) for count in asked.names if asked.splink]
    for contender, python, count in runs:
        command = [python, "-m", "benchmarks.matching", "--contender", contender, "--names", str(count)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        sys.stdout.write(done.stdout or f"{contender}: {done.stderr.strip().splitlines()[-1]}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m benchmarks.matching", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--names", type=int, nargs="+", default=[2_000, 100_000])
    parser.add_argument("--splink", metavar="PYTHON", help="the Python of an environment that has splink and pandas")
    parser.add_argument("--contender", choices=sorted(CONTENDERS), help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
