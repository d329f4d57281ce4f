"""Agencies and categories that were ever configured: reports keep their codes when config.toml has them no longer."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from storage.tables.base import table_of


class CodeKind(StrEnum):
    """What a code stands for."""

    AGENCY = "agency"
    CATEGORY = "category"


class KnownCode(SQLModel, table=True):
    """One agency or category as it was configured last: its name, and in `data` what rules and texts need besides."""

    __tablename__ = "known_code"

    kind: str = Field(sa_column=sa.Column(sa.String(16), primary_key=True))
    code: str = Field(sa_column=sa.Column(sa.String(48), primary_key=True))
    name: str = Field(sa_column=sa.Column(sa.Text(), nullable=False))
    data: dict[str, Any] = Field(sa_column=sa.Column(sa.JSON(), nullable=False))


KNOWN_CODES = table_of(KnownCode)
