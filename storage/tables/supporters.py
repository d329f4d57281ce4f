"""Supporters: people who have the same trouble as the reporter of a report, and hear of it too."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import big, moment, table_of


class Supporter(SQLModel, table=True):
    """One person who supports one report, since a moment."""

    __tablename__ = "supporter"
    __table_args__ = (sa.Index("ix_supporter_person", "person_id"),)

    report_id: int = Field(
        sa_column=sa.Column(sa.BigInteger, sa.ForeignKey("report.id"), primary_key=True, autoincrement=False)
    )
    person_id: int = Field(sa_column=big(primary_key=True, autoincrement=False))
    since: datetime = Field(sa_column=moment(nullable=False))


SUPPORTERS = table_of(Supporter)
