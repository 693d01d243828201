"""Rules that hold the code together and that the import contracts and the linter cannot see."""

import ast
import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
MAX_LINES = 450
MAY_CATCH_EVERYTHING = {"dashboard/app.py"}
STATE = {"session_state", "query_params", "user", "context", "cache_data", "cache_resource"}
KNOW_STATE = {"dashboard/session.py"}
WORDS_FOR_A_DRAWER = {"util", "utils", "helper", "helpers", "common", "misc", "manager"}


def modules(package: str = "*") -> dict[str, str]:
    """Source of each module by its path, as `engagement/model.py`."""
    packages = ["engagement", "dashboard"] if package == "*" else [package]
    paths = sorted(path for name in packages for path in (TOP / name).rglob("*.py"))
    return {path.relative_to(TOP).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def nodes(package: str = "*") -> Iterator[tuple[str, ast.AST]]:
    for path, source in modules(package).items():
        for node in ast.walk(ast.parse(source)):
            yield path, node


def place(path: str, node: ast.AST) -> str:
    return f"{path}:{getattr(node, 'lineno', 0)}"


def test_importing_the_whole_library_brings_in_no_dashboard() -> None:
    """In a process of its own, because imports inside functions escape the static contracts."""
    names = [path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in modules("engagement")]
    script = (
        "import importlib, sys\n"
        f"for name in {names!r}:\n"
        "    importlib.import_module(name)\n"
        "print([name for name in sys.modules if name in {'streamlit', 'plotly', 'dashboard'}])"
    )
    answer = subprocess.run([sys.executable, "-c", script], cwd=TOP, capture_output=True, text=True, check=False)

    assert (answer.stderr, answer.stdout) == ("", "[]\n")


def test_sql_is_never_made_with_f_strings() -> None:
    """Values are bound: a value written into the text is how a file's content becomes a command."""
    filled_in = [
        place(path, node)
        for path, node in nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"execute", "executemany", "sql", "query"}
        and any(is_filled_in(text) for text in node.args[:1])
    ]

    assert filled_in == []


def is_filled_in(text: ast.expr) -> bool:
    """Whether an f-string, `%` or `.format` makes the text, or any part of a sum of texts."""
    match text:
        case ast.BinOp(op=ast.Add()):
            return is_filled_in(text.left) or is_filled_in(text.right)
        case ast.JoinedStr() | ast.BinOp(op=ast.Mod()) | ast.Call(func=ast.Attribute(attr="format")):
            return True
    return False


def test_streamlit_state_is_known_to_the_session_alone() -> None:
    elsewhere = [
        place(path, node)
        for path, node in nodes("dashboard")
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in {"st", "streamlit"}
        and node.attr in STATE
        and path not in KNOW_STATE
    ]

    assert elsewhere == []


def test_everything_is_caught_at_the_edges_only() -> None:
    wide = [
        place(path, node)
        for path, node in nodes()
        if isinstance(node, ast.ExceptHandler) and catches_everything(node) and path not in MAY_CATCH_EVERYTHING
    ]

    assert wide == []


def catches_everything(handler: ast.ExceptHandler) -> bool:
    """Whether any error at all ends here."""
    caught = (
        {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)} if handler.type else {"Exception"}
    )
    return bool(caught & {"Exception", "BaseException"})


def test_modules_can_be_read_in_one_sitting() -> None:
    lengths = {path: source.count("\n") for path, source in modules().items()}

    assert {path: length for path, length in lengths.items() if length > MAX_LINES} == {}


def test_tests_can_be_read_in_one_sitting_too() -> None:
    lengths = {path.name: path.read_text(encoding="utf-8").count("\n") for path in (TOP / "tests").rglob("*.py")}

    assert {name: length for name, length in lengths.items() if length > MAX_LINES} == {}


def test_no_module_is_a_drawer() -> None:
    assert [path for path in modules() if Path(path).stem in WORDS_FOR_A_DRAWER] == []


def test_views_are_not_in_a_folder_that_streamlit_serves_by_itself() -> None:
    """A folder called pages is served to a deep link without running app.py."""
    assert not (TOP / "dashboard/pages").exists()


@pytest.mark.parametrize("lock", ["run", "dev", "lake"])
def test_locks_name_no_host_and_no_folder(lock: str) -> None:
    lines = (TOP / f"locks/{lock}.txt").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if "://" in line or "index" in line or " /" in line or "@" in line] == []


def test_development_lock_holds_every_version_of_the_run_lock() -> None:
    def pinned(lock: str) -> set[str]:
        lines = (TOP / f"locks/{lock}.txt").read_text(encoding="utf-8").splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line.split(" ")[0]}

    run = pinned("run")

    assert (len(run) > 30, run - pinned("dev")) == (True, set())


def test_reference_tables_are_rectangular_utf_8() -> None:
    """A stray comma in a table edited by hand would move a meaning into the next column."""
    tables = sorted((TOP / "data").glob("*.csv"))
    ragged = []
    for path in tables:
        with path.open(encoding="utf-8", newline="") as lines:
            header, *rows = csv.reader(lines, strict=True)
        ragged += [f"{path.name}:{number}" for number, row in enumerate(rows, 2) if len(row) != len(header)]

    assert (bool(tables), ragged) == (True, [])
