"""Combined cards: which reports each shows."""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import big, table_of


class CombinedReport(SQLModel, table=True):
    """One report on a combined card. `outbox_id` is the card's outbox row; `place` the report's line, from 0."""

    __tablename__ = "combined_report"
    __table_args__ = (sa.Index("ix_combined_report_report", "report_id"),)

    outbox_id: int = Field(sa_column=big(primary_key=True, autoincrement=False))
    report_id: int = Field(sa_column=big(primary_key=True, autoincrement=False))
    chat_id: int = Field(sa_column=big(nullable=False))
    place: int = Field(sa_column=sa.Column(sa.SmallInteger, nullable=False))


COMBINED_REPORTS = table_of(CombinedReport)
