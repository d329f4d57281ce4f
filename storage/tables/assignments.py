"""Assignments: which agency answers for a report, which ones help, and from when to when."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import big, closed_choice, key, moment, table_of


class AssignmentRole(StrEnum):
    """The lead answers for the report and acts on it; supporting agencies see it and may speak."""

    LEAD = "lead"
    SUPPORT = "support"


_IS_OPEN = sa.text("ended_at IS NULL")
_LEADS = sa.text("role = 'lead' AND ended_at IS NULL")


class Assignment(SQLModel, table=True):
    """One agency's time with one report; `ended_at` None: it goes on, also after the report has ended.

    While the coordinators have a report, it has no open lead. `assigned_by` is the person who handed it over, None where
    its category decided.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        sa.Index("ix_assignment_report", "report_id", "id"),
        sa.Index("ix_assignment_lead", "report_id", unique=True, sqlite_where=_LEADS, postgresql_where=_LEADS),
        sa.Index(
            "ix_assignment_open",
            "report_id",
            "agency",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    id: int | None = Field(default=None, sa_column=key())
    report_id: int = Field(sa_column=sa.Column(sa.BigInteger, sa.ForeignKey("report.id"), nullable=False))
    agency: str = Field(sa_column=sa.Column(sa.String(32), nullable=False))
    role: AssignmentRole = Field(sa_column=sa.Column(closed_choice(AssignmentRole, "role"), nullable=False))
    assigned_at: datetime = Field(sa_column=moment(nullable=False))
    assigned_by: int | None = Field(default=None, sa_column=big())
    ended_at: datetime | None = Field(default=None, sa_column=moment())


ASSIGNMENTS = table_of(Assignment)
