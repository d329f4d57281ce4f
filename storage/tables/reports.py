"""Reports, what is attached to them, and everything that ever happened to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import relationship
from sqlmodel import Field, Relationship, SQLModel

from storage.tables.assignments import ASSIGNMENTS, Assignment, AssignmentRole
from storage.tables.base import big, closed_choice, key, moment, open_choice, table_of


class Status(StrEnum):
    """Where a report is in its life (the diagram in docs/lifecycle.md)."""

    SUBMITTED = "submitted"
    IN_PROGRESS = "in_progress"
    WAITING_REPORTER = "waiting_reporter"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANNOT_ACT = "cannot_act"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Identity(StrEnum):
    """Who sees who reported: the group sees a name, nobody in a group does, or moreover no public listing."""

    NAMED = "named"
    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"


class ReportKind(StrEnum):
    """Complaint, aspiration or information request, as SP4N-LAPOR! has them."""

    COMPLAINT = "complaint"
    ASPIRATION = "aspiration"
    INFORMATION = "information"


class Closing(StrEnum):
    """How a closed report came to be closed; silence is never satisfaction."""

    CONFIRMED = "confirmed"
    SILENT = "silent"


class Proposal(StrEnum):
    """An ending that an agency asked for and a coordinator must agree to."""

    CANNOT_ACT = "cannot_act"
    REJECT = "reject"


class AttachmentKind(StrEnum):
    """What Telegram calls the file; decides the method that shows it."""

    PHOTO = "photo"
    VIDEO = "video"
    DOCUMENT = "document"
    VOICE = "voice"


class EventKind(StrEnum):
    """Everything that can happen to a report."""

    FILED = "filed"
    ACCEPTED = "accepted"
    REROUTED = "rerouted"
    ASKED = "asked"
    ANSWERED = "answered"
    ADDED = "added"
    AMENDED = "amended"
    REPLIED = "replied"
    NOTED = "noted"
    PROMISED = "promised"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    CLOSED = "closed"
    PROPOSED = "proposed"
    CONSENTED = "consented"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RATED = "rated"
    NUDGED = "nudged"
    EXTENDED = "extended"
    RECHECKED = "rechecked"


class ActorKind(StrEnum):
    """On whose behalf something happened."""

    REPORTER = "reporter"
    OFFICER = "officer"
    COORDINATOR = "coordinator"
    SYSTEM = "system"


OPEN = (Status.SUBMITTED, Status.IN_PROGRESS, Status.WAITING_REPORTER, Status.RESOLVED)
IN_HAND = (Status.SUBMITTED, Status.IN_PROGRESS, Status.WAITING_REPORTER)
_IN_HAND_SQL = "status IN ('submitted', 'in_progress', 'waiting_reporter')"
_SUPPORTS = (ASSIGNMENTS.c.role == AssignmentRole.SUPPORT) & ASSIGNMENTS.c.ended_at.is_(None)
_VERSION = sa.Column("version", sa.Integer, nullable=False)


class Report(SQLModel, table=True):
    """One citizen's report as it stands. Its history is in ReportEvent.

    `lead` is the agency that answers for it now, None: it lies with the coordinators; storage/assignments.py alone
    writes it. `supporting` are the agencies that help at present; they are read with every report, many in one query.
    `holder_id` is the officer who last took it up. `version` makes two changes that read the same state impossible to
    write both.
    """

    __tablename__ = "report"
    __mapper_args__ = {"version_id_col": _VERSION}
    __table_args__ = (
        sa.Index("ix_report_reporter", "reporter_id", "id"),
        sa.Index(
            "ix_report_queue",
            "lead",
            "response_due",
            sqlite_where=sa.text(_IN_HAND_SQL),
            postgresql_where=sa.text(_IN_HAND_SQL),
        ),
        sa.Index(
            "ix_report_holder", "holder_id", sqlite_where=sa.text(_IN_HAND_SQL), postgresql_where=sa.text(_IN_HAND_SQL)
        ),
        sa.Index(
            "ix_report_rated",
            "ended_at",
            "lead",
            "stars",
            sqlite_where=sa.text("stars IS NOT NULL"),
            postgresql_where=sa.text("stars IS NOT NULL"),
        ),
        # Old buttons name reports by number: SQLite would give the number of a deleted row again.
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, sa_column=key())
    ticket: str = Field(sa_column=sa.Column(sa.String(32), nullable=False, unique=True))
    kind: ReportKind = Field(default=ReportKind.COMPLAINT, sa_column=sa.Column(open_choice(ReportKind), nullable=False))
    category: str = Field(sa_column=sa.Column(sa.String(48), nullable=False))
    lead: str | None = Field(default=None, sa_column=sa.Column(sa.String(32)))
    status: Status = Field(default=Status.SUBMITTED, sa_column=sa.Column(open_choice(Status), nullable=False))
    identity: Identity = Field(sa_column=sa.Column(closed_choice(Identity, "identity"), nullable=False))
    reporter_id: int | None = Field(sa_column=big())
    story: str = Field(sa_column=sa.Column(sa.Text, nullable=False))
    place: dict[str, Any] | None = Field(default=None, sa_column=sa.Column(sa.JSON(none_as_null=True)))
    latitude: float | None = Field(default=None, sa_column=sa.Column(sa.Double))
    longitude: float | None = Field(default=None, sa_column=sa.Column(sa.Double))
    kecamatan_code: str | None = Field(default=None, sa_column=sa.Column(sa.String(16)))
    desa_code: str | None = Field(default=None, sa_column=sa.Column(sa.String(16)))
    filed_at: datetime = Field(sa_column=moment(nullable=False))
    response_due: datetime = Field(sa_column=moment(nullable=False))
    resolution_due: datetime = Field(sa_column=moment(nullable=False))
    promised_for: datetime | None = Field(default=None, sa_column=moment())
    accepted_at: datetime | None = Field(default=None, sa_column=moment())
    responded_at: datetime | None = Field(default=None, sa_column=moment())
    waiting_since: datetime | None = Field(default=None, sa_column=moment())
    resolved_at: datetime | None = Field(default=None, sa_column=moment())
    ended_at: datetime | None = Field(default=None, sa_column=moment())
    closing: Closing | None = Field(default=None, sa_column=sa.Column(closed_choice(Closing, "closing")))
    holder_id: int | None = Field(default=None, sa_column=big())
    holder_name: str | None = Field(default=None, sa_column=sa.Column(sa.String(200)))
    last_act: str | None = Field(default=None, sa_column=sa.Column(sa.String(24)))
    last_actor: str | None = Field(default=None, sa_column=sa.Column(sa.String(200)))
    last_at: datetime | None = Field(default=None, sa_column=moment())
    last_answer: str | None = Field(default=None, sa_column=sa.Column(sa.Text))
    bounces: int = Field(default=0, sa_column=sa.Column(sa.SmallInteger, nullable=False))
    reopenings: int = Field(default=0, sa_column=sa.Column(sa.SmallInteger, nullable=False))
    nudges: int = Field(default=0, sa_column=sa.Column(sa.SmallInteger, nullable=False, server_default="0"))
    proposal: Proposal | None = Field(default=None, sa_column=sa.Column(open_choice(Proposal)))
    proposal_reason: str | None = Field(default=None, sa_column=sa.Column(sa.Text))
    ending_reason: str | None = Field(default=None, sa_column=sa.Column(sa.Text))
    stars: int | None = Field(default=None, sa_column=sa.Column(sa.SmallInteger))
    comment: str | None = Field(default=None, sa_column=sa.Column(sa.Text))
    version: int = Field(default=1, sa_column=_VERSION)
    supporting: list[Assignment] = Relationship(
        sa_relationship=relationship(
            Assignment,
            primaryjoin=lambda: _SUPPORTS & (ASSIGNMENTS.c.report_id == table_of(Report).c.id),
            viewonly=True,
            lazy="selectin",
        )
    )


class ReportAttachment(SQLModel, table=True):
    """A file of a report, by Telegram's file id; the bytes stay with Telegram. `event_id` None: it came with the filing."""

    __tablename__ = "report_attachment"
    __table_args__ = (sa.Index("ix_report_attachment_report", "report_id"),)

    id: int | None = Field(default=None, sa_column=key())
    report_id: int = Field(sa_column=sa.Column(sa.BigInteger, sa.ForeignKey("report.id"), nullable=False))
    event_id: int | None = Field(default=None, sa_column=big())
    kind: AttachmentKind = Field(sa_column=sa.Column(open_choice(AttachmentKind), nullable=False))
    file_id: str = Field(sa_column=sa.Column(sa.String(256), nullable=False))
    file_unique_id: str = Field(default="", sa_column=sa.Column(sa.String(64), nullable=False))
    file_name: str | None = Field(default=None, sa_column=sa.Column(sa.String(255)))


