"""INSERT ... ON CONFLICT, which both databases have and SQLAlchemy spells once for each."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel


class Upsert:
    """Builds the dialect's own insert, so that queries are written once."""

    def __init__(self, *, sqlite: bool) -> None:
        self._sqlite = sqlite

    def insert(self, table: type[SQLModel]) -> Any:
        """Return an insert into `table` with `on_conflict_do_update` and `on_conflict_do_nothing`."""
        # The table itself: an insert of the mapped class goes the ORM's way, which does far more and splits up the rows.
        rows = table.__table__  # type: ignore[attr-defined]
        return sqlite.insert(rows) if self._sqlite else postgresql.insert(rows)
