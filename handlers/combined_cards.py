"""Combined cards: many reports that came at once, in one message, each a tap from its card.

The courier asks for one when a group's single cards would come too late. The reports stay single: whoever taps one gets
its card, and what happens to it is shown here as well.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.callbacks import ListTap, in_pairs, keyboard, named
from handlers.calls import Keyboard, edit, send
from handlers.office import Office
from handlers.parts.actors import members_of
from handlers.parts.icons import ICONS
from handlers.parts.names import agency_name, status_name
from handlers.parts.places import in_brief, place_of
from handlers.parts.purposes import Combined
from handlers.texts import Markup, Speech
from handlers.voice import Voice
from handlers.wording import when
from reports.assignments import lead_of
from reports.authority import View, may
from reports.clocks import running
from storage.combined_cards import CombinedCard
from storage.outbox import Delivery
from storage.tables import IN_HAND, Group, Identity, Priority, Report, Role, Status
from storage.transaction import Transaction


class CombinedBoard:
    """Puts combined cards up and keeps them true."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def put_up(self, transaction: Transaction, chat_id: int, report_ids: Sequence[int]) -> int:
        """Write one combined card for reports in a chat and return the number of its outbox row."""
        group = await transaction.groups.get(chat_id)
        shown = await transaction.reports.several(report_ids)
        number = -await Voice(transaction).post(
            send(
                chat_id,
                text(self._office, shown, group, transaction.now),
                buttons(shown, group),
                hidden=any(report.identity is Identity.CONFIDENTIAL for report in shown),
            ),
            Delivery(Priority.CARD, None, Role.NOTE, Combined().to_json()),
        )
        await transaction.combined_cards.put(CombinedCard(number, chat_id), [report.id or 0 for report in shown])
        return number

    async def refresh(self, transaction: Transaction, report: Report) -> set[int]:
        """Bring the combined cards on which a report stands up to date; return the chats that have one."""
        assert report.id is not None  # noqa: S101  it is stored
        chats = set()
        for card in await transaction.combined_cards.showing(report.id):
            group = await transaction.groups.get(card.chat_id)
            if group is None or group.is_left:
                continue
            chats.add(card.chat_id)
            await self._edit(transaction, card, group, Priority.ANSWER)
        return chats

    async def renew(self, transaction: Transaction, group: Group) -> None:
        """Bring a group's combined cards up to date: the group has become somebody else's."""
        for card in await transaction.combined_cards.in_hand(group.chat_id):
            await self._edit(transaction, card, group, Priority.CARD)

    async def _edit(self, transaction: Transaction, card: CombinedCard, group: Group, priority: Priority) -> None:
        shown = await transaction.combined_cards.reports_on(card.outbox_id)
        call = edit(
            card.chat_id, -card.outbox_id, text(self._office, shown, group, transaction.now), buttons(shown, group)
        )
        await Voice(transaction).post(call, Delivery(priority))


def text(office: Office, reports: Sequence[Report], group: Group | None, now: datetime) -> Markup:
    """Return the text: a line for each report, never its story, which a confidential one must not show in passing."""
    speech = office.group_speech
    lines = [_line(office, report, group, now) for report in reports]
    return Markup("\n".join([speech("combined-head", count=len(reports)), *lines]))


def buttons(reports: Sequence[Report], group: Group | None) -> Keyboard:
    """Return a button for each report that this group can still open and act on."""
    taps = [
        named(report.ticket, ListTap(action="show", value=report.id or 0))
        for report in reports
        if report.status in IN_HAND and may(members_of(group), View.REPORT, report)
    ]
    return keyboard(*in_pairs(taps))


def _line(office: Office, report: Report, group: Group | None, now: datetime) -> Markup:
    speech = office.group_speech
    about = {"ticket": report.ticket, "category": office.regency.category_name(report.category)}
    if not may(members_of(group), View.REPORT, report):
        return speech("combined-elsewhere", **about, agency=agency_name(office, lead_of(report), speech))
    if report.status is not Status.SUBMITTED:
        status = status_name(report.status, speech)
        who = report.last_actor or agency_name(office, lead_of(report), speech)
        return speech("combined-handled", **about, icon=ICONS[report.status], status=status, who=who)
    counts = running(report)
    assert counts is not None  # noqa: S101  it is submitted
    return speech(
        "combined-line",
        **about,
        icon=ICONS[report.status],
        place=in_brief(place_of(report.place), report.identity, speech),
        age=age(now - report.filed_at, speech),
        due=when(counts.due, office.regency.timezone, speech),
    )


def age(span: timedelta, speech: Speech) -> str:
    """Return how long ago something was, in the largest unit that is not nothing."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return speech.plain_text("age-now")
    if minutes < 60:
        return speech.plain_text("age-minutes", count=minutes)
    if minutes < 24 * 60:
        return speech.plain_text("age-hours", count=minutes // 60)
    return speech.plain_text("age-days", count=minutes // (24 * 60))
