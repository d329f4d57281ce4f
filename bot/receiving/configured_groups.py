"""The groups that config.toml names, linked at the start."""

from collections.abc import Iterator

from bot.settings import Settings
from storage.tables import GroupRole
from storage.transaction import Transaction


async def link_configured_groups(transaction: Transaction, settings: Settings) -> None:
    """Link the groups of the configuration; what was linked in a chat since goes before it and stays."""
    for chat_id, role, agency in _named(settings):
        if await transaction.groups.get(chat_id) is None:
            group = await transaction.groups.seen(chat_id, "")
            await transaction.groups.link(group, role, agency, None)


def _named(settings: Settings) -> Iterator[tuple[int, GroupRole, str | None]]:
    """Return each group's chat, what it is for, and for an agency's whose it is."""
    if settings.groups.coordination is not None:
        yield settings.groups.coordination, GroupRole.COORDINATION, None
    if settings.groups.leadership is not None:
        yield settings.groups.leadership, GroupRole.LEADERSHIP, None
    for agency in settings.agency:
        if agency.chat_id is not None:
            yield agency.chat_id, GroupRole.AGENCY, agency.code
