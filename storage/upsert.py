"""INSERT ... ON CONFLICT, which both databases have and SQLAlchemy spells once for each."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from storage.tables import table_of


class Upsert:
    """One such statement, built once for each database: building it takes longer than running it.

    `conflict` are the columns of the index that decides what is there already. `update` is given the row that did not
    fit and returns what changes in the one that is there; without it, that stays as it is. The values are given at
    each execution.
    """

    def __init__(
        self,
        table: type[SQLModel],
        conflict: Sequence[str],
        update: Callable[[Any], dict[str, Any]] | None = None,
        returning: Sequence[str] = (),
    ) -> None:
        # The table itself: an insert of the mapped class goes the ORM's way, which does far more and splits up the rows.
        self._table = table_of(table)
        self._conflict = conflict
        self._update = update
        self._returning = returning
        self._built: dict[bool, Any] = {}

    def on(self, *, sqlite: bool) -> Any:
        """Return the statement for one of the databases."""
        statement = self._built.get(sqlite)
        if statement is None:
            statement = self._built[sqlite] = self._build(sqlite=sqlite)
        return statement

    def _build(self, *, sqlite: bool) -> Any:
        insert: Any = _on_sqlite(self._table) if sqlite else _on_postgresql(self._table)
        insert = (
            insert.on_conflict_do_nothing(index_elements=self._conflict)
            if self._update is None
            else insert.on_conflict_do_update(index_elements=self._conflict, set_=self._update(insert.excluded))
        )
        return insert.returning(*(self._table.c[name] for name in self._returning)) if self._returning else insert


_on_sqlite, _on_postgresql = sqlite.insert, postgresql.insert
