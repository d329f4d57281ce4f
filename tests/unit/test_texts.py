"""Every text that is asked for exists, and every language says what Indonesian says, with the same values."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from handlers.texts import LANGUAGES, LOCALE, REFERENCE, Texts
from reports.filing import INDONESIAN, Notice, Problem, Reason, Remark, ScreenKey
from storage.tables import AttachmentKind, EventKind, Identity, Status

HANDLERS = LOCALE.parent
NAME = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
ASKS = {"speech", "plain", "button", "show", "_say", "_push", "push", "say", "group_speech", "every", "says", "_end"}


def _messages(language: str) -> dict[str, set[str]]:
    """The texts of a language with the values each needs."""
    found: dict[str, set[str]] = {}
    for file in sorted((LOCALE / language).glob("*.ftl")):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{file.name}: {entry.content}"
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice"
                found[entry.id.name] = _variables(entry)
    return found


def _variables(node: object) -> set[str]:
    if isinstance(node, ftl.VariableReference):
        return {node.id.name}
    if isinstance(node, ftl.BaseNode):
        return set().union(*(_variables(value) for value in vars(node).values()))
    return set().union(*(_variables(item) for item in node)) if isinstance(node, list) else set()


def _asked(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in ASKS:
            continue
        for argument in node.args:
            if (
                isinstance(argument, ast.Constant)
                and isinstance(argument.value, str)
                and NAME.fullmatch(argument.value)
            ):
                yield argument.value


@pytest.mark.parametrize("file", sorted(HANDLERS.rglob("*.py")), ids=lambda file: str(file.relative_to(HANDLERS)))
def test_every_text_asked_for_exists(file: Path) -> None:
    missing = set(_asked(file)) - _messages(REFERENCE).keys()
    assert not missing


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != REFERENCE])
def test_other_languages_say_the_same(language: str) -> None:
    reference = _messages(REFERENCE)
    for name, values in _messages(language).items():
        assert name in reference, name
        assert values <= reference[name], name


def test_names_made_of_enums_exist() -> None:
    names = _messages(REFERENCE).keys()
    dashed = {f"status-{status}" for status in Status} | {f"problem-{reason}" for reason in Reason}
    dashed |= {f"remark-{remark}" for remark in Remark} | {f"takes-{screen}" for screen in ScreenKey}
    dashed |= {f"ask-{screen}" for screen in ScreenKey} | {f"identity-{identity}" for identity in Identity}
    dashed |= {f"kind-{kind}" for kind in AttachmentKind} | {f"form-{action}" for action in INDONESIAN}
    internal = {EventKind.NOTED, EventKind.PROPOSED, EventKind.REFUSED}
    dashed |= {f"event-{kind}" for kind in EventKind if kind not in internal}
    assert not {name.replace("_", "-") for name in dashed} - names


def test_indonesian_labels_are_those_of_the_contract() -> None:
    speech = Texts().speech(REFERENCE)
    assert {action: speech.plain(f"form-{action}".replace("_", "-")) for action in INDONESIAN} == INDONESIAN


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_problem_and_remark_can_be_said(language: str) -> None:
    """With the values that screens.py promises for each."""
    speech = Texts().speech(language)
    values = {"field": "story", "minimum": 10, "limit": 3500, "count": 3600, "over": 100, "regency": "Kabupaten Tuban"}
    values |= {"name": "a.exe", "kind": "sticker", "action": "Kirim", "left": 2}
    for said in (*(Problem(reason) for reason in Reason), *(Notice(remark) for remark in Remark)):
        name = f"problem-{said.reason}" if isinstance(said, Problem) else f"remark-{said.remark}"
        assert "{" not in speech(name.replace("_", "-"), **values)


def test_long_words_go_in_whole_and_escaped() -> None:
    """Fluent itself refuses values of more than 2,500 characters."""
    said = Texts().speech(REFERENCE)("push-replied", agency="PUPR", ticket="TBN-26-000001-N", text="<&>" * 1_000)
    assert said.count("&lt;&amp;&gt;") == 1_000
    assert "PUPR" in said
