"""Every command: where it works, in which of Telegram's lists beside the input field it stands, and which groups' help names it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from storage.tables import GroupRole


class Place(StrEnum):
    """Where a command works."""

    PRIVATE = "private"
    GROUP = "group"


class CommandList(StrEnum):
    """Telegram's lists, by the scope they are set for (core.telegram.org/bots/api#botcommandscope)."""

    PRIVATE = "all_private_chats"
    GROUP = "all_group_chats"
    ADMINISTRATORS = "all_chat_administrators"


@dataclass(frozen=True, slots=True)
class Command:
    """One command; what it is for is the text `command-name`. Other words for it work where it does.

    `explained_in`: the groups whose help names it, with the text `help-name`, when it stands on a list of groups.
    """

    name: str
    works_in: AbstractSet[Place]
    listed_in: AbstractSet[CommandList] = frozenset()
    other_words: tuple[str, ...] = ()
    explained_in: AbstractSet[GroupRole] = frozenset({GroupRole.AGENCY, GroupRole.COORDINATION})

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that may be typed for it."""
        return (self.name, *self.other_words)


_PRIVATE, _GROUP = frozenset({Place.PRIVATE}), frozenset({Place.GROUP})
_BOTH = _PRIVATE | _GROUP
_CITIZENS = frozenset({CommandList.PRIVATE})
_ADMINISTRATORS = frozenset({CommandList.ADMINISTRATORS})
_MEMBERS = _ADMINISTRATORS | {CommandList.GROUP}
_AGENCY, _COORDINATION = frozenset({GroupRole.AGENCY}), frozenset({GroupRole.COORDINATION})
_LEADERSHIP, _NOWHERE = frozenset({GroupRole.LEADERSHIP}), frozenset[GroupRole]()

COMMANDS = (
    Command("start", _BOTH),
    Command("lapor", _PRIVATE, _CITIZENS),
    Command("antrean", _GROUP, _MEMBERS),
    Command("saya", _GROUP, _MEMBERS, explained_in=_AGENCY),
    Command("laporan", _BOTH, _CITIZENS | _MEMBERS),
    Command("status", _PRIVATE, _CITIZENS),
    Command("kepuasan", _GROUP, _MEMBERS, explained_in=_AGENCY | _COORDINATION | _LEADERSHIP),
    Command("bahasa", _PRIVATE, _CITIZENS, ("language",)),
    Command("pengingat", _PRIVATE, _CITIZENS),
    Command("privasi", _PRIVATE, _CITIZENS, ("privacy",)),
    Command("bantuan", _BOTH, _CITIZENS | _MEMBERS, ("help",), explained_in=_NOWHERE),
    Command("batal", _BOTH, _CITIZENS, ("cancel",)),
    Command("hubungkan", _GROUP, _ADMINISTRATORS, explained_in=_COORDINATION),
    Command("lepas", _GROUP, _ADMINISTRATORS, explained_in=_COORDINATION),
)
"""In the order in which the lists show them."""


def listed_in(command_list: CommandList) -> tuple[str, ...]:
    """Return the names on one of Telegram's lists, in their order."""
    return tuple(command.name for command in COMMANDS if command_list in command.listed_in)


def explained_to(command_list: CommandList, role: GroupRole) -> tuple[str, ...]:
    """Return the names that the help of a kind of group explains: those on one of Telegram's lists, in their order."""
    return tuple(
        command.name for command in COMMANDS if command_list in command.listed_in and role in command.explained_in
    )


def words_only_in(place: Place) -> tuple[str, ...]:
    """Return what may be typed for the commands that work in one place and not in the other."""
    return tuple(word for command in COMMANDS if command.works_in == {place} for word in command.words)
