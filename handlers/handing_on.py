"""Handing on: words that wait for a group that cannot be reached go where their reports lie now."""

from collections.abc import Collection

from handlers.board import Board
from handlers.calls import Call
from handlers.office import Office
from storage.outbox import Outgoing, makes_message
from storage.tables import Role
from storage.transaction import Transaction


async def hand_on(
    office: Office, transaction: Transaction, chat_id: int, report_ids: Collection[int] | None = None
) -> None:
    """Have what waits for a group about reports that lie elsewhere by now (or about these of them) go there.

    Words are said there; cards and changes of cards are dropped, because the reports have cards of their own there.
    """
    await transaction.outbox.flush()
    board = Board(office, transaction)
    rows = [row for row in await transaction.waiting.in_chat(chat_id) if row.report_id is not None]
    if report_ids is not None:
        rows = [row for row in rows if row.report_id in report_ids]
    found = await transaction.reports.several([row.report_id for row in rows if row.report_id is not None])
    for report in found:
        homes = await board.homes(report)
        if any(home.chat_id == chat_id for home in homes):
            continue
        about = [row for row in rows if row.report_id == report.id]
        await transaction.waiting.end([row.id for row in about], "its report lies elsewhere now")
        for row in filter(is_words, about):
            for home in homes:
                await board.repeat(report, home, Call(row.method, row.payload))


def is_words(row: Outgoing) -> bool:
    """Tell whether a row says something that stands nowhere else."""
    return row.role is Role.NOTE and row.report_id is not None and makes_message(row.method)
