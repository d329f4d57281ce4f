"""Contestant: plain aiogram, everything in memory.

What aiogram's own guide and most tutorials show: a `StatesGroup` form, `MemoryStorage`, magic filters, and the
dispatcher's own polling with its defaults, except that one citizen's messages wait for one another (`SimpleEventIsolation`),
without which the id of the question to strip is not kept before the answer to it comes. A restart loses every draft and
every report.

With `--words` it sends the words of the screens alone: no buttons, hence none to take off, and no isolation to keep.
"""

import asyncio
import sys
import time
from collections import defaultdict
from itertools import count

import keyboards_aiogram as keyboards
import wording
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.filters import Command, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import DisabledEventIsolation, MemoryStorage, SimpleEventIsolation
from aiogram.types import InlineKeyboardMarkup, Message

BUTTONS = "--words" not in sys.argv

router = Router()
numbers = count(1)
reports: dict[int, list[wording.Filed]] = defaultdict(list)


class Form(StatesGroup):
    """The six questions."""

    story = State()
    category = State()
    place = State()
    attachments = State()
    identity = State()
    confirm = State()


async def ask(message: Message, state: FSMContext, text: str, keyboard: InlineKeyboardMarkup) -> None:
    """Ask the next question, then take the buttons off the one that was answered."""
    if not BUTTONS:
        await message.answer(text)
        return
    answered = await state.get_value("question")
    question = await message.answer(text, reply_markup=keyboard)
    await state.update_data(question=question.message_id)
    if answered:
        await message.bot.edit_message_reply_markup(chat_id=message.chat.id, message_id=answered)


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    """Greet."""
    await state.clear()
    await message.answer(wording.WELCOME)


@router.message(Command("lapor"))
async def begin(message: Message, state: FSMContext) -> None:
    """Open the form."""
    await state.set_state(Form.story)
    await ask(message, state, wording.ASK_STORY, keyboards.STORY)


@router.message(Command("laporan"))
async def listing(message: Message) -> None:
    """List the newest reports of whoever asks."""
    own = reports[message.from_user.id]
    newest = own[: -wording.LISTED - 1 : -1]
    keyboard = keyboards.listing(newest, len(own)) if BUTTONS else None
    await message.answer(wording.listing(newest, len(own)), reply_markup=keyboard)


@router.message(Form.story, F.text.len() >= 10)
async def take_story(message: Message, state: FSMContext) -> None:
    """Step 1."""
    await state.update_data(story=message.text)
    await state.set_state(Form.category)
    await ask(message, state, wording.ASK_CATEGORY, keyboards.CATEGORY)


@router.message(Form.category, F.text.in_(wording.CATEGORIES))
async def take_category(message: Message, state: FSMContext) -> None:
    """Step 2."""
    await state.update_data(category=message.text)
    await state.set_state(Form.place)
    if BUTTONS:
        pointer = await message.answer(wording.POINTER, reply_markup=keyboards.POINTER)
        await state.update_data(pointer=pointer.message_id)
    await ask(message, state, wording.ASK_PLACE, keyboards.PLACE)


@router.message(Form.place, F.location)
async def take_place(message: Message, state: FSMContext) -> None:
    """Step 3."""
    data = await state.update_data(latitude=message.location.latitude, longitude=message.location.longitude)
    await state.set_state(Form.attachments)
    await ask(message, state, wording.ASK_ATTACHMENTS, keyboards.ATTACHMENTS)
    if BUTTONS:
        await message.bot.delete_message(chat_id=message.chat.id, message_id=data["pointer"])


@router.message(Form.attachments, F.text.lower() == "lewati")
async def skip_attachments(message: Message, state: FSMContext) -> None:
    """Step 4."""
    await state.set_state(Form.identity)
    await ask(message, state, wording.ASK_IDENTITY, keyboards.IDENTITY)


@router.message(Form.identity, F.text.lower().in_(wording.IDENTITIES))
async def take_identity(message: Message, state: FSMContext) -> None:
    """Step 5."""
    data = await state.update_data(identity=message.text.lower())
    await state.set_state(Form.confirm)
    text = wording.summary(data["story"], data["category"], data["identity"])
    await ask(message, state, text, keyboards.SUMMARY)


@router.message(Form.confirm, F.text.lower() == "kirim")
async def send(message: Message, state: FSMContext, bot: Bot) -> None:
    """Step 6: keep the report, tell the citizen and the agency."""
    data = await state.get_data()
    await state.clear()
    report = wording.Filed(next(numbers), data["category"], int(time.time()))
    reports[message.from_user.id].append(report)
    keyboard = keyboards.receipt(report.number) if BUTTONS else None
    await message.answer(wording.receipt(report), reply_markup=keyboard)
    if BUTTONS:
        await bot.edit_message_reply_markup(chat_id=message.chat.id, message_id=data["question"])
    card = wording.card(report, data["story"], data["latitude"], data["longitude"], data["identity"])
    await bot.send_message(wording.GROUP, card, reply_markup=keyboards.card(report.number) if BUTTONS else None)


@router.message()
async def otherwise(message: Message) -> None:
    """Answer what fits no question."""
    await message.answer(wording.NOT_UNDERSTOOD)


async def main(url: str) -> None:
    """Poll the Bot API at `url` until stopped."""
    bot = Bot(
        "1:benchmark",
        session=AiohttpSession(api=TelegramAPIServer.from_base(url)),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True),
    )
    isolation = SimpleEventIsolation() if BUTTONS else DisabledEventIsolation()
    dispatcher = Dispatcher(storage=MemoryStorage(), events_isolation=isolation)
    dispatcher.include_router(router)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
