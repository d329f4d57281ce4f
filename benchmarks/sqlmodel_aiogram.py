"""Contestant: aiogram with SQLModel, a commit at every step.

What a careful author writes first: one draft row per citizen that holds the step and the answers, loaded and committed in
one `AsyncSession` per update, the report a row of its own, each step on disk before it is answered (SQLite, WAL,
`synchronous=FULL`). Steps are told apart by an async filter on the loaded draft, which is quicker than magic filters; the
pool holds one connection, which is as fast as the default fifteen and does not make the last of them wait for SQLite's lock.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import wording
from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import BaseFilter, Command, CommandStart
from aiogram.types import Message, TelegramObject
from sqlalchemy import BigInteger, event
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

router = Router()


class Draft(SQLModel, table=True):
    """A report that is being written: where its citizen stands, and the answers so far."""

    user_id: int = Field(primary_key=True, sa_type=BigInteger)
    step: str | None = None
    story: str = ""
    category: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
    identity: str = ""


class Report(SQLModel, table=True):
    """A report that was sent."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(index=True, sa_type=BigInteger)
    story: str
    category: str
    latitude: float
    longitude: float
    identity: str


class At(BaseFilter):
    """Matches when the citizen's draft stands at the given step."""

    def __init__(self, step: str) -> None:
        self.step = step

    async def __call__(self, _message: Message, draft: Draft) -> bool:
        """Look at the draft that the middleware loaded."""
        return draft.step == self.step


class Database:
    """Middleware: one session per update, with the sender's draft."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self.sessions = sessions

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        message: Message,
        data: dict[str, Any],
    ) -> Any:
        """Load the draft, or begin one, and hand it on."""
        async with self.sessions() as session:
            draft = await session.get(Draft, message.from_user.id)
            if draft is None:
                draft = Draft(user_id=message.from_user.id)
                session.add(draft)
            return await handler(message, {**data, "session": session, "draft": draft})


@router.message(CommandStart())
async def start(message: Message, session: AsyncSession, draft: Draft) -> None:
    """Greet."""
    draft.step = None
    await session.commit()
    await message.answer(wording.WELCOME)


@router.message(Command("lapor"))
async def begin(message: Message, session: AsyncSession, draft: Draft) -> None:
    """Open the form."""
    draft.step = "story"
    await session.commit()
    await message.answer(wording.ASK_STORY)


@router.message(Command("laporan"))
async def listing(message: Message, session: AsyncSession) -> None:
    """List the newest reports of whoever asks."""
    newest = select(Report.id).where(Report.user_id == message.from_user.id).order_by(col(Report.id).desc())
    numbers = (await session.exec(newest.limit(wording.LISTED))).all()
    await session.rollback()
    await message.answer(wording.listing(list(numbers)))


@router.message(At("story"))
async def take_story(message: Message, session: AsyncSession, draft: Draft) -> None:
    """Step 1."""
    if len(message.text or "") < 10:
        await otherwise(message, session)
        return
    draft.story, draft.step = message.text, "category"
    await session.commit()
    await message.answer(wording.ASK_CATEGORY)


@router.message(At("category"))
async def take_category(message: Message, session: AsyncSession, draft: Draft) -> None:
    """Step 2."""
    if message.text not in wording.CATEGORIES:
        await otherwise(message, session)
        return
    draft.category, draft.step = wording.CATEGORIES[message.text], "place"
    await session.commit()
    await message.answer(wording.ASK_PLACE)


@router.message(At("place"))
async def take_place(message: Message, session: AsyncSession, draft: Draft) -> None:
    """Step 3."""
    if message.location is None:
        await otherwise(message, session)
        return
    draft.latitude, draft.longitude = message.location.latitude, message.location.longitude
    draft.step = "attachments"
    await session.commit()
    await message.answer(wording.ASK_ATTACHMENTS)


@router.message(At("attachments"))
async def skip_attachments(message: Message, session: AsyncSession, draft: Draft) -> None:
    """Step 4."""
    if (message.text or "").lower() != "lewati":
        await otherwise(message, session)
        return
    draft.step = "identity"
    await session.commit()
    await message.answer(wording.ASK_IDENTITY)


@router.message(At("identity"))
async def take_identity(message: Message, session: AsyncSession, draft: Draft) -> None:
    """Step 5."""
    if (message.text or "").lower() not in wording.IDENTITIES:
        await otherwise(message, session)
        return
    draft.identity, draft.step = message.text.lower(), "confirm"
    await session.commit()
    await message.answer(wording.summary(draft.story, draft.category, draft.latitude, draft.longitude, draft.identity))


@router.message(At("confirm"))
async def send(message: Message, session: AsyncSession, draft: Draft, bot: Bot) -> None:
    """Step 6: keep the report, tell the citizen and the agency."""
    if (message.text or "").lower() != "kirim":
        await otherwise(message, session)
        return
    report = Report(**draft.model_dump(exclude={"step"}))
    session.add(report)
    draft.step = None
    await session.commit()
    await message.answer(wording.receipt(report.id, report.category))
    card = wording.card(report.id, report.story, report.category, report.latitude, report.longitude)
    await bot.send_message(wording.GROUP, card)


@router.message()
async def otherwise(message: Message, session: AsyncSession) -> None:
    """Answer what fits no question."""
    await session.rollback()
    await message.answer(wording.NOT_UNDERSTOOD)


def engine_for(database: Path) -> AsyncEngine:
    """Return an engine on the given SQLite file that is durable at every commit."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{database}", pool_size=1, max_overflow=0)

    @event.listens_for(engine.sync_engine, "connect")
    def _durable(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


async def main(url: str, database: Path) -> None:
    """Poll the Bot API at `url` until stopped."""
    engine = engine_for(database)
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    router.message.outer_middleware(Database(async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)))
    bot = Bot("1:benchmark", session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    await dispatcher.start_polling(bot)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]) / "reports.db"))
