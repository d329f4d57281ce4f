"""The table of commands is what the lists show, what is answered in each place, and what the help says."""

import re

import pytest

from handlers import group
from handlers.citizen import commands as private
from handlers.citizen import start
from handlers.officer import queue
from handlers.parts.commands import COMMANDS, CommandList, Place, listed_in, words_only_in
from handlers.texts import LANGUAGES, Texts

TEXTS = Texts()
IN_PRIVATE = {**private._WITH_ARGS, **private._PLAIN}
HELP = {
    "help-citizen": Place.PRIVATE,
    **dict.fromkeys(("help-agency", "help-coordination", "help-leadership", "help-unlinked"), Place.GROUP),
}


def words_in(place: Place) -> set[str]:
    return {word for command in COMMANDS if place in command.works_in for word in command.words}


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
    assert all(TEXTS.speech("id").plain(f"command-{name}") for name in listed_in(wanted))


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_the_commands_there_are(language: str) -> None:
    for name, place in HELP.items():
        named = set(re.findall(r"(?<![a-z<])/([a-z]+)", TEXTS.speech(language)(name)))
        assert named <= words_in(place), name
        if place is Place.PRIVATE:
            assert named == set(listed_in(CommandList.PRIVATE)) - {"bantuan"}
