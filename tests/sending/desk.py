"""An agency's group in front of the courier: reports that come to it, and what is said below their cards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.receiving.office_maker import make_office
from bot.settings.loading import load
from bot.telegram import Account
from handlers.board import Board
from handlers.combined_cards import CombinedBoard
from handlers.office import Office
from handlers.texts import Markup
from reports.filing import Attachment
from reports.holiday_calendar import IndonesianHolidays
from sandbox import Screen
from storage.tables import AttachmentKind, GroupRole, Identity, Report, Status
from storage.transaction import Transaction
from tests.sending.post import Post, open_post
from tests.storage.samples import report as sample

ROOT = Path(__file__).parents[2]
AGENCY = "DPUPR-PRKP"


class Desk:
    """An agency's group, and reports that come to it."""

    def __init__(self, post: Post, office: Office, group: Any) -> None:
        self.post = post
        self.office = office
        self.group = group
        self.filed: dict[str, float] = {}

    async def link(self) -> None:
        async def act(transaction: Transaction) -> None:
            group = await transaction.groups.seen(self.group.id, "Aduan PUPR")
            await transaction.groups.link(group, GroupRole.AGENCY, AGENCY, None)

        await self.post.write(act)

    async def file(self, number: int, photo: str | None = None) -> None:
        """Store a report and put its card up, as filing does."""
        now = self.post.clock.now()
        files = None if photo is None else (Attachment(AttachmentKind.PHOTO, photo, photo),)
        item = sample(
            ticket=f"TBN-26-{number:06d}-X",
            lead=AGENCY,
            category="jalan_rusak",
            identity=Identity.ANONYMOUS,
            filed_at=now,
        )

        async def act(transaction: Transaction) -> None:
            await transaction.reports.put(item)
            await Board(self.office, transaction).pin_up(item, files=files)

        await self.post.write(act)
        self.filed[item.ticket] = self.post.clock.monotonic()

    async def screen(self) -> Screen:
        screen: Screen = await self.group.screen(limit=1000)
        return screen

    async def change(self, ticket: str, status: Status) -> None:
        async def act(transaction: Transaction) -> Report:
            found = await transaction.reports.by_ticket(ticket)
            assert found is not None
            found.status = status
            found.last_actor = "Petugas Satu"
            await Board(self.office, transaction).refresh(found)
            return found

        await self.post.write(act)

    async def photo(self) -> str:
        """Return the id of a photo that somebody sent to the bot."""
        person = await self.post.person("Juru Foto")
        await person.send(photo=True)
        updates = await self.post.bot.call("getUpdates", {"timeout": 0})
        return str(
            next(update["message"]["photo"] for update in reversed(updates) if "photo" in update["message"])[-1][
                "file_id"
            ]
        )

    async def note(self, ticket: str, text: str, photo: str | None = None) -> None:
        """Say something below a report's card, as an addition does."""
        files = () if photo is None else (Attachment(AttachmentKind.PHOTO, photo, photo),)

        async def act(transaction: Transaction) -> None:
            found = await transaction.reports.by_ticket(ticket)
            assert found is not None
            await Board(self.office, transaction).note(found, Markup(text), files)

        await self.post.write(act)


@asynccontextmanager
async def open_desk(url: str) -> AsyncIterator[Desk]:
    """Start everything with one agency's group linked."""
    settings = load(ROOT / "config.toml", {})
    office = make_office(settings, Account(42, "uji_bot"), IndonesianHolidays())
    async with open_post(url, combine=CombinedBoard(office).put_up) as post:
        desk = Desk(post, office, await post.group())
        await desk.link()
        yield desk
