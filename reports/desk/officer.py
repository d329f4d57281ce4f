"""What an agency does with a report in its hands: accept, ask, answer, promise, resolve, hand on, give up."""

from collections.abc import Sequence
from datetime import date

from reports.actors import SYSTEM, Actor
from reports.assignments import lead_of
from reports.desk.case import Casework, optional_text, required_text
from reports.desk.promises import due_without
from reports.errors import BadPromise, Missing
from reports.filing.attachments import Attachment
from reports.lifecycle import Act
from storage.tables.people import GroupRole
from storage.tables.reports import AttachmentKind, EventKind, Proposal, Report, Status

BOUNCES_TO_COORDINATOR = 2
"""The second time a report is handed on, the coordinators decide whose it is: no door is the wrong one."""

LONGEST_PROMISE_DAYS = 366
"""A later date than a year ahead is a slip of the finger."""


class OfficerDesk(Casework):
    """Each function checks that the report lies with the actor's agency and that its life allows the act."""

    async def accept(self, report_id: int, actor: Actor) -> Report:
        """Take a report up: the agency answers for it from now on."""
        report = await self.report_for(report_id, Act.ACCEPT, actor)
        self._hold(report, actor)
        await self.record(report, Act.ACCEPT, EventKind.ACCEPTED, actor)
        return report

    async def ask(self, report_id: int, actor: Actor, question: str) -> Report:
        """Ask the reporter something; both clocks stand still until they answer."""
        words = required_text(question, what="question")
        report = await self.report_for(report_id, Act.ASK, actor)
        self._hold(report, actor)
        report.waiting_since = self.now
        report.last_answer = words
        await self.record(report, Act.ASK, EventKind.ASKED, actor, words)
        return report

    async def reply(self, report_id: int, actor: Actor, text: str | None, files: Sequence[Attachment] = ()) -> Report:
        """Tell the reporter something."""
        words = optional_text(text, files)
        report = await self.report_for(report_id, Act.REPLY, actor)
        report.responded_at = report.responded_at or self.now
        report.last_answer = words or report.last_answer
        further = await self.goes_on(report_id, actor, words, files)
        await self.record(report, Act.REPLY, EventKind.REPLIED, actor, words, further or None, files)
        return report

    async def note(self, report_id: int, actor: Actor, text: str | None, files: Sequence[Attachment] = ()) -> Report:
        """Keep something with the report that the reporter never sees."""
        words = optional_text(text, files)
        report = await self.report_for(report_id, Act.NOTE, actor)
        await self.record(report, Act.NOTE, EventKind.NOTED, actor, words, files=files)
        return report

    async def promise(self, report_id: int, actor: Actor, day: date) -> Report:
        """Promise that it will be done by the close of a working day. Raises BadPromise."""
        today = self.now.astimezone(self.regency.timezone).date()
        if day < today:
            raise BadPromise("past")
        if (day - today).days > LONGEST_PROMISE_DAYS:
            raise BadPromise("far")
        report = await self.report_for(report_id, Act.PROMISE, actor)
        calendar = self.calendar_of(report)
        if not calendar.is_working_day(day):
            raise BadPromise("holiday")
        until = calendar.closing(day)
        if until <= self.now:
            raise BadPromise("past")
        before = report.promised_for or report.resolution_due
        report.promised_for = report.resolution_due = until
        await self.record(
            report,
            Act.PROMISE,
            EventKind.PROMISED,
            actor,
            data={"until": until.isoformat(), "before": before.isoformat()},
        )
        return report

    async def resolve(self, report_id: int, actor: Actor, text: str | None, files: Sequence[Attachment] = ()) -> Report:
        """Say that it is done, with a photo where the category asks for proof. Raises Missing("proof")."""
        report = await self.report_for(report_id, Act.RESOLVE, actor)
        words = required_text(text, what="resolution")
        if self.category_of(report).needs_proof and not any(file.kind is AttachmentKind.PHOTO for file in files):
            raise Missing("proof")
        report.resolved_at = self.now
        report.last_answer = words
        await self.record(report, Act.RESOLVE, EventKind.RESOLVED, actor, words, files=files)
        return report

    async def reroute(self, report_id: int, actor: Actor, to: str | None, reason: str) -> Report:
        """Hand a report on to the agency `to`, or with None to the coordinators, saying why.

        The second time it is handed on it goes to the coordinators whatever was wished; the wish is recorded.
        """
        words = required_text(reason, what="reason")
        target = None if to is None else self.regency.agency(to)
        report = await self.report_for(report_id, Act.REROUTE, actor)
        if to == lead_of(report):
            raise Missing("another_agency")
        bounces, before = report.bounces + 1, lead_of(report)
        bounced = bounces >= BOUNCES_TO_COORDINATOR
        moved = await self._place_with(report, None if bounced or target is None else target.code, actor)
        report.bounces = bounces
        data = {"from": before, "to": lead_of(report), "wish": to, "bounced": bounced, **moved}
        await self.record(report, Act.REROUTE, EventKind.REROUTED, actor, words, data)
        return report

    async def propose(self, report_id: int, actor: Actor, proposal: Proposal, reason: str) -> Report:
        """Ask the coordinators to end a report that cannot be acted on or is none.

        Without a coordination group nobody could ever agree, so the ending takes effect at once; one that cannot be reached
        for a while agrees later.
        """
        words = required_text(reason, what="reason")
        report = await self.report_for(report_id, Act.PROPOSE, actor)
        report.responded_at = report.responded_at or self.now
        report.proposal, report.proposal_reason = proposal, words
        await self.record(report, Act.PROPOSE, EventKind.PROPOSED, actor, words, {"proposal": proposal.value})
        if await self.transaction.groups.linked(GroupRole.COORDINATION) is None:
            await self.end(report, SYSTEM)
        return report

    async def end(self, report: Report, actor: Actor) -> None:
        """Carry out the ending that was proposed for a report already taken up."""
        assert report.proposal is not None and report.id is not None  # noqa: S101, PT018  callers have looked
        proposal, reason = report.proposal, report.proposal_reason
        await self.report_for(report.id, Act.CONSENT, actor)
        report.proposal = None
        report.ending_reason, report.ended_at = reason, self.now
        to = Status.REJECTED if proposal is Proposal.REJECT else Status.CANNOT_ACT
        await self.record(report, Act.CONSENT, EventKind.CONSENTED, actor, reason, {"proposal": proposal.value}, to=to)

    def _hold(self, report: Report, actor: Actor) -> None:
        report.holder_id, report.holder_name = actor.id, actor.name
        report.accepted_at = report.accepted_at or self.now
        report.responded_at = report.responded_at or self.now

    async def _place_with(self, report: Report, agency: str | None, by: Actor) -> dict[str, str]:
        """Give the report to an agency (None: the coordinators) that has not seen it yet; return how a promise ended.

        Its response clock starts. The reporter's resolution clock runs on as if the agency before had promised
        nothing; where it had run out behind a promise, it starts anew: nobody there was ever late. Who held it, what
        was said, and how often the coordinators admonished stay with the agency before.
        """
        self.transaction.assignments.lead(report, agency, by.id)
        moved: dict[str, str] = {}
        calendar, category = self.calendar_of(report), self.category_of(report)
        if report.promised_for is not None and report.id is not None:
            history = await self.transaction.events.history(report.id)
            due = due_without(history, calendar) or report.resolution_due
            report.resolution_due = due if due > self.now else calendar.due(self.now, category.resolution_days)
            moved = {"until": report.resolution_due.isoformat(), "before": report.promised_for.isoformat()}
        report.holder_id = report.holder_name = report.accepted_at = report.responded_at = None
        report.promised_for = report.last_answer = None
        report.nudges = 0
        report.response_due = calendar.due(self.now, category.response_days or self.regency.clocks.response_days)
        return moved
