"""What the clock does: it takes what is due, does it or speaks of it, and plans what comes next, all in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.drafts import Drafts
from handlers.morning_messages import MorningMessages
from handlers.notices import Notices
from handlers.office import Office
from handlers.reminders import Reminders
from reports import routing
from reports.deadlines import WorkingTime
from reports.desk import Desk
from reports.reminders import LAPSES, Audience, Rules, newest_for_each, planned, planned_morning_messages, told_at
from storage import reminders
from storage.reminders import Due, Key
from storage.tables import ReminderKind, Report
from storage.transaction import Transaction


class DueWork:
    """Works due reminders. Nothing is sent at night or to offices on days off, except in an emergency."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._drafts = Drafts(office)

    def may_ask(self, now: datetime) -> bool:
        """Tell whether people may be asked unasked: not in the quiet hours."""
        return not self._office.calendar(None).in_quiet_hours(now, self._office.regency.clocks.quiet_hours)

    async def ask_about_drafts(self, transaction: Transaction, since: datetime) -> None:
        """Ask everybody who left a draft whose time to be asked about came since a moment."""
        await self._drafts.ask(transaction, since)

    async def prepare(self, transaction: Transaction) -> None:
        """Plan the next morning messages (digests, silent agencies), as the configuration has them; at each start.

        This morning is among them as long as the working day lasts: what was said today is known and not said again.
        """
        clocks, calendar, now = self._office.regency.clocks, self._office.calendar, transaction.now
        for agency in self._office.regency.agencies:
            plan = planned_morning_messages(ReminderKind.DIGEST, clocks, calendar(agency), now)
            transaction.agenda.plan(reminders.of_agency(agency.code), plan)
        plan = planned_morning_messages(ReminderKind.SILENT_AGENCIES, clocks, calendar(None), now)
        transaction.agenda.plan(reminders.COORDINATORS, plan)

    async def work(self, transaction: Transaction, ids: Sequence[int]) -> None:
        """Do what is still due of these reminders. Every one of them is done, postponed or dropped afterwards."""
        claimed = await transaction.reminders.claim(ids, transaction.now)
        about = {number: row for row in claimed if (number := reminders.report_in(row.subject)) is not None}
        if about:
            await self._about_reports(transaction, about)
        for row in claimed:
            if reminders.report_in(row.subject) is None:
                await self._morning_message(transaction, row)

    async def _about_reports(self, transaction: Transaction, about: dict[int, Due]) -> None:
        found = await transaction.reports.several(list(about))
        await transaction.reminders.drop(
            [about[number].id for number in about.keys() - {report.id for report in found}]
        )
        done = await transaction.reminders.done([row.subject for row in about.values()])
        await transaction.people.prefetch({report.reporter_id for report in found if report.reporter_id is not None})
        desk = Desk(transaction, self._office.regency, self._office.calendar, Notices(self._office, transaction))
        voice = Reminders(self._office, transaction)
        for report in found:
            row = about[report.id or 0]
            await self._about_report(transaction, report, row, done[row.subject], desk, voice)
        await voice.flush()

    async def _about_report(
        self, transaction: Transaction, report: Report, row: Due, done: set[Key], desk: Desk, voice: Reminders
    ) -> None:
        """Do the latest of what is due for each audience; what came before it has passed unsaid."""
        now, rules = transaction.now, self._office.rules(report)
        plan = planned(report, rules, now, row.key)
        due = [item for item in plan if item.at <= now and item.key not in done]
        latest = newest_for_each(due)
        held: dict[Key, datetime] = {}
        lapses = False
        for audience, item in latest.items():
            until = self._told_at(report, rules, audience, now)
            if until > now:
                held[item.key] = until
            elif item.kind in LAPSES:
                lapses = True
            else:
                await voice.tell(report, item)
        transaction.agenda.done(row, {item.key for item in due} - held.keys())
        transaction.agenda.plan(row.subject, [replace(item, at=held.get(item.key, item.at)) for item in plan])
        if lapses and report.id is not None:
            # The desk has the change heard, and what comes after it planned.
            await desk.lapse(report.id)

    async def _morning_message(self, transaction: Transaction, row: Due) -> None:
        """Write a morning message on the morning it is for, or not at all: nobody reads yesterday's digest."""
        code, now, regency = reminders.agency_in(row.subject), transaction.now, self._office.regency
        if code is not None and not regency.has_agency(code):
            await transaction.reminders.drop([row.id])
            return
        calendar: WorkingTime = self._office.calendar(None if code is None else regency.agency(code))
        *today, following = planned_morning_messages(row.kind, regency.clocks, calendar, now)
        until = calendar.after_quiet_hours(now, regency.clocks.quiet_hours)
        if until > now:
            today = [replace(item, at=until) for item in today]
        elif row.key in {item.key for item in today}:
            messages = MorningMessages(self._office, transaction)
            await (messages.name_silent_agencies() if code is None else messages.digest(code))
            transaction.agenda.done(row, {row.key})
        transaction.agenda.plan(row.subject, [*today, following])

    def _told_at(self, report: Report, rules: Rules, audience: Audience, now: datetime) -> datetime:
        """Return when an audience may be told of a report: now, or later; now in any case of an emergency."""
        until = told_at(audience, now, rules)
        if until > now and routing.emergency_in(self._office.regency, report.story) is not None:
            return now
        return until
