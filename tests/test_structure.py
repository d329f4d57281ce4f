"""The house stays readable: how long files and functions may be, and that the map of it names what there is."""

import ast
import re
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    file for part in ("bot", "handlers", "reports", "sandbox", "storage") for file in (ROOT / part).rglob("*.py")
)
LINES = {file.relative_to(ROOT).as_posix(): len(file.read_text(encoding="utf-8").splitlines()) for file in SOURCES}
LONGEST_FILE, LONGEST_FUNCTION, MEDIAN_FILE, MOST_FILES_TO_CHANGE = 300, 60, 120, 6

MAP = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CHANGES = dict(
    re.findall(r"^\| (.+?) \| (.+) \|$", MAP.partition("### Where do I change")[2].partition("\n## ")[0], re.MULTILINE)[
        1:
    ]
)
"""Every change that the map describes, with the files it names."""


def _named(text: str) -> list[str]:
    """The files and folders that a text names, those that stand for others (`*`, `<step>`) left out."""
    return [name for name in re.findall(r"`([a-z_]+(?:/[\w./-]*|\.toml))`", text) if not name.startswith("steps/")]


def test_no_file_is_too_long() -> None:
    assert not {name: lines for name, lines in LINES.items() if lines > LONGEST_FILE}
    assert statistics.median(LINES.values()) < MEDIAN_FILE


def test_no_function_is_too_long() -> None:
    found = {}
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                found[f"{file.relative_to(ROOT)}: {node.name}"] = node.end_lineno - node.lineno + 1
    assert not {name: lines for name, lines in found.items() if lines > LONGEST_FUNCTION}


def test_the_map_names_what_there_is() -> None:
    named = _named(MAP)
    assert len(named) > 50
    assert not {name for name in named if not (ROOT / name).exists()}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_touches_few_files(change: str) -> None:
    """A state of a report touches more: who hears of it, its colour and its texts are all its own."""
    assert len(CHANGES) == 11
    assert change == "a state of a report" or len(re.findall("`[^`]+`", CHANGES[change])) <= MOST_FILES_TO_CHANGE
