"""What is looked at when everything is quiet again: what everybody sees, what the database says, what the logs hold."""

import collections
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from handlers.citizen import tracker
from reports import tickets
from sandbox import CallRecord, Screen, Shown
from storage.engine import Database
from storage.tables import Report, Status
from tests.chaos.promises import FOR_REPORTERS, Kind, Promises, Word
from tests.chaos.town import Town

WHOLE = 100_000
"""Messages of a chat to look at: all."""

MOST_COPIES = 3
LONGEST_LINE = 3000
_MARK = re.compile(r"kode[a-z]{4}zq")


@dataclass
class Seen:
    """What every chat shows in the end."""

    groups: dict[int, Screen]
    people: dict[int, Screen]

    @classmethod
    async def everywhere(cls, town: Town) -> "Seen":
        """Look at every chat."""
        client = town.client
        return cls(
            {chat: await client.screen(chat, limit=WHOLE) for chat in town.every_group()},
            {person.id: await client.screen(person.id, limit=WHOLE) for person in town.citizens},
        )

    def in_groups(self) -> str:
        """Return all that the bot says in groups."""
        return _text(shown for screen in self.groups.values() for shown in screen.messages)

    def by_person(self, person: int) -> str:
        """Return all that the bot says to a person."""
        return _text(self.people[person].messages)


@dataclass
class GroupCalls:
    """Everything that was ever sent towards a group, shown or not."""

    sent: list[str] = field(default_factory=list)

    def __call__(self, record: CallRecord) -> None:
        """Keep a call that is about a group."""
        parameters = record.parameters
        if int(parameters.get("chat_id") or 0) < 0:
            self.sent.append(json.dumps(parameters, ensure_ascii=False))


def _text(messages: Any) -> str:
    return "\n".join(shown.text for shown in messages if shown.by_bot)


async def rows(database: Database, query: str) -> list[dict[str, Any]]:
    """Return what a query finds."""
    async with database.reading() as reading:
        return [dict(row) for row in (await reading.session.execute(sa.text(query))).mappings()]


async def lost(town: Town, seen: Seen, database: Database, promises: Promises) -> list[str]:
    """Return every acknowledged word that is not where it was promised nor before the coordinators."""
    groups, by_person = seen.in_groups(), {person: seen.by_person(person) for person in seen.people}
    history = "\n".join(row["text"] or "" for row in await rows(database, "SELECT text FROM report_event"))
    kept = await rows(database, "SELECT ticket, story FROM report")
    stories = collections.Counter(mark for row in kept for mark in _MARK.findall(row["story"]))
    found_tickets = {row["ticket"] for row in kept}

    def is_there(word: Word) -> bool:
        if word.kind is Kind.REPORT:
            return word.ticket in found_tickets and stories[word.mark] == 1 and word.ticket in groups
        if word.kind in FOR_REPORTERS:
            blocked = word.reporter.id in town.has_blocked
            return word.mark in by_person[word.reporter.id] or (blocked and word.mark in history)
        return word.mark in groups

    missing = [f"{word.kind} {word.mark} of {word.ticket}" for word in promises.words if not is_there(word)]
    return missing + [f"the story {mark} is filed {count} times" for mark, count in stories.items() if count > 1]


async def who_shows_their_name(database: Database) -> set[int]:
    """Return who let a group see their name in one of their reports, also in one whose receipt they never saw."""
    query = (
        "SELECT DISTINCT user_id FROM report JOIN telegram_account ON person_id = reporter_id WHERE identity = 'named'"
    )
    return {row["user_id"] for row in await rows(database, query)}


def leaked(town: Town, seen: Seen, calls: GroupCalls, named: set[int]) -> list[str]:
    """Return what a group was sent about who reported, and what a person was sent about who works in an agency."""
    received = "\n".join(
        [
            *calls.sent,
            *(json.dumps(m.raw, ensure_ascii=False) for s in seen.groups.values() for m in s.messages if m.by_bot),
        ]
    )
    found = []
    for number, person in enumerate(town.citizens):
        last, username = f"Namxa{person.name[6:]}", f"akunxa_{person.name[6:]}"
        secrets = [last, username, str(person.id)] + ([] if person.id in named else [person.name])
        found += [f"{secret} of citizen {number} in a group" for secret in secrets if secret in received]
    private = "\n".join(
        json.dumps(m.raw, ensure_ascii=False) for s in seen.people.values() for m in s.messages if m.by_bot
    )
    officers = [officer.name for team in town.officers.values() for officer in team]
    return found + [f"the officer {name} in a private chat" for name in officers if name in private]


def doubled(seen: Seen) -> tuple[int, list[str]]:
    """Return how many messages came more often than once, and those that came too often."""
    copies = collections.Counter(
        (chat, shown.text)
        for chats in (seen.groups, seen.people)
        for chat, screen in chats.items()
        for shown in screen.messages
        # A step of the form is shown again by right to who has answered it otherwise.
        if shown.by_bot and _MARK.search(shown.text) and "Langkah" not in shown.text
    )
    too_often = [f"{count} times in {chat}: {text!r}" for (chat, text), count in copies.items() if count > MOST_COPIES]
    return sum(copies.values()) - len(copies), too_often


async def inconsistent(town: Town, seen: Seen, database: Database) -> list[str]:
    """Return every report whose card or tracker says something else than the database."""
    async with database.reading() as reading:
        reports = list((await reading.session.execute(sa.select(Report))).scalars())
    cards = {
        (row["report_id"], row["chat_id"]): row["message_id"]
        for row in await rows(
            database,
            "SELECT report_id, chat_id, message_id FROM message_link WHERE role = 'card' AND message_id IS NOT NULL"
            " ORDER BY id",
        )
    }
    wrong = []
    trackers = _trackers(seen)
    for report in reports:
        shown = trackers.get(report.ticket)
        if shown is not None and tracker.timeline(report) not in shown.text:
            wrong.append(f"the tracker of {report.ticket} ({report.status}): {shown.text!r}")
        code = report.lead
        chat = town.groups[code].id if code in town.groups else None
        if chat is None or (number := cards.get((report.id, chat))) is None:
            continue
        card = next((m for m in seen.groups[chat].messages if m.id == number), None)
        # An open menu stands in the place of the buttons.
        if (
            card is not None
            and not card.offers("Kembali")
            and card.offers("Terima") != (report.status is Status.SUBMITTED)
        ):
            wrong.append(f"the card of {report.ticket} ({report.status}): {card!r}")
    return wrong


def _trackers(seen: Seen) -> dict[str, Shown]:
    return {
        tickets.find(shown.text)[0]: shown
        for screen in seen.people.values()
        for shown in screen.messages
        if shown.by_bot and "Laporan terkirim" in shown.text and tickets.find(shown.text)
    }


def spilled(town: Town, log: Path, token: str) -> list[str]:
    """Return every line of the log with a secret, a person's words or name, or a traceback."""
    secrets = [token, *(person.name for person in town.citizens)]
    secrets += [f"Namxa{person.name[6:]}" for person in town.citizens]
    return [
        line[:LONGEST_LINE]
        for line in log.read_text(encoding="utf-8").splitlines()
        if "Traceback" in line or _MARK.search(line) or any(secret in line for secret in secrets)
    ]
