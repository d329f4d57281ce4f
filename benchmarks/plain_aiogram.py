"""Contestant: plain aiogram, everything in memory.

What aiogram's own guide and most tutorials show: a `StatesGroup` form, `MemoryStorage`, magic filters, and the
dispatcher's own polling with its defaults. A restart loses every draft and every report.
"""

import asyncio
import sys
from collections import defaultdict
from itertools import count

import wording
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import Message

router = Router()
numbers = count(1)
reports: dict[int, list[int]] = defaultdict(list)


class Form(StatesGroup):
    """The six questions."""

    story = State()
    category = State()
    place = State()
    attachments = State()
    identity = State()
    confirm = State()


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    """Greet."""
    await state.clear()
    await message.answer(wording.WELCOME)


@router.message(Command("lapor"))
async def begin(message: Message, state: FSMContext) -> None:
    """Open the form."""
    await state.set_state(Form.story)
    await message.answer(wording.ASK_STORY)


@router.message(Command("laporan"))
async def listing(message: Message) -> None:
    """List the newest reports of whoever asks."""
    await message.answer(wording.listing(reports[message.from_user.id][: -wording.LISTED - 1 : -1]))


@router.message(Form.story, F.text.len() >= 10)
async def take_story(message: Message, state: FSMContext) -> None:
    """Step 1."""
    await state.update_data(story=message.text)
    await state.set_state(Form.category)
    await message.answer(wording.ASK_CATEGORY)


@router.message(Form.category, F.text.in_(wording.CATEGORIES))
async def take_category(message: Message, state: FSMContext) -> None:
    """Step 2."""
    await state.update_data(category=wording.CATEGORIES[message.text])
    await state.set_state(Form.place)
    await message.answer(wording.ASK_PLACE)


@router.message(Form.place, F.location)
async def take_place(message: Message, state: FSMContext) -> None:
    """Step 3."""
    await state.update_data(latitude=message.location.latitude, longitude=message.location.longitude)
    await state.set_state(Form.attachments)
    await message.answer(wording.ASK_ATTACHMENTS)


@router.message(Form.attachments, F.text.lower() == "lewati")
async def skip_attachments(message: Message, state: FSMContext) -> None:
    """Step 4."""
    await state.set_state(Form.identity)
    await message.answer(wording.ASK_IDENTITY)


@router.message(Form.identity, F.text.lower().in_(wording.IDENTITIES))
async def take_identity(message: Message, state: FSMContext) -> None:
    """Step 5."""
    data = await state.update_data(identity=message.text.lower())
    await state.set_state(Form.confirm)
    await message.answer(wording.summary(**data))


@router.message(Form.confirm, F.text.lower() == "kirim")
async def send(message: Message, state: FSMContext, bot: Bot) -> None:
    """Step 6: keep the report, tell the citizen and the agency."""
    data = await state.get_data()
    await state.clear()
    number = next(numbers)
    reports[message.from_user.id].append(number)
    await message.answer(wording.receipt(number, data["category"]))
    del data["identity"]
    await bot.send_message(wording.GROUP, wording.card(number, **data))


@router.message()
async def otherwise(message: Message) -> None:
    """Answer what fits no question."""
    await message.answer(wording.NOT_UNDERSTOOD)


async def main(url: str) -> None:
    """Poll the Bot API at `url` until stopped."""
    bot = Bot("1:benchmark", session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(router)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
