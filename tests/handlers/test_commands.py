"""The table of commands is what the lists show, what is answered in each place, and what the help says."""

import re

import pytest

from handlers import group
from handlers.cards.acts import ACTS
from handlers.citizen import commands as private
from handlers.citizen import start
from handlers.officer import queue
from handlers.officer.group_help import help_in
from handlers.parts.actors import members_of
from handlers.parts.commands import COMMANDS, CommandList, Place, listed_in, words_only_in
from handlers.texts import LANGUAGES, Texts
from storage.tables import Group, GroupRole

TEXTS = Texts()
IN_PRIVATE = {**private._WITH_ARGS, **private._WITHOUT_ARGS}
GROUPS = [
    Group(chat_id=-1, title="Aduan", role=role, agency="PUPR" if role is GroupRole.AGENCY else None)
    for role in GroupRole
]


def words_in(place: Place) -> set[str]:
    return {word for command in COMMANDS if place in command.works_in for word in command.words}


def commands_named(text: str) -> set[str]:
    return set(re.findall(r"(?<![a-z<])/([a-z]+)", text))


def test_each_place_answers_the_commands_that_work_there_and_sends_the_others_on() -> None:
    elsewhere = set(words_only_in(Place.GROUP))
    assert IN_PRIVATE.keys() == words_in(Place.PRIVATE) | elsewhere
    assert {word for word, act in IN_PRIVATE.items() if act is start.wrong_chat} == elsewhere
    elsewhere = set(words_only_in(Place.PRIVATE))
    assert group._COMMANDS.keys() == words_in(Place.GROUP) | elsewhere
    assert {word for word, act in group._COMMANDS.items() if act is queue.wrong_chat} == elsewhere


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (CommandList.PRIVATE, "lapor laporan status bahasa pengingat privasi bantuan batal"),
        (CommandList.GROUP, "antrean saya laporan kepuasan bantuan"),
        (CommandList.ADMINISTRATORS, "antrean saya laporan kepuasan bantuan hubungkan lepas"),
    ],
)
def test_the_lists_are_those_of_each_place(wanted: CommandList, names: str) -> None:
    assert listed_in(wanted) == tuple(names.split())
    assert all(TEXTS.speech("id").plain_text(f"command-{name}") for name in listed_in(wanted))


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_for_citizens_names_every_command_that_is_listed_for_them(language: str) -> None:
    assert commands_named(TEXTS.speech(language)("help-citizen")) == set(listed_in(CommandList.PRIVATE)) - {"bantuan"}


def test_help_in_groups_names_every_command_that_is_listed_there() -> None:
    """What coordinators type in other groups is in their own group's help; a group that is nobody's is told to be linked."""
    named = {each.role: commands_named(help_in(each, TEXTS.speech("id"))) for each in GROUPS}
    assert named == {
        GroupRole.AGENCY: {"antrean", "saya", "laporan", "kepuasan"},
        GroupRole.COORDINATION: {"antrean", "laporan", "kepuasan", "hubungkan", "lepas"},
        GroupRole.LEADERSHIP: {"kepuasan"},
        GroupRole.UNLINKED: {"hubungkan"},
    }
    listed = {*listed_in(CommandList.GROUP), *listed_in(CommandList.ADMINISTRATORS)}
    assert set().union(*named.values()) == listed - {"bantuan"}


def test_help_in_groups_explains_every_button() -> None:
    say = TEXTS.speech("id")
    for each in GROUPS:
        mine = {entry.name for entry in ACTS if entry.role is members_of(each).role}
        said = help_in(each, say).split("\n")
        explained = {entry.name for entry in ACTS if any(f"<b>{say(f'btn-{entry.name}')}</b>" in line for line in said)}
        assert explained == mine
    assert {entry.role for entry in ACTS} == {members_of(each).role for each in GROUPS[:2]}
