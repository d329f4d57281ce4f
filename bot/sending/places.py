"""Places: how many of a group's messages a minute each kind of message leaves to the others.

Telegram takes twenty messages a minute to a group (bot/telegram/pacing.py). What many wait for must find a place
whatever else is said there, and however much.
"""

from datetime import datetime, timedelta

from storage.outbox import Outgoing
from storage.tables import Priority, Role

KEPT_FOR_ASKED = 6
"""Places that single cards leave to answers, edits and combined cards."""

KEPT_FOR_CARDS = 10
"""Places that notes below cards leave to cards and to everything else."""

LONG_WAIT = timedelta(minutes=5)
"""After so long a note takes a card's places: cards that never end must not silence what is said below them."""


def kept_by(row: Outgoing, now: datetime) -> int:
    """Return how many of its group's places a row must leave free."""
    if row.priority != Priority.CARD or (row.chat_id or 0) >= 0:
        return 0
    if row.role in {Role.CARD, Role.ALBUM}:
        return KEPT_FOR_ASKED
    if row.role is not Role.NOTE or row.report_id is None:
        return 0
    waits_long = row.created_at is not None and now - row.created_at > LONG_WAIT
    return KEPT_FOR_ASKED if waits_long else KEPT_FOR_CARDS
