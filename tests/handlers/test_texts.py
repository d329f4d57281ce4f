"""Every text that is asked for exists, and every language says what Indonesian says, with the same values."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

from handlers.cards.acts import ACTS
from handlers.officer.queue import MINE, QUEUE
from handlers.parts.commands import COMMANDS, CommandList, Place, listed_in
from handlers.texts import LANGUAGES, LOCALE, REFERENCE, Markup, Texts
from reports.filing import INDONESIAN, Notice, Problem, Reason, Remark, ScreenKey, StepKey
from reports.satisfaction import ELEMENTS
from storage.digests import Section
from storage.tables import AttachmentKind, EventKind, GroupRole, Identity, Status

GROUP_FILES = {"announcements", "cards", "combined", "commands", "groups", "officer", "satisfaction"}
"""Files of texts for groups."""

GROUP_NAMES = (
    "remind-", "note-", "digest-", "silent-", "promise-", "language-id", "language-jv", "language-en", "not-yours",
    "missing-question", "missing-resolution", "missing-proof", "missing-another-agency", "missing-proposal",
    "missing-agency", "missing-quarter",
)  # fmt: skip
"""Texts for groups that stand in files for everybody, and what every language calls itself."""

HANDLERS = LOCALE.parent
ROOTS = (HANDLERS, HANDLERS.parent / "bot", HANDLERS.parent / "reports")
NAME = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
ASKS = {
    "speech",
    "plain_text",
    "button",
    "show",
    "_say",
    "_push",
    "push",
    "say",
    "group_speech",
    "every",
    "is_label",
    "_end",
}


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


def _words(language: str) -> set[str]:
    """The texts that say something; the rest only put values in order, the same in every language."""
    found = set()
    for file in (LOCALE / language).glob("*.ftl"):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            if isinstance(entry, ftl.Message) and re.search("[a-z]{2}", _said(entry)):
                found.add(entry.id.name)
    return found


def _said(node: object) -> str:
    if isinstance(node, ftl.TextElement):
        return re.sub("<[^>]*>", "", node.value)
    if isinstance(node, ftl.BaseNode):
        return " ".join(_said(value) for value in vars(node).values())
    return " ".join(_said(item) for item in node) if isinstance(node, list) else ""


def _for_citizens() -> set[str]:
    """What citizens read: everything with words but what only groups see, and the languages' own names."""
    names = {
        name
        for file in (LOCALE / REFERENCE).glob("*.ftl")
        if file.stem not in GROUP_FILES
        for name in re.findall(r"^([a-z0-9-]+) =", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    names |= {f"command-{name}" for name in listed_in(CommandList.PRIVATE)} | {"btn-back", "btn-cancel"}
    return {name for name in names & _words(REFERENCE) if not name.startswith(GROUP_NAMES)}


def _is_label(name: str) -> bool:
    return name.startswith(("btn-", "word-")) or name.removeprefix("form-").replace("-", "_") in INDONESIAN


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


def test_english_says_everything_that_citizens_read() -> None:
    assert not _for_citizens() - _messages("en").keys()


def test_javanese_says_everything_that_citizens_read_and_leaves_buttons_in_indonesian() -> None:
    """Labels are a contract; what is typed for one is understood in every language."""
    wanted = {name for name in _for_citizens() if not _is_label(name)}
    said = _messages("jv")
    assert not wanted - said.keys()
    assert not {name for name in said if _is_label(name)}
    assert len(wanted) > 150


@pytest.mark.parametrize("language", ["jv", "en"])
def test_no_value_is_dropped_in_translation(language: str) -> None:
    """A ticket, an agency or a date that Indonesian names is named in every language."""
    reference, said = _messages(REFERENCE), _messages(language)
    assert {name: said[name] for name in _for_citizens() & said.keys()} == {
        name: reference[name] for name in _for_citizens() & said.keys()
    }


def test_javanese_is_not_indonesian_under_another_name() -> None:
    """Words that Javanese has its own for; where one stands, a sentence was left untranslated."""
    foreign = re.compile(
        r"\b(tidak|belum|sudah|anda|kami|dengan|untuk|yang|akan|dapat|bisa|silakan|tulis|ketik|ketuk|kapan)\b"
    )
    found = {}
    for file in (LOCALE / "jv").glob("*.ftl"):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            if isinstance(entry, ftl.Message) and (word := foreign.search(_said(entry).lower())):
                found[entry.id.name] = word[0]
    # What is typed is named as the buttons are.
    assert found == {"withdraw-choose": "tidak"}


def _made_of_enums() -> set[str]:
    """The names that the code puts together of a word and a value."""
    dashed = {f"status-{status}" for status in Status} | {f"problem-{reason}" for reason in Reason}
    dashed |= {f"remark-{remark}" for remark in Remark} | {f"takes-{screen}" for screen in ScreenKey}
    dashed |= {f"form-title-{step}" for step in StepKey}
    dashed |= {f"ask-{screen}" for screen in ScreenKey} | {f"identity-{identity}" for identity in Identity}
    dashed |= {f"kind-{kind}" for kind in AttachmentKind} | {f"form-{action}" for action in INDONESIAN}
    internal = {EventKind.NOTED, EventKind.PROPOSED, EventKind.REFUSED}
    dashed |= {f"event-{kind}" for kind in EventKind if kind not in internal}
    return {name.replace("_", "-") for name in dashed}


def _made_of_tables() -> set[str]:
    """The names that the code puts together of a word and what stands in one of its tables."""
    made = {f"{part}-{act.name}" for act in ACTS if act.prompts for part in ("prompt", "placeholder")}
    made |= {f"{part}-{act.name}" for act in ACTS for part in ("btn", "help")}
    made |= {f"command-{command.name}" for command in COMMANDS}
    made |= {f"help-{command.name}" for command in COMMANDS if Place.GROUP in command.works_in}
    made |= {f"{name}-{part}" for name in (QUEUE, MINE) for part in ("head", "empty")}
    made |= {f"{part}-{name}" for name in ELEMENTS for part in ("survey", "element")}
    made |= {f"btn-star-{stars}" for stars in range(1, 6)} | {f"btn-skm-{answer}" for answer in range(1, 5)}
    made |= {f"language-{code}" for code in LANGUAGES} | {f"digest-{section}" for section in Section}
    made |= {f"help-{role}" for role in GroupRole} | {f"about-{identity}" for identity in Identity}
    return made | {f"card-act-{kind}" for kind in EventKind}


def test_names_made_of_enums_exist() -> None:
    assert not _made_of_enums() - _messages(REFERENCE).keys()


def test_every_text_is_said() -> None:
    """By its name in the code, by a name that is put together, or as what a rule says is missing."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for root in ROOTS for file in root.rglob("*.py")]
    words = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    missing = {f"missing-{word}".replace("_", "-") for word in words if isinstance(word, str)}
    promises = {f"promise-{word}" for word in words}
    said = words | missing | promises | _made_of_enums() | _made_of_tables() | {"placeholder-proof"}
    unsaid = _messages(REFERENCE).keys() - said
    assert not unsaid


def test_indonesian_labels_are_those_of_the_contract() -> None:
    speech = Texts().speech(REFERENCE)
    assert {action: speech.plain_text(f"form-{action}".replace("_", "-")) for action in INDONESIAN} == INDONESIAN


@pytest.mark.parametrize("language", LANGUAGES)
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


def test_what_is_markup_already_is_told_from_what_says_the_same() -> None:
    speech = Texts().speech(REFERENCE)
    for _ in range(2):  # the second time they are remembered
        assert "&lt;b&gt;" in speech("form-choice", number=1, label="<b>")
        assert "<b>" in speech("form-choice", number=1, label=Markup("<b>"))
        assert speech("form-choice", number=1, label="x") == speech("form-choice", number="1", label="x")


def test_no_text_chooses_by_a_number() -> None:
    """Numbers go in as words, so that a year is not written 2.026: a variant for 0 would never be said."""
    files = sorted(LOCALE.glob("*/*.ftl"))
    assert files
    assert not [
        file.name for file in files if re.search(r"^\s*\*?\[\d", file.read_text(encoding="utf-8"), re.MULTILINE)
    ]
