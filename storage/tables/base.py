"""What every table shares: names of constraints, aware UTC times, enums stored as their values."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from storage.errors import NotStorable

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, kept as UTC. A naive one is refused with NotStorable: it would be silently shifted."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC on the way in; SQLite has no zones, so it gets the bare UTC clock."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise NotStorable(f"a naive datetime cannot be stored: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """Convert each moment once: all rows of a transaction carry the same one."""
        convert = super().bind_processor(dialect)
        if convert is None:
            return None
        last: tuple[datetime | None, Any] = (None, convert(None))

        def process(value: datetime | None) -> Any:
            nonlocal last
            pair = last
            if value is not pair[0]:
                pair = last = (value, convert(value))
            return pair[1]

        return process

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC moment."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def closed_choice(enum: type[StrEnum], name: str) -> sa.Enum:
    """Return a column type that stores the values of an enum that will not grow, under a CHECK called `name`."""
    return _choice(enum, name=name, create_constraint=True)


def open_choice(enum: type[StrEnum]) -> sa.Enum:
    """Return a column type that stores the values of an enum that will grow.

    The database checks nothing: each new value would have SQLite copy the whole table for a new CHECK.
    """
    return _choice(enum, create_constraint=False)


def _choice(enum: type[StrEnum], **options: Any) -> sa.Enum:
    return sa.Enum(
        enum,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        validate_strings=True,
        length=24,
        **options,
    )


def table_of(model: type[SQLModel]) -> sa.Table:
    """Return the table behind a model, for statements that need no objects."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    return table


def written_out(column: sa.ColumnElement[Any], *values: StrEnum) -> sa.ColumnElement[bool]:
    """Return the condition that a column has one of these values, with the values written out in the statement.

    A planner that sees a parameter cannot know that a partial index holds these rows; nor does SQLite's when a single
    value stands in a list.
    """
    if len(values) == 1:
        return column == sa.literal(values[0], column.type, literal_execute=True)
    return column.in_(sa.bindparam(None, values, type_=column.type, expanding=True, literal_execute=True))


def big(**options: Any) -> Any:
    """Return a 64-bit integer column; Telegram's ids outgrow 32 bits."""
    return sa.Column(sa.BigInteger, **options)


def moment(**options: Any) -> Any:
    """Return an aware UTC time column."""
    return sa.Column(UTCDateTime, **options)


def key() -> Any:
    """Return a 64-bit primary key that the database numbers.

    SQLite numbers only columns declared INTEGER, and they are 64-bit there anyway.
    """
    return sa.Column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True)
