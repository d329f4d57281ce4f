"""One transaction, with a repository for each noun, and the same repositories for reading alone.

Outbox rows, drafts and people are buffered and written in one statement each when the transaction ends: a batch of
sixty-four updates costs the database hardly more than one.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.agenda import Agenda
from storage.assignments import Assignments
from storage.combined_cards import CombinedCardReads, CombinedCards
from storage.conversations import ConversationReads, Conversations
from storage.counters import Counters
from storage.digests import DigestReads
from storage.events import EventReads, Events
from storage.groups import GroupReads, Groups
from storage.inbox import Inbox, InboxReads
from storage.jobs import JobReads, Jobs
from storage.known_codes import KnownCodes
from storage.links import LinkReads, Links
from storage.outbox import Outbox, OutboxReads
from storage.outcomes import Outcomes
from storage.people import People, PersonReads
from storage.publications import Publications
from storage.ratings import RatingReads
from storage.reminders import ReminderReads, Reminders
from storage.report_lists import ReportLists
from storage.reports import ReportReads, Reports
from storage.supporters import SupporterReads, Supporters
from storage.surveys import SurveyReads, Surveys
from storage.unit import ReadUnit, Unit
from storage.uploads import UploadReads, Uploads
from storage.waiting import Waiting, WaitingReads


class Reading(ReadUnit):
    """What can be read, beside whatever is being written. Opened by `Database.reading` alone."""

    def __init__(self, session: AsyncSession, *, sqlite: bool) -> None:
        super().__init__(session, sqlite=sqlite)
        self.conversations = ConversationReads(self)
        self.digests = DigestReads(self)
        self.events = EventReads(self)
        self.combined_cards = CombinedCardReads(self)
        self.groups = GroupReads(self)
        self.inbox = InboxReads(self)
        self.jobs = JobReads(self)
        self.links = LinkReads(self)
        self.lists = ReportLists(self)
        self.outbox = OutboxReads(self)
        self.people = PersonReads(self)
        self.ratings = RatingReads(self)
        self.reminders = ReminderReads(self)
        self.reports = ReportReads(self)
        self.supporters = SupporterReads(self)
        self.surveys = SurveyReads(self)
        self.waiting = WaitingReads(self)
        self.uploads = UploadReads(self)


class Transaction(Unit):
    """What one entry reads and writes. Opened and committed by `Database.transaction` alone."""

    def __init__(self, session: AsyncSession, now: datetime, *, sqlite: bool) -> None:
        super().__init__(session, now, sqlite=sqlite)
        self.counters = Counters(self)
        self.outbox = Outbox(self, self.counters)
        self.agenda = Agenda(self)
        self.assignments = Assignments(self)
        self.conversations = Conversations(self)
        self.digests = DigestReads(self)
        self.reports = Reports(self)
        self.events = Events(self, self.reports)
        self.combined_cards = CombinedCards(self)
        self.groups = Groups(self, self.outbox)
        self.inbox = Inbox(self)
        self.jobs = Jobs(self, self.outbox)
        self.known_codes = KnownCodes(self)
        self.links = Links(self)
        self.lists = ReportLists(self)
        self.people = People(self, self.counters)
        self.publications = Publications(self)
        self.ratings = RatingReads(self)
        self.reminders = Reminders(self)
        self.outcomes = Outcomes(self)
        self.supporters = Supporters(self)
        self.surveys = Surveys(self)
        self.waiting = Waiting(self)
        self.uploads = Uploads(self)

    async def flush(self) -> None:
        """Write everything buffered. Called once, just before the commit. Raises ChangedWithoutEvent."""
        self.reports.check()
        await self.session.flush()
        await self.assignments.flush()
        await self.people.flush()
        await self.conversations.flush()
        await self.agenda.flush()
        await self.outbox.flush()
        await self.counters.flush()
