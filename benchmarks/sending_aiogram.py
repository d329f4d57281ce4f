"""Sender: aiogram as its guide has it: send, and on a refusal sleep as long as told and try again; a task for each chat.

Without pacing it is a bare `Bot.send_message` loop, to compare processor time.
"""

import asyncio
import sys

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter
from sending_load import ANSWER, Item, Load, processor_seconds, tell, wait_for_start


async def main(load: Load) -> None:
    """Send the load, then answer taps until told to end."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(load.url), limit=256)
    async with Bot(load.token, session=session) as bot:
        spent = wait_for_start()
        if not load.pace:
            for item in load.items:
                await bot.send_message(item.chat, item.text)
            tell("done", cpu=processor_seconds() - spent)
            await asyncio.to_thread(sys.stdin.read)
            return
        answering = asyncio.create_task(_answer(bot))
        chats: dict[int, list[Item]] = {}
        for item in load.items:
            chats.setdefault(item.chat, []).append(item)
        await asyncio.gather(*(_send_all(bot, row) for row in chats.values()))
        tell("done", cpu=processor_seconds() - spent)
        await asyncio.to_thread(sys.stdin.read)
        answering.cancel()


async def _send_all(bot: Bot, row: list[Item]) -> None:
    for item in row:
        await _send(bot, item.chat, item.text)


async def _send(bot: Bot, chat: int, text: str) -> None:
    while True:
        try:
            await bot.send_message(chat, text)
        except TelegramRetryAfter as error:
            await asyncio.sleep(error.retry_after)
        else:
            return


async def _answer(bot: Bot) -> None:
    offset, tasks = 0, set()
    while True:
        for update in await bot.get_updates(offset=offset, timeout=5):
            offset = update.update_id + 1
            if update.callback_query is not None:
                task = asyncio.create_task(
                    _answer_one(bot, update.callback_query.id, update.callback_query.from_user.id)
                )
                tasks.add(task)
                task.add_done_callback(tasks.discard)


async def _answer_one(bot: Bot, query: str, chat: int) -> None:
    try:
        await bot.answer_callback_query(query)
    except TelegramAPIError as error:
        print(f"tap {error!r}", file=sys.stderr)
    await _send(bot, chat, ANSWER)


if __name__ == "__main__":
    asyncio.run(main(Load.read()))
