"""Bots that know nothing of this project, in the style of each library's tutorial, run here unchanged."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import aiogram
import pytest
from aiogram import Dispatcher, F, Router
from aiogram.filters import Command, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import AnswerCallbackQuery, SendMessage, SendPhoto
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web
from telegram import ReplyKeyboardMarkup, ReplyKeyboardRemove, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from sandbox import TINY_PNG, Group, Person, Sandbox


class Form(StatesGroup):
    name = State()
    likes = State()


def form_router() -> Router:
    """aiogram's own example of a finite-state form, in short."""
    router = Router()

    @router.message(CommandStart())
    async def start(message: Message, state: FSMContext) -> None:
        await state.set_state(Form.name)
        await message.answer("Hi there! What's your name?")

    @router.message(Command("cancel"))
    async def cancel(message: Message, state: FSMContext) -> None:
        await state.clear()
        await message.answer("Cancelled.")

    @router.message(Form.name)
    async def name(message: Message, state: FSMContext) -> None:
        await state.update_data(name=message.text)
        await state.set_state(Form.likes)
        rows = [[InlineKeyboardButton(text=label, callback_data=label) for label in ("Yes", "No")]]
        await message.answer(
            f"Nice to meet you, <b>{message.text}</b>! Do you like bots?",
            parse_mode="HTML",
            reply_markup=InlineKeyboardMarkup(inline_keyboard=rows),
        )

    @router.callback_query(Form.likes, F.data == "Yes")
    async def likes(query: CallbackQuery, state: FSMContext) -> None:
        data = await state.get_data()
        assert isinstance(query.message, Message)
        await query.answer("Cool!")
        await query.message.edit_text(f"{data['name']} likes bots")
        await state.clear()

    return router


@pytest.fixture
async def polling(aio: aiogram.Bot) -> AsyncIterator[None]:
    dispatcher = Dispatcher()
    dispatcher.include_router(form_router())
    task = asyncio.create_task(dispatcher.start_polling(aio, handle_signals=False, close_bot_session=False))
    yield
    with contextlib.suppress(RuntimeError):
        await dispatcher.stop_polling()
    await task


async def test_aiogram_polling_with_a_form(polling: None, siti: Person) -> None:
    await siti.asks("/start", "What's your name?")
    await siti.asks("Siti", "Nice to meet you, Siti!")
    tap = await siti.tap("Yes")
    assert (await tap.answer())["text"] == "Cool!"
    await siti.hears("Siti likes bots")
    assert (await siti.screen()).last.buttons == []


async def test_aiogram_webhook(aio: aiogram.Bot, siti: Person) -> None:
    dispatcher = Dispatcher()
    dispatcher.include_router(form_router())
    app = web.Application()
    SimpleRequestHandler(dispatcher, aio, secret_token="rahasia").register(app, path="/webhook")
    setup_application(app, dispatcher, bot=aio)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await aio.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/webhook", secret_token="rahasia")
    await siti.asks("/start", "What's your name?")
    await siti.asks("Siti", "Nice to meet you, Siti!")
    await siti.tap("Yes")
    await siti.hears("Siti likes bots")
    await aio.delete_webhook()
    await runner.cleanup()


async def test_aiogram_answers_into_its_webhook(aio: aiogram.Bot, siti: Person) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message(F.text == "photo")
    async def photo(message: Message) -> SendPhoto:
        return message.answer_photo(BufferedInputFile(TINY_PNG, "a.png"), caption="Here you are")

    @dispatcher.message()
    async def echo(message: Message) -> SendMessage:
        rows = [[InlineKeyboardButton(text="Yes", callback_data="yes")]]
        return message.answer(f"Echo: {message.text}", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))

    @dispatcher.callback_query()
    async def answer(query: CallbackQuery) -> AnswerCallbackQuery:
        return query.answer("Cool!")

    app = web.Application()
    SimpleRequestHandler(dispatcher, aio, handle_in_background=False).register(app, path="/webhook")
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await aio.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/webhook")
    await siti.asks("hello", "Echo: hello")
    assert (await (await siti.tap("Yes")).answer())["text"] == "Cool!"
    await siti.asks("photo", "Here you are")
    assert (await siti.client.get("log"))["unknown"] == []
    await aio.delete_webhook()
    await runner.cleanup()