class ReportEvent(SQLModel, table=True):
    """One thing that happened to a report: who did what, for which agency, and the words that went with it.

    `text` is what the person wrote; `data` what a reader of this event needs besides (from and to agency, due dates).
    """

    __tablename__ = "report_event"
    __table_args__ = (
        sa.Index("ix_report_event_report", "report_id", "id"),
        sa.Index(
            "ix_report_event_officer",
            "agency",
            "at",
            sqlite_where=sa.text("actor = 'officer'"),
            postgresql_where=sa.text("actor = 'officer'"),
        ),
    )

    id: int | None = Field(default=None, sa_column=key())
    report_id: int = Field(sa_column=sa.Column(sa.BigInteger, sa.ForeignKey("report.id"), nullable=False))
    kind: EventKind = Field(sa_column=sa.Column(open_choice(EventKind), nullable=False))
    at: datetime = Field(sa_column=moment(nullable=False))
    actor: ActorKind = Field(sa_column=sa.Column(open_choice(ActorKind), nullable=False))
    actor_id: int | None = Field(default=None, sa_column=big())
    actor_name: str | None = Field(default=None, sa_column=sa.Column(sa.String(200)))
    agency: str | None = Field(default=None, sa_column=sa.Column(sa.String(32)))
    text: str | None = Field(default=None, sa_column=sa.Column(sa.Text))
    data: dict[str, Any] | None = Field(default=None, sa_column=sa.Column(sa.JSON(none_as_null=True)))


REPORTS = table_of(Report)
ATTACHMENTS = table_of(ReportAttachment)
EVENTS = table_of(ReportEvent)
