"""The morning: each agency's digest in its group, and the agencies that have fallen silent, for the coordinators."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import ListTap, keyboard
from handlers.office import Office
from handlers.officer.card import agency_name
from handlers.officer.queue import SHOW
from handlers.texts import Markup
from handlers.wording import day as written_day
from handlers.wording import when
from storage import groups, mornings
from storage.mornings import Item, Section
from storage.outbox import Letter
from storage.tables import GroupRole, Identity, Priority
from storage.transaction import Transaction

LINES = 20
"""Reports on one digest: as many lines and buttons as a phone shows without getting lost; /antrean has the rest."""

SILENT_DAYS = 3
"""Whole working days without any act of an officer after which a group is named to the coordinators (issue 5)."""


class Digest:
    """Speaks in the morning, in one transaction."""

    def __init__(self, office: Office, transaction: Transaction) -> None:
        self._office = office
        self._transaction = transaction
        self._say = office.group_speech

    async def of_agency(self, code: str) -> None:
        """Tell an agency's group what is late, due today, new, and waiting; nothing when there is nothing."""
        session, now = self._transaction.session, self._transaction.now
        group = await groups.of_agency(session, code)
        if group is None:
            return
        tonight = self._tonight(now)
        counts = await mornings.counts(session, code, now, tonight)
        if not counts:
            return
        items = await mornings.items(session, code, now, tonight, LINES)
        hidden = any(item.identity is Identity.CONFIDENTIAL for item in items) or None
        await self._office.bot.post(
            SendMessage(
                chat_id=group.chat_id,
                text=self._text(code, counts, items),
                reply_markup=_buttons(items),
                protect_content=hidden,
            ),
            Letter(Priority.DIGEST),
        )

    async def silent_groups(self) -> None:
        """Name the agencies whose officers have done nothing for days, though reports wait for them."""
        session, now = self._transaction.session, self._transaction.now
        coordination = await groups.of_role(session, GroupRole.COORDINATION)
        if coordination is None:
            return
        lines = []
        for silence in await mornings.untouched(session):
            if not self._office.regency.has_agency(silence.agency):
                continue
            acted = await mornings.last_act(session, silence.agency)
            # Reports that came after the last act have not been left lying for as long.
            quiet_since = silence.since if acted is None else max(acted, silence.since)
            if self._whole_days(silence.agency, quiet_since, now) < SILENT_DAYS:
                continue
            who = agency_name(self._office, silence.agency, self._say)
            zone = self._office.regency.timezone
            lines.append(
                self._say("silent-never", agency=who, count=silence.count)
                if acted is None
                else self._say("silent-since", agency=who, count=silence.count, when=when(acted, zone, self._say))
            )
        if lines:
            text = Markup("\n".join([self._say("silent-head", days=SILENT_DAYS), *lines]))
            await self._office.bot.post(
                SendMessage(chat_id=coordination.chat_id, text=text), Letter(Priority.DIGEST)
            )  # fmt: skip

    def _whole_days(self, code: str, since: datetime, now: datetime) -> int:
        """Return how many whole working days have passed since a day; today is not over."""
        calendar = self._office.calendar(self._office.regency.agency(code))
        return calendar.working_days_between(calendar.local_date(since), calendar.local_date(now) - timedelta(days=1))

    def _tonight(self, now: datetime) -> datetime:
        local = now.astimezone(self._office.regency.timezone)
        return datetime.combine(local.date(), time.max, local.tzinfo)

    def _text(self, code: str, counts: Mapping[Section, int], items: Sequence[Item]) -> Markup:
        say, zone = self._say, self._office.regency.timezone
        names = {category.code: category.name for category in self._office.regency.categories}
        today = self._transaction.now.astimezone(zone).date()
        lines = [say("digest-head", who=agency_name(self._office, code, say), day=written_day(today, say))]
        for section, count in counts.items():
            lines.append(say(f"digest-{section.value}", count=count))
            lines += [
                say("digest-line", ticket=item.ticket, category=names.get(item.category, item.category),
                    due=when(item.due, zone, say))
                for item in items if item.section is section
            ]  # fmt: skip
        if (left := sum(counts.values()) - len(items)) > 0:
            lines.append(say("digest-rest", count=left))
        return Markup("\n".join(lines))


def _buttons(items: Sequence[Item]) -> InlineKeyboardMarkup:
    taps = [
        InlineKeyboardButton(text=item.ticket, callback_data=ListTap(action=SHOW, value=item.id).pack())
        for item in items
    ]
    return keyboard(*[taps[start : start + 2] for start in range(0, len(taps), 2)])
