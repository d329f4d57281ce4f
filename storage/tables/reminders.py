"""Reminders: what falls due at a moment, and the answers to the satisfaction survey."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import big, closed_choice, key, moment, open_choice, table_of


class ReminderKind(StrEnum):
    """Everything the clock does of itself; docs/reminders.md says when and to whom."""

    RESPONSE_HALF = "response_half"
    RESPONSE_DUE = "response_due"
    RESPONSE_ESCALATED = "response_escalated"
    RESPONSE_LEADERSHIP = "response_leadership"
    RESOLUTION_HALF = "resolution_half"
    RESOLUTION_DUE = "resolution_due"
    RESOLUTION_ESCALATED = "resolution_escalated"
    QUESTION = "question"
    QUESTION_LAPSE = "question_lapse"
    CONFIRM = "confirm"
    CONFIRM_LAPSE = "confirm_lapse"
    STILL_GOOD = "still_good"
    DRAFT = "draft"
    DIGEST = "digest"
    SILENT_AGENCIES = "silent_groups"


class ReminderState(StrEnum):
    """Still to come, or done. What became needless before its moment is deleted."""

    PENDING = "pending"
    DONE = "done"


class Reminder(SQLModel, table=True):
    """One thing to do at `due_at`.

    `subject` is what it is about ("report:12", "draft:500", "agency:DLHP"). `number` tells repetitions apart and follows
    from the clock that is running: one that is set anew may remind again, one that is unchanged never does so twice.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        sa.UniqueConstraint("subject", "kind", "number"),
        sa.Index(
            "ix_reminder_pending",
            "due_at",
            "id",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        ),
    )

    id: int | None = Field(default=None, sa_column=key())
    subject: str = Field(sa_column=sa.Column(sa.String(64), nullable=False))
    kind: ReminderKind = Field(sa_column=sa.Column(open_choice(ReminderKind), nullable=False))
    number: int = Field(sa_column=big(nullable=False))
    due_at: datetime = Field(sa_column=moment(nullable=False))
    state: ReminderState = Field(
        default=ReminderState.PENDING, sa_column=sa.Column(closed_choice(ReminderState, "state"), nullable=False)
    )
    done_at: datetime | None = Field(default=None, sa_column=moment())


class Survey(SQLModel, table=True):
    """The satisfaction survey as one person was asked it in one quarter ("2026-4"), about the agency of one report.

    `answers` is nine digits from 1 to 4, None until all are given: who leaves it is not asked again in that quarter.
    """

    __tablename__ = "survey"
    __table_args__ = (sa.UniqueConstraint("person_id", "quarter"), sa.Index("ix_survey_agency", "agency", "quarter"))

    id: int | None = Field(default=None, sa_column=key())
    person_id: int = Field(sa_column=big(nullable=False))
    quarter: str = Field(sa_column=sa.Column(sa.String(8), nullable=False))
    agency: str | None = Field(default=None, sa_column=sa.Column(sa.String(32)))
    answers: str | None = Field(default=None, sa_column=sa.Column(sa.String(9)))
    asked_at: datetime = Field(sa_column=moment(nullable=False))
    answered_at: datetime | None = Field(default=None, sa_column=moment())


REMINDERS = table_of(Reminder)
SURVEYS = table_of(Survey)
