"""What a reporter does: file, answer, add, correct, withdraw, and say whether it was really fixed."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports import tickets
from reports.actors import reporter
from reports.desk.case import Casework, optional_text, paused, required_text
from reports.errors import Missing
from reports.filing.attachments import Attachment
from reports.lifecycle import Act
from reports.places import Place
from storage.tables.reports import Closing, EventKind, Identity, Report, Status

STARS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Filing:
    """A finished form, as the desk takes it in. `story` has 10-3,500 characters; the form has seen to it."""

    reporter_id: int
    story: str
    category: str
    place: Place | None
    attachments: Sequence[Attachment]
    identity: Identity


class ReporterDesk(Casework):
    """Each function checks that the report is this person's and that its life allows the act; see Casework.report_for."""

    async def file(self, filing: Filing) -> Report:
        """Store a report, give it its ticket and its clocks, and have its agency told. Raises UnknownCode."""
        category = self.regency.category(filing.category)
        agency = self.regency.agency_of(filing.category)
        calendar = self._calendar(agency)
        local = self.now.astimezone(self.regency.timezone)
        prefix = self.regency.ticket_prefix
        number = await self.transaction.counters.reserve(f"ticket-{prefix}-{local.year}")
        place = filing.place or Place()
        report = Report(
            ticket=tickets.make(prefix, local.year, number),
            category=category.code,
            identity=filing.identity,
            reporter_id=filing.reporter_id,
            story=filing.story,
            place=place.to_json() or None,
            latitude=place.latitude,
            longitude=place.longitude,
            kecamatan_code=place.kecamatan_code,
            desa_code=place.desa_code,
            filed_at=self.now,
            response_due=calendar.due(self.now, category.response_days or self.regency.clocks.response_days),
            resolution_due=calendar.due(self.now, category.resolution_days),
        )
        self.transaction.assignments.lead(report, None if agency is None else agency.code, by=None)
        await self.transaction.reports.put(report)
        await self.record(report, None, EventKind.FILED, reporter(filing.reporter_id), files=filing.attachments)
        return report

    async def add(self, report_id: int, person: int, text: str | None, files: Sequence[Attachment] = ()) -> Report:
        """Add words, files or a place to a report; when its agency has asked something, this is the answer."""
        words = optional_text(text, files)
        actor = reporter(person)
        waiting = await self._status(report_id) is Status.WAITING_REPORTER
        act, kind = (Act.ANSWER, EventKind.ANSWERED) if waiting else (Act.ADD, EventKind.ADDED)
        report = await self.report_for(report_id, act, actor)
        data: dict[str, object] = {**await self.goes_on(report_id, actor, words, files)}
        if waiting:
            before = report.resolution_due
            self._resume_clocks(report)
            if report.resolution_due != before:
                data = {"until": report.resolution_due.isoformat(), "before": before.isoformat()}
        await self.record(report, act, kind, actor, words, data or None, files)
        return report

    async def amend(self, report_id: int, person: int, text: str) -> Report:
        """Tell the agency that the reporter changed something they had written. The first wording stays on record."""
        actor = reporter(person)
        report = await self.report_for(report_id, Act.AMEND, actor)
        await self.record(report, Act.AMEND, EventKind.AMENDED, actor, required_text(text, what="content"))
        return report

    async def confirm(self, report_id: int, person: int) -> Report:
        """Close a resolved report because its reporter says it is fixed."""
        actor = reporter(person)
        report = await self.report_for(report_id, Act.CONFIRM, actor)
        report.closing, report.ended_at = Closing.CONFIRMED, self.now
        await self.record(report, Act.CONFIRM, EventKind.CONFIRMED, actor)
        return report

    async def reopen(self, report_id: int, person: int, reason: str | None, files: Sequence[Attachment] = ()) -> Report:
        """Give a resolved report back to its agency because it is not fixed; its resolution clock starts anew."""
        words = optional_text(reason, files)
        actor = reporter(person)
        report = await self.report_for(report_id, Act.REOPEN, actor)
        report.resolution_due = self.calendar_of(report).due(self.now, self.category_of(report).resolution_days)
        report.reopenings += 1
        report.resolved_at = report.promised_for = None
        await self.record(report, Act.REOPEN, EventKind.REOPENED, actor, words, files=files)
        return report

    async def withdraw(self, report_id: int, person: int) -> Report:
        """End a report at its reporter's wish."""
        actor = reporter(person)
        report = await self.report_for(report_id, Act.WITHDRAW, actor)
        report.ended_at, report.proposal, report.waiting_since = self.now, None, None
        await self.record(report, Act.WITHDRAW, EventKind.WITHDRAWN, actor)
        return report

    async def rate(self, report_id: int, person: int, stars: int | None, comment: str | None = None) -> Report:
        """Note one to five stars, or a comment to them. Later stars replace earlier ones."""
        actor = reporter(person)
        if stars is not None and stars not in STARS:
            raise Missing("stars")
        words = None if comment is None else required_text(comment, what="content")
        report = await self.report_for(report_id, Act.RATE, actor)
        report.stars = stars or report.stars
        report.comment = words or report.comment
        await self.record(report, Act.RATE, EventKind.RATED, actor, words, {"stars": report.stars})
        return report

    async def _status(self, report_id: int) -> Status | None:
        report = await self.transaction.reports.for_change(report_id)
        return None if report is None else report.status

    def _resume_clocks(self, report: Report) -> None:
        """Move both clocks on by the working time that the agency spent waiting; one that had run out stays so."""
        if (since := report.waiting_since) is None:
            return
        calendar = self.calendar_of(report)
        span = paused(calendar, since, self.now)
        if report.response_due > since:
            report.response_due = calendar.add(report.response_due, span)
        if report.resolution_due > since:
            report.resolution_due = calendar.add(report.resolution_due, span)
            report.promised_for = report.promised_for and report.resolution_due
        report.waiting_since = None