GENDER, PHOTO, PLACE = range(3)


def conversation() -> ConversationHandler[Any]:
    """python-telegram-bot's own example of a conversation, in short."""

    async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.message is not None
        keyboard = ReplyKeyboardMarkup(
            [["Boy", "Girl"]], one_time_keyboard=True, input_field_placeholder="Boy or Girl?"
        )
        await update.message.reply_text("Are you a boy or a girl?", reply_markup=keyboard)
        return GENDER

    async def gender(update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.message is not None
        await update.message.reply_text("Send me a photo", reply_markup=ReplyKeyboardRemove())
        return PHOTO

    async def photo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.message is not None
        file = await update.message.photo[-1].get_file()
        size = len(await file.download_as_bytearray())
        await update.message.reply_text(f"Gorgeous: {size} bytes! Now your location")
        return PLACE

    async def place(update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
        assert update.message is not None
        assert update.message.location is not None
        await update.message.reply_text(f"At {update.message.location.latitude:.1f}. Thank you!")
        return ConversationHandler.END

    return ConversationHandler(
        entry_points=[CommandHandler("start", start)],
        states={
            GENDER: [MessageHandler(filters.Regex("^(Boy|Girl)$"), gender)],
            PHOTO: [MessageHandler(filters.PHOTO, photo)],
            PLACE: [MessageHandler(filters.LOCATION, place)],
        },
        fallbacks=[],
    )


async def alarm(context: ContextTypes.DEFAULT_TYPE) -> None:
    assert context.job is not None
    assert context.job.chat_id is not None
    await context.bot.send_message(context.job.chat_id, text="Beep!")


async def set_timer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message is not None
    assert context.job_queue is not None
    context.job_queue.run_once(alarm, 0.05, chat_id=update.effective_message.chat_id)
    await update.effective_message.reply_text("Timer set")


def application(sandbox: Sandbox) -> Application[Any, Any, Any, Any, Any, Any]:
    builder = ApplicationBuilder().token(sandbox.token)
    built = builder.base_url(f"{sandbox.url}/bot").base_file_url(f"{sandbox.url}/file/bot").build()
    built.add_handler(conversation())
    built.add_handler(CommandHandler("set", set_timer))
    return built


async def play_conversation(siti: Person) -> None:
    await siti.asks("/start", "Are you a boy or a girl?")
    await siti.tap("Girl")
    await siti.hears("Send me a photo")
    assert (await siti.screen()).keyboard == []
    await siti.send(photo=True)
    photo = next(m for m in (await siti.screen()).messages if m.kind == "photo")
    size = photo.view["file"]["file_size"]
    await siti.hears(f"Gorgeous: {size} bytes!")
    await siti.send(location={"latitude": -6.9, "longitude": 112.06})
    await siti.hears("At -6.9. Thank you!")


async def test_python_telegram_bot_polling_with_a_conversation_and_a_job(sandbox: Sandbox, siti: Person) -> None:
    sandbox.world.strict = False
    app = application(sandbox)
    async with app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling()
        await play_conversation(siti)
        await siti.asks("/set", "Timer set")
        await siti.hears("Beep!")
        await app.updater.stop()
        await app.stop()


async def test_python_telegram_bot_webhook(sandbox: Sandbox, siti: Person) -> None:
    """The pattern for a web server of one's own: updates are handed to the application's queue."""
    sandbox.world.strict = False
    app = application(sandbox)

    async def receive(request: web.Request) -> web.Response:
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "rahasia"
        update = Update.de_json(await request.json(), app.bot)
        await app.update_queue.put(update)
        return web.Response()

    server = web.Application()
    server.router.add_post("/telegram", receive)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with app:
        await app.start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
        await app.bot.set_webhook(url, secret_token="rahasia")
        await play_conversation(siti)
        await app.bot.delete_webhook()
        await app.stop()
    await runner.cleanup()


async def test_a_foreign_bot_answers_commands_in_a_group(polling: None, siti: Person, office: Group) -> None:
    await siti.send("/cancel", chat=office)
    await siti.hears("Cancelled.", chat=office)
