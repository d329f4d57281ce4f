"""Sender: this courier, as the programme puts it together, on an outbox in SQLite with `synchronous=FULL`."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import uvloop
from sending_load import ANSWER, Load, processor_seconds, tell, wait_for_start

from bot.sending.courier import Courier
from bot.sending.losses import Losses
from bot.support import set_up_logging
from bot.support.time_source import SystemTime
from bot.telegram import UNPACED, Limits, Pacing, TelegramBot
from storage.engine import Database
from storage.migrate import migrate
from storage.outbox import Delivery, Outgoing
from storage.tables import Priority, Role
from storage.transaction import Transaction


async def main(load: Load) -> None:
    """Send the load, then answer taps until told to end."""
    moment = SystemTime()
    database = Database(f"sqlite+aiosqlite:///{Path(load.directory) / 'outbox.db'}")
    await migrate(database)
    pacing = Pacing(Limits() if load.pace else UNPACED, moment.monotonic)
    bot = TelegramBot(load.token, load.url, pacing)
    await bot.open()

    async def nothing(_transaction: Transaction, *_facts: object) -> None:
        return

    async def given_up(_transaction: Transaction, row: Outgoing, reason: str) -> None:
        print(f"given up: {row.payload} {reason}", file=sys.stderr)

    async def combine(transaction: Transaction, chat: int, reports: Sequence[int]) -> int:
        text = "\n".join(f"r{report - 1}." for report in reports)
        return await transaction.outbox.put(
            "sendMessage", {"chat_id": chat, "text": text}, chat, Delivery(Priority.CARD, None, Role.NOTE)
        )

    losses = Losses(nothing, nothing, nothing, given_up, nothing)
    courier = Courier(bot, database, moment, pacing, losses=losses, combine=combine)
    spent = wait_for_start()
    async with database.transaction(moment.now()) as transaction:
        for item in load.items:
            delivery = (
                Delivery(Priority.PUSH) if item.report is None else Delivery(Priority.CARD, item.report + 1, Role.CARD)
            )
            await transaction.outbox.put("sendMessage", {"chat_id": item.chat, "text": item.text}, item.chat, delivery)
    sending = asyncio.create_task(courier.run())
    answering = asyncio.create_task(_answer(bot, database, moment, courier)) if load.pace else None
    while not courier.idle:  # noqa: ASYNC110  a benchmark
        await asyncio.sleep(0.05)
    tell("done", cpu=processor_seconds() - spent)
    await asyncio.to_thread(sys.stdin.read)
    for task in (sending, answering):
        if task is not None:
            task.cancel()
    await bot.close_connections()
    await database.close()


async def _answer(bot: TelegramBot, database: Database, moment: SystemTime, courier: Courier) -> None:
    offset = 0
    while True:
        updates = await bot.call("getUpdates", {"offset": offset, "timeout": 5}, paced=True)
        if not updates:
            continue
        offset = updates[-1]["update_id"] + 1
        async with database.transaction(moment.now()) as transaction:
            for update in updates:
                query = update.get("callback_query")
                if query is None:
                    continue
                chat = query["from"]["id"]
                instant = Delivery(Priority.INSTANT, once=True)
                await transaction.outbox.put("answerCallbackQuery", {"callback_query_id": query["id"]}, None, instant)
                await transaction.outbox.put("sendMessage", {"chat_id": chat, "text": ANSWER}, chat)
        courier.wake()


if __name__ == "__main__":
    set_up_logging(level="ERROR")
    uvloop.run(main(Load.read()))
