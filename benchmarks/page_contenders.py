"""Who answers the questions of a page: `python -m benchmarks.page_contenders NAME FOLDER ROUNDS` prints what it took.

The others get their data ready for them: one flat row for each row of the logs, categories recognised, names resolved,
dates read, already in memory. Each then computes the figures of a page in the plainest way its users would write, and
gives them as numbers in one shape, so that they can be compared.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Figures = dict[str, dict[str, list[Any]]]
"""By block (pooled, mechanism, year ...) and key (category, mechanism|category ...) the numbers."""

Question = dict[str, Any]
Contender = Callable[[Path], Callable[[str, Question], Figures]]
"""A folder -> (the page, the question) -> figures"""

FLAT = """
    select fact.activity_id as activity, mechanism, year(date_from)::integer as year, date_from, date_to, mode,
        has_log and coalesce(open_to_stakeholders, true) as is_assessed,
        coalesce(identity.organisation_id, fact.organisation_id)::varchar as organisation,
        fact.organisation::varchar as spelled, category, level::integer as level, coalesce(stage, '') as stage,
        coalesce(has_voice, false) as has_voice, (1 + len(coalesce(further_rows, [])))::bigint as rows,
        people::bigint as people, women::bigint as women
    from engagement.fact join activity using (activity_id)
    left join engagement.identity on identity.name_id = fact.organisation_id
    left join known_role on known_role.code = fact.role
"""
ACTIVITIES = """
    select activity_id as activity, mechanism, year(date_from)::integer as year, date_from, date_to, mode, has_log,
        has_log and coalesce(open_to_stakeholders, true) as is_assessed
    from activity
