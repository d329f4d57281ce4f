"""Inquiries: what only Telegram knows. It is asked outside of any transaction, and its answer is worked like an update.

An inquiry is an outbox row that carries what it is for; the courier makes the call and puts the answer into the inbox.
"""

from enum import StrEnum

ANSWER = "telegram_answer"
"""The kind of update that an answer comes as. Telegram has none of that name."""


class Inquiry(StrEnum):
    """What an answer is for."""

    LINK = "link"
    UNLINK = "unlink"
    BOT_RIGHTS = "rights"
    RIGHTS_OF_ALL_MEMBERS = "rights_of_all"
    FILE = "file"
