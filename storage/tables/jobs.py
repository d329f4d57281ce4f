"""Jobs: long work that is done in the background, a portion at a time, and can be resumed and stopped."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import big, closed_choice, key, moment, open_choice, table_of


class JobKind(StrEnum):
    """What a job does."""

    ANNOUNCEMENT = "announcement"


class JobState(StrEnum):
    """RUNNING; STOPPING: somebody said stop, what was handed out is being taken back; STOPPED; DONE."""

    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    DONE = "done"


class Job(SQLModel, table=True):
    """One long work and how far it is.

    `handed` recipients have an outbox row, `tallied` of these are over: `sent` arrived, `failed` did not.
    `progress_chat` and `progress_message` name the message that shows it, minus an outbox row's number until it is sent.
    """

    __tablename__ = "job"
    __table_args__ = (
        sa.Index(
            "ix_job_active",
            "id",
            sqlite_where=sa.text("state IN ('running', 'stopping')"),
            postgresql_where=sa.text("state IN ('running', 'stopping')"),
        ),
    )

    id: int | None = Field(default=None, sa_column=key())
    kind: JobKind = Field(sa_column=sa.Column(open_choice(JobKind), nullable=False))
    state: JobState = Field(
        default=JobState.RUNNING, sa_column=sa.Column(closed_choice(JobState, "state"), nullable=False)
    )
    method: str = Field(sa_column=sa.Column(sa.String(64), nullable=False))
    payload: dict[str, Any] = Field(sa_column=sa.Column(sa.JSON, nullable=False))
    created_by: int | None = Field(default=None, sa_column=big())
    created_at: datetime = Field(sa_column=moment(nullable=False))
    finished_at: datetime | None = Field(default=None, sa_column=moment())
    total: int = Field(default=0, sa_column=sa.Column(sa.Integer, nullable=False))
    handed: int = Field(default=0, sa_column=sa.Column(sa.Integer, nullable=False))
    tallied: int = Field(default=0, sa_column=sa.Column(sa.Integer, nullable=False))
    sent: int = Field(default=0, sa_column=sa.Column(sa.Integer, nullable=False))
    failed: int = Field(default=0, sa_column=sa.Column(sa.Integer, nullable=False))
    progress_chat: int | None = Field(default=None, sa_column=big())
    progress_message: int | None = Field(default=None, sa_column=big())


class JobRecipient(SQLModel, table=True):
    """One chat a job speaks to. `place` counts from 0 in the order of sending; `outbox_id` once it was handed out."""

    __tablename__ = "job_recipient"
    __table_args__ = (sa.UniqueConstraint("job_id", "chat_id"),)

    job_id: int = Field(sa_column=big(primary_key=True, autoincrement=False))
    place: int = Field(sa_column=sa.Column(sa.Integer, primary_key=True, autoincrement=False))
    chat_id: int = Field(sa_column=big(nullable=False))
    outbox_id: int | None = Field(default=None, sa_column=big())


JOBS = table_of(Job)
JOB_RECIPIENTS = table_of(JobRecipient)
