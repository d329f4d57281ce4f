"""Sender: python-telegram-bot with its own AIORateLimiter and its retries; one task for each chat keeps the order.

Without pacing it is a bare `ExtBot.send_message` loop, to compare processor time.
"""

import asyncio
import logging
import sys
import warnings

from sending_load import ANSWER, Item, Load, processor_seconds, tell, wait_for_start
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

RETRIES = 50


async def main(load: Load) -> None:
    """Send the load, then answer taps until told to end."""
    limiter = AIORateLimiter(max_retries=RETRIES) if load.pace else None
    request = HTTPXRequest(connection_pool_size=256, pool_timeout=60.0)
    bot = ExtBot(load.token, base_url=f"{load.url}/bot", request=request, rate_limiter=limiter)
    async with bot:
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
        await asyncio.gather(*(_send(bot, row) for row in chats.values()))
        tell("done", cpu=processor_seconds() - spent)
        await asyncio.to_thread(sys.stdin.read)
        answering.cancel()


async def _send(bot: ExtBot, row: list[Item]) -> None:
    for item in row:
        try:
            await bot.send_message(item.chat, item.text)
        except TelegramError as error:
            print(f"lost {item.text} {error!r}", file=sys.stderr)


async def _answer(bot: ExtBot) -> None:
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


async def _answer_one(bot: ExtBot, query: str, chat: int) -> None:
    try:
        await bot.answer_callback_query(query)
    except TelegramError as error:
        print(f"tap {error!r}", file=sys.stderr)
    await bot.send_message(chat, ANSWER)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    asyncio.run(main(Load.read()))
