"""What `/bantuan` says in a group: what the group is for, its buttons and its commands, each from the table of its kind."""

from aiogram.types import Message

from handlers.cards.acts import ACTS
from handlers.parts.actors import members_of
from handlers.parts.commands import CommandList, explained_to
from handlers.texts import Markup, Speech
from handlers.visit import GroupVisit
from storage.tables import Group, GroupRole


async def show_help(message: Message, args: str, visit: GroupVisit) -> None:
    """Say what can be done in this kind of group."""
    await visit.voice.reply(message, help_in(visit.group, visit.speech))


def help_in(group: Group, speech: Speech) -> Markup:
    """Return the help of a group: what it is for, its buttons, how the reporter is written to, its commands."""
    role, members = group.role, members_of(group)
    lines = [speech(f"help-{role.value}")]
    lines += [
        speech(
            "help-button", button=speech.plain_text(f"btn-{entry.name}"), about=speech.plain_text(f"help-{entry.name}")
        )
        for entry in ACTS
        if entry.role is members.role
    ]
    if role is GroupRole.AGENCY:
        lines.append(speech("help-replies"))
    everybody, administrators = (explained_to(of, role) for of in (CommandList.GROUP, CommandList.ADMINISTRATORS))
    if everybody:
        lines.append(_commands(everybody, role, speech))
    if elsewhere := tuple(name for name in administrators if name not in everybody):
        lines.append(speech("help-elsewhere", commands=_commands(elsewhere, role, speech)))
    return Markup("\n".join(lines))


def _commands(names: tuple[str, ...], role: GroupRole, speech: Speech) -> Markup:
    return Markup(" · ".join(f"/{name} {speech(f'help-{name}', group=role.value)}" for name in names))
