"""Contestant: aiogram with SQLModel, a commit at every step.

What a careful author writes first: one draft row per citizen that holds the step and the answers, loaded and committed in
one `AsyncSession` per update, the report a row of its own, each step on disk before it is answered (SQLite, WAL,
`synchronous=FULL`), and a second commit for the ids of what was sent, which the next step edits or deletes. One citizen's
messages wait for one another (`SimpleEventIsolation`), so that this commit comes before the next answer. Steps are told
apart by an async filter on the loaded draft, which is quicker than magic filters; the pool holds one connection, which is
as fast as the default fifteen and does not make the last of them wait for SQLite's lock.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import keyboards_aiogram as keyboards
import wording
from aiogram import Bot, Dispatcher, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.filters import BaseFilter, Command, CommandStart
from aiogram.fsm.storage.memory import SimpleEventIsolation
from aiogram.types import InlineKeyboardMarkup, Message, TelegramObject
from sqlalchemy import BigInteger, event, func
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

router = Router()


class Draft(SQLModel, table=True):
    """A report that is being written: where its citizen stands, the answers so far, and the messages to strip or delete."""

    user_id: int = Field(primary_key=True, sa_type=BigInteger)
    step: str | None = None
    question: int | None = None
    pointer: int | None = None
    story: str = ""
    category: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
    identity: str = ""


class Report(SQLModel, table=True):
    """A report that was sent; `filed` is Unix time."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(index=True, sa_type=BigInteger)
    filed: int
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


async def ask(message: Message, session: AsyncSession, draft: Draft, text: str, keyboard: InlineKeyboardMarkup) -> None:
    """Keep the answer, ask the next question, then take the buttons off the one that was answered."""
    await session.commit()
    answered = draft.question
    question = await message.answer(text, reply_markup=keyboard)
    draft.question = question.message_id
    await session.commit()
    if answered:
        await message.bot.edit_message_reply_markup(chat_id=message.chat.id, message_id=answered)


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
    await ask(message, session, draft, wording.ASK_STORY, keyboards.STORY)


@router.message(Command("laporan"))
async def listing(message: Message, session: AsyncSession) -> None:
    """List the newest reports of whoever asks."""
    own = Report.user_id == message.from_user.id
    total = (await session.exec(select(func.count()).select_from(Report).where(own))).one()
    page = select(Report.id, Report.category, Report.filed).where(own).order_by(col(Report.id).desc())
    newest = [wording.Filed(*row) for row in (await session.exec(page.limit(wording.LISTED))).all()]
    await session.rollback()
    await message.answer(wording.listing(newest, total), reply_markup=keyboards.listing(newest, total))


@router.message(At("story"))
async def take_story(message: Message, session: AsyncSession, draft: Draft) -> None:
    """Step 1."""
    if len(message.text or "") < 10:
        await otherwise(message, session)
        return
    draft.story, draft.step = message.text, "category"
    await ask(message, session, draft, wording.ASK_CATEGORY, keyboards.CATEGORY)


@router.message(At("category"))
async def take_category(message: Message, session: AsyncSession, draft: Draft) -> None:
    """Step 2."""
    if message.text not in wording.CATEGORIES:
        await otherwise(message, session)
        return
    draft.category, draft.step = message.text, "place"
    await session.commit()
    pointer = await message.answer(wording.POINTER, reply_markup=keyboards.POINTER)
    draft.pointer = pointer.message_id
    await ask(message, session, draft, wording.ASK_PLACE, keyboards.PLACE)


@router.message(At("place"))
async def take_place(message: Message, session: AsyncSession, draft: Draft) -> None:
    """Step 3."""
    if message.location is None:
        await otherwise(message, session)
        return
    draft.latitude, draft.longitude = message.location.latitude, message.location.longitude
    draft.step = "attachments"
    await ask(message, session, draft, wording.ASK_ATTACHMENTS, keyboards.ATTACHMENTS)
    await message.bot.delete_message(chat_id=message.chat.id, message_id=draft.pointer)


@router.message(At("attachments"))
async def skip_attachments(message: Message, session: AsyncSession, draft: Draft) -> None:
    """Step 4."""
    if (message.text or "").lower() != "lewati":
        await otherwise(message, session)
        return
    draft.step = "identity"
    await ask(message, session, draft, wording.ASK_IDENTITY, keyboards.IDENTITY)


@router.message(At("identity"))
async def take_identity(message: Message, session: AsyncSession, draft: Draft) -> None:
    """Step 5."""
    if (message.text or "").lower() not in wording.IDENTITIES:
        await otherwise(message, session)
        return
    draft.identity, draft.step = message.text.lower(), "confirm"
    text = wording.summary(draft.story, draft.category, draft.identity)
    await ask(message, session, draft, text, keyboards.SUMMARY)


@router.message(At("confirm"))
async def send(message: Message, session: AsyncSession, draft: Draft, bot: Bot) -> None:
    """Step 6: keep the report, tell the citizen and the agency."""
    if (message.text or "").lower() != "kirim":
        await otherwise(message, session)
        return
    report = Report(filed=int(time.time()), **draft.model_dump(exclude={"step", "question", "pointer"}))
    session.add(report)
    answered = draft.question
    draft.step = draft.question = draft.pointer = None
    await session.commit()
    filed = wording.Filed(report.id, report.category, report.filed)
    await message.answer(wording.receipt(filed), reply_markup=keyboards.receipt(report.id))
    await bot.edit_message_reply_markup(chat_id=message.chat.id, message_id=answered)
    card = wording.card(filed, report.story, report.latitude, report.longitude, report.identity)
    await bot.send_message(wording.GROUP, card, reply_markup=keyboards.card(report.id))


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
    bot = Bot(
        "1:benchmark",
        session=AiohttpSession(api=TelegramAPIServer.from_base(url)),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True),
    )
    dispatcher = Dispatcher(events_isolation=SimpleEventIsolation())
    dispatcher.include_router(router)
    await dispatcher.start_polling(bot)
    await engine.dispose()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]) / "reports.db"))
