"""The morning messages: each agency's digest in its group, and the agencies that have fallen silent, for the coordinators."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from handlers.callbacks import ListTap, in_pairs, keyboard, named
from handlers.calls import Keyboard, send
from handlers.office import Office
from handlers.officer.queue import SHOW
from handlers.parts.names import agency_name
from handlers.texts import Markup
from handlers.voice import Voice
from handlers.wording import day as written_day
from handlers.wording import when
from reports.silent_agencies import SILENT_DAYS, silent_agencies
from storage.digests import Item, Section
from storage.outbox import Delivery
from storage.tables import GroupRole, Identity, Priority
from storage.transaction import Transaction

LINES = 20
"""Reports on one digest: as many lines and buttons as a phone shows without getting lost; /antrean has the rest."""


class MorningMessages:
    """Writes the morning messages, in one transaction."""

    def __init__(self, office: Office, transaction: Transaction) -> None:
        self._office = office
        self._transaction = transaction
        self._voice = Voice(transaction)
        self._say = office.group_speech

    async def digest(self, code: str) -> None:
        """Tell an agency's group what is late, due today, new, and waiting; nothing when there is nothing."""
        now = self._transaction.now
        group = await self._transaction.groups.of_agency(code)
        if group is None:
            return
        tonight = self._tonight(now)
        counts = await self._transaction.digests.counts(code, now, tonight)
        if not counts:
            return
        items = await self._transaction.digests.items(code, now, tonight, LINES)
        hidden = any(item.identity is Identity.CONFIDENTIAL for item in items)
        call = send(group.chat_id, self._text(code, counts, items), _buttons(items), hidden=hidden)
        await self._voice.post(call, Delivery(Priority.DIGEST, expires_at=tonight))

    async def name_silent_agencies(self) -> None:
        """Name the agencies whose officers have done nothing for days, though reports wait for them."""
        now = self._transaction.now
        coordination = await self._transaction.groups.of_role(GroupRole.COORDINATION)
        if coordination is None:
            return
        lines = []
        for found in await silent_agencies(self._transaction, self._office.regency, self._office.calendar, now):
            about = {"agency": found.agency.short, "count": found.count}
            zone = self._office.regency.timezone
            lines.append(
                self._say("silent-never", **about)
                if found.acted is None
                else self._say("silent-since", **about, when=when(found.acted, zone, self._say))
            )
        if lines:
            text = Markup("\n".join([self._say("silent-head", days=SILENT_DAYS), *lines]))
            await self._voice.post(
                send(coordination.chat_id, text), Delivery(Priority.DIGEST, expires_at=self._tonight(now))
            )

    def _tonight(self, now: datetime) -> datetime:
        local = now.astimezone(self._office.regency.timezone)
        return datetime.combine(local.date(), time.max, local.tzinfo)

    def _text(self, code: str, counts: Mapping[Section, int], items: Sequence[Item]) -> Markup:
        say, zone = self._say, self._office.regency.timezone
        today = self._transaction.now.astimezone(zone).date()
        lines = [say("digest-head", who=agency_name(self._office, code, say), day=written_day(today, say))]
        for section, count in counts.items():
            lines.append(say(f"digest-{section.value}", count=count))
            lines += [
                say("digest-line", ticket=item.ticket, category=self._office.regency.category_name(item.category),
                    due=when(item.due, zone, say))
                for item in items if item.section is section
            ]  # fmt: skip
        if (left := sum(counts.values()) - len(items)) > 0:
            lines.append(say("digest-rest", count=left))
        return Markup("\n".join(lines))


def _buttons(items: Sequence[Item]) -> Keyboard:
    return keyboard(*in_pairs([named(item.ticket, ListTap(action=SHOW, value=item.id)) for item in items]))