"""


def flatten(folder: Path) -> None:
    """Write the data of the store in `folder` as the others get it."""
    from pyarrow import parquet

    from engagement.store import Store

    with Store.open(folder / "store") as store, store._connection.cursor() as cursor:
        parquet.write_table(cursor.execute(FLAT).to_arrow_table(), folder / "facts.parquet")
        parquet.write_table(cursor.execute(ACTIVITIES).to_arrow_table(), folder / "activities.parquet")


def questions(folder: Path) -> dict[str, Question]:
    """Nothing narrowed, and three filters: three networks, a year, a mode."""
    from engagement import indicators, scopes
    from engagement.model import MechanismKind, Selection
    from engagement.store import Store

    with Store.open(folder / "store") as store:
        made = indicators.created_mechanisms(store)
        names = sorted(each.name for each in made if each.kind is MechanismKind.NETWORK)[:3]
        chosen = Selection.model_validate(
            {"networks": names, "first_day": "2024-01-01", "last_day": "2024-12-31", "modes": ["online"]}
        )
        asked = {"unfiltered": Selection(), "three filters": chosen}
        return {
            name: {
                "selection": each.model_dump(mode="json"),
                "mechanisms": scopes.scope(store, each, made)["mechanisms"],
                "first": str(each.first_day or ""),
                "last": str(each.last_day or ""),
                "modes": list(each.modes),
            }
            for name, each in asked.items()
        }


# ---- ours ---------------------------------------------------------------------------------------------------------


def plenum(folder: Path) -> Callable[[str, Question], Figures]:
    """The reads of the library that the pages make; `query_seconds` of the answer is what the queries alone took."""
    from engagement import indicators
    from engagement.model import Selection
    from engagement.store import Store

    store, taken = Store.open(folder / "store"), [0.0]
    rows = store.rows

    def timed(sql: str, values: Any = None, **further: Any) -> Any:
        began = time.perf_counter()
        try:
            return rows(sql, values, **further)
        finally:
            taken[0] += time.perf_counter() - began

    store.rows = timed  # type: ignore[method-assign]

    def answer(page: str, question: Question) -> Figures:
        taken[0] = 0.0
        store.forget_scopes()  # every page is the first of its scope
        chosen = Selection.model_validate(question["selection"])
        matrix = indicators.matrix(store, chosen, "mechanism")
        gaps = indicators.gaps(store, chosen)
        found = {"mechanism": _cells(matrix), "gaps": _gaps(gaps)}
        if page == "overview":
            figures = indicators.indicators(store, chosen)
            found |= {"pooled": _pooled(figures), "year": _cells(indicators.matrix(store, chosen, "year"))}
            indicators.networks(store, chosen)
        else:
            found |= _measures(indicators.measures(store, chosen))
        return found | {"query_seconds": {"": [taken[0]]}}

    return answer


def _pooled(figures: Any) -> dict[str, list[Any]]:
    names = ("rows", "organisation_events", "organisations", "organisations_as_spelled", "activities", "present")
    names = (*names, "present_high", "assessed", "level_known", "involved", "people", "women")
    kinds = ("named", "other", "tag")
    return {
        each.category: [getattr(each, name) or 0 for name in names]
        for each in figures.categories
        if each.organisation_events and each.kind.value in kinds
    }


def _cells(matrix: Any) -> dict[str, list[Any]]:
    return {
        f"{each.column}|{each.row}": [each.organisation_events, each.organisations, each.present, each.assessed]
        for each in matrix.cells
        if each.organisation_events
    }


def _gaps(gaps: Any) -> dict[str, list[Any]]:
    return {
        f"{each.mechanism}|{each.category}": [each.recorded, each.best_case, each.denominator]
        for each in gaps
        if each.type.value == "presence"
    }


def _measures(measures: Any) -> Figures:
    levels = {each.category: each.depth for each in measures.groups}
    return {
        "levels": {
            code: [*(found.distribution or dict.fromkeys(range(1, 6), 0)).values(), found.not_recorded]
            for code, found in levels.items()
            if found.distribution
        },
        "slots": {each.category: [each.voice.slots.numerator or 0] for each in measures.groups},
    }


# ---- the others ---------------------------------------------------------------------------------------------------


def duckdb_naive(folder: Path) -> Callable[[str, Question], Figures]:
    """A query for each block of figures (pages.sql) over the flat table, in memory."""
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    for name in ("facts", "activities"):
        connection.execute("create table " + name + " as from read_parquet($1)", [str(folder / f"{name}.parquet")])
    connection.execute((Path(__file__).parent / "pages.sql").read_text(encoding="utf-8"))

    def rows(block: str, question: Question, *grouped: str) -> list[Any]:
        asked = [*grouped, question["mechanisms"], *(question[each] or None for each in ("first", "last", "modes"))]
        places = ", ".join(f"${number}" for number in range(1, len(asked) + 1))
        found: list[Any] = connection.execute("from " + block + "(" + places + ")", asked).fetchall()
        return found

    def counted(question: Question, by: str) -> tuple[list[Any], dict[Any, tuple[int, int]]]:
        return rows("counted", question, by), {row[0]: (row[1], row[2]) for row in rows("held", question, by)}

    def answer(page: str, question: Question) -> Figures:
        mechanisms = counted(question, "mechanism")
        found = {"mechanism": _as_cells(*mechanisms), "gaps": _as_gaps(*mechanisms)}
        if page == "overview":
            pooled, held = counted(question, "")
            heads = {row[0]: row[1:] for row in rows("heads", question)}
            return found | {"year": _as_cells(*counted(question, "year")), "pooled": _as_pooled(pooled, heads, held)}
        slots = {row[0]: [row[1]] for row in rows("slots", question)}
        return found | {"levels": _as_levels(rows("levels", question)), "slots": slots}

    return answer


def _as_cells(rows: list[Any], held: dict[Any, tuple[int, int]]) -> dict[str, list[Any]]:
    """Rows are by, category, events, organisations, activities, present, clear, level_known, involved."""
    return {f"{row[0]}|{row[1]}": [row[2], row[3], row[5], held[row[0]][0]] for row in rows}


def _as_gaps(rows: list[Any], held: dict[Any, tuple[int, int]]) -> dict[str, list[Any]]:
    """What any group of any mechanism falls short by; those without a row have nothing but what is not classified."""
    clear = {(row[0], row[1]): (row[5], row[6]) for row in rows}
    categories = {row[1] for row in rows}
    return {
        f"{code}|{category}": [
            clear.get((code, category), (0, 0))[0],
            clear.get((code, category), (0, 0))[1] + unclear,
            assessed,
        ]
        for code, (assessed, unclear) in held.items()
        for category in categories
    }


def _as_pooled(rows: list[Any], heads: dict[str, Any], held: dict[Any, tuple[int, int]]) -> dict[str, list[Any]]:
    assessed, unclear = next(iter(held.values()), (0, 0))
    return {
        category: [
            int(heads[category][0]), events, organisations, heads[category][1], activities, present,
            clear + unclear, assessed, known, involved, int(heads[category][2]), int(heads[category][3]),
        ]
        for _, category, events, organisations, activities, present, clear, known, involved in rows
    }  # fmt: skip


def _as_levels(rows: list[Any]) -> dict[str, list[Any]]:
    """Rows are category, level (None or not a number where it is not recorded), organisation-events."""
    found: dict[str, dict[Any, int]] = {}
    for category, level, count in rows:
        found.setdefault(category, {})[int(level) if level in range(6) else None] = count
    return {
        code: [*(counts.get(level, 0) for level in range(1, 6)), counts.get(None, 0)] for code, counts in found.items()
    }


def pandas_frames(folder: Path) -> Callable[[str, Question], Figures]:  # noqa: PLR0915
    """Data frames, groups and distinct counts."""
    import pandas as pd

    facts, activities = pd.read_parquet(folder / "facts.parquet"), pd.read_parquet(folder / "activities.parquet")
    for name in ("mechanism", "category", "stage", "mode", "organisation", "spelled"):
        facts[name] = facts[name].astype("category")  # the quicker way to group by text

    def narrowed(frame: Any, question: Question) -> Any:
        if question["mechanisms"] is not None:
            frame = frame[frame["mechanism"].isin(question["mechanisms"])]
        if question["first"]:
            frame = frame[pd.to_datetime(frame["date_from"]) >= question["first"]]
            frame = frame[pd.to_datetime(frame["date_to"]) <= question["last"]]
        return frame[frame["mode"].isin(question["modes"])] if question["modes"] else frame

    def events(part: Any) -> Any:
        keys = ["activity", "organisation", "category"]
        one = part.groupby(keys, observed=True, dropna=False, as_index=False).agg(
            level=("level", "max"), mechanism=("mechanism", "first"), year=("year", "first"),
            is_assessed=("is_assessed", "first"),
        )  # fmt: skip
        one["known"] = one["category"] != "UNK"
        named = one["organisation"].notna()
        several = one[named & one.duplicated(["activity", "organisation"], keep=False)]
        if len(several):
            same = several.groupby(["activity", "organisation"], observed=True)
            one.loc[several.index, "level"] = same["level"].transform("max")
            one = one.drop(several.index[same["known"].transform("any") & ~several["known"]])
        return one

    def counted(event: Any, unclear: Any, by: str) -> list[Any]:
        if event.empty:
            return []
        event = event.assign(by="" if by == "" else event[by])
        keys = ["by", "category"]
        group = event.groupby(keys, observed=True)
        table = group.agg(
            events=("activity", "size"), organisations=("organisation", "nunique"), activities=("activity", "nunique"),
            level_known=("level", "count"),
        )  # fmt: skip
        once = event[event["is_assessed"]].drop_duplicates([*keys, "activity"])
        table["present"] = once.groupby(keys, observed=True).size()
        table["clear"] = once[~once["activity"].isin(unclear)].groupby(keys, observed=True).size()
        table["involved"] = event[event["level"] >= 3].groupby(keys, observed=True).size()
        table = table.fillna(0).astype(int).reset_index()
        order = [*keys, "events", "organisations", "activities", "present", "clear", "level_known", "involved"]
        return list(table[order].itertuples(index=False, name=None))

    def held(frame: Any, unclear: Any, by: str) -> dict[Any, tuple[int, int]]:
        frame = frame.assign(by="" if by == "" else frame[by], unclear=frame["activity"].isin(unclear))
        frame["unclear"] &= frame["is_assessed"]
        table = frame.groupby("by").agg(assessed=("is_assessed", "sum"), unclear=("unclear", "sum"))
        return {by: (int(row.assessed), int(row.unclear)) for by, row in table.iterrows()}

    def answer(page: str, question: Question) -> Figures:
        part = narrowed(facts, question)
        part = part[~part["stage"].isin(["invited", "registered"])]
        event, there = events(part), narrowed(activities, question)
        unclear = event.loc[event["category"] == "UNK", "activity"].unique()
        of_mechanisms, mechanisms = counted(event, unclear, "mechanism"), held(there, unclear, "mechanism")
        found = {"mechanism": _as_cells(of_mechanisms, mechanisms), "gaps": _as_gaps(of_mechanisms, mechanisms)}
        if page == "overview":
            found["year"] = _as_cells(counted(event, unclear, "year"), held(there, unclear, "year"))
            table = part.groupby("category", observed=True).agg(
                rows=("rows", "sum"), spelled=("spelled", "nunique"), people=("people", "sum"), women=("women", "sum")
            )
            heads = {row[0]: [int(each) for each in row[1:]] for row in table.itertuples(name=None)}
            found["pooled"] = _as_pooled(counted(event, unclear, ""), heads, held(there, unclear, ""))
            return found
        levels = event.groupby(["category", "level"], observed=True, dropna=False).size()
        voiced = part[part["has_voice"] | (part["stage"] == "spoke")].groupby("category", observed=True)["rows"].sum()
        rows = [(category, level, int(count)) for (category, level), count in levels.items()]
        slots = {category: [int(voiced.get(category, 0))] for category in part["category"].unique()}
        return found | {"levels": _as_levels(rows), "slots": slots}

    return answer


def polars_frames(folder: Path) -> Callable[[str, Question], Figures]:
    """Lazy frames: one plan for each block of figures."""
    import polars as pl

    facts = pl.read_parquet(folder / "facts.parquet")
    activities = pl.read_parquet(folder / "activities.parquet")
    facts = facts.with_columns(pl.col("mechanism", "category", "stage", "mode").cast(pl.Categorical))

    def narrowed(frame: Any, question: Question) -> Any:
        found = frame.lazy()
        if question["mechanisms"] is not None:
            found = found.filter(pl.col("mechanism").cast(pl.String).is_in(question["mechanisms"]))
        if question["first"]:
            first, last = pl.lit(question["first"]).str.to_date(), pl.lit(question["last"]).str.to_date()
            found = found.filter(pl.col("date_from") >= first, pl.col("date_to") <= last)
        if question["modes"]:
            found = found.filter(pl.col("mode").cast(pl.String).is_in(question["modes"]))
        return found

    def events(part: Any) -> Any:
        one = part.group_by("activity", "organisation", "category").agg(
            pl.col("level").max(), pl.col("mechanism", "year", "is_assessed").first()
        )
        same = pl.col("organisation").is_not_null() & (pl.len().over("activity", "organisation") > 1)
        top = pl.col("level").max().over("activity", "organisation")
        known = (pl.col("category") != "UNK").any().over("activity", "organisation")
        one = one.with_columns(level=pl.when(same).then(top).otherwise("level"), hidden=same & known)
        return one.filter((pl.col("category") != "UNK") | ~pl.col("hidden")).collect()

    def counted(event: Any, unclear: Any, by: str) -> list[Any]:
        event = event.with_columns(by=pl.lit("") if by == "" else pl.col(by).cast(pl.String))
        seen = pl.col("activity").filter("is_assessed")
        table = event.group_by("by", pl.col("category").cast(pl.String)).agg(
            events=pl.len(), organisations=pl.col("organisation").drop_nulls().n_unique(),
            activities=pl.col("activity").n_unique(), present=seen.n_unique(),
            clear=pl.col("activity").filter(pl.col("is_assessed") & ~pl.col("activity").is_in(unclear)).n_unique(),
            level_known=pl.col("level").count(), involved=(pl.col("level") >= 3).sum(),
        )  # fmt: skip
        return list(table.iter_rows())

    def held(frame: Any, unclear: Any, by: str) -> dict[Any, tuple[int, int]]:
        key = pl.lit("") if by == "" else pl.col(by).cast(pl.String)
        doubtful = pl.col("is_assessed") & pl.col("activity").is_in(unclear)
        table = frame.group_by(by=key).agg(assessed=pl.col("is_assessed").sum(), unclear=doubtful.sum()).collect()
        return {row[0]: (row[1], row[2]) for row in table.iter_rows()}

    def answer(page: str, question: Question) -> Figures:
        part = narrowed(facts, question).filter(~pl.col("stage").cast(pl.String).is_in(["invited", "registered"]))
        event, there = events(part), narrowed(activities, question)
        unclear = event.filter(pl.col("category") == "UNK")["activity"].unique().implode()
        of_mechanisms, mechanisms = counted(event, unclear, "mechanism"), held(there, unclear, "mechanism")
        found = {"mechanism": _as_cells(of_mechanisms, mechanisms), "gaps": _as_gaps(of_mechanisms, mechanisms)}
        if page == "overview":
            found["year"] = _as_cells(counted(event, unclear, "year"), held(there, unclear, "year"))
            table = part.group_by(pl.col("category").cast(pl.String)).agg(
                pl.col("rows").sum(), pl.col("spelled").drop_nulls().n_unique(), pl.col("people", "women").sum()
            )
            heads = {row[0]: row[1:] for row in table.collect().iter_rows()}
            found["pooled"] = _as_pooled(counted(event, unclear, ""), heads, held(there, unclear, ""))
            return found
        levels = event.group_by(pl.col("category").cast(pl.String), "level").len().iter_rows()
        is_voiced = pl.col("has_voice") | (pl.col("stage") == "spoke")
        slots = part.group_by(pl.col("category").cast(pl.String)).agg(pl.col("rows").filter(is_voiced).sum()).collect()
        return found | {"levels": _as_levels(list(levels)), "slots": {row[0]: [row[1]] for row in slots.iter_rows()}}

    return answer


CONTENDERS: dict[str, Contender] = {
    "plenum": plenum,
    "duckdb": duckdb_naive,
    "polars": polars_frames,
    "pandas": pandas_frames,
}


def measured(name: str, folder: Path, rounds: int) -> dict[str, Any]:
    """Every page and question: milliseconds of each round after the first, and the figures."""
    asked: dict[str, Question] = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    answer = CONTENDERS[name](folder)
    found: dict[str, Any] = {}
    for page in ("overview", "gaps"):
        for question, said in asked.items():
            taken, queries = [], []
            for number in range(rounds + 1):
                began = time.perf_counter()
                figures = answer(page, said)
                if number:
                    taken.append(1000 * (time.perf_counter() - began))
                    queries.append(1000 * figures.get("query_seconds", {"": [0.0]})[""][0])
            figures.pop("query_seconds", None)
            found[f"{page}, {question}"] = {"ms": taken, "query_ms": queries, "figures": figures}
    return found


if __name__ == "__main__":
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    if sys.argv[1] == "prepare":
        flatten(Path(sys.argv[2]))
        answer = json.dumps(questions(Path(sys.argv[2])))
        (Path(sys.argv[2]) / "questions.json").write_text(answer, encoding="utf-8")
    else:
        sys.stdout.write(json.dumps(measured(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))))
