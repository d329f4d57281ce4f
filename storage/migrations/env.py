"""Alembic's entry: runs migrations on the connection it is handed."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from storage.tables import Report


def _plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Have a generated migration name the database's types, never ours: it has to stand when ours have changed."""
    return f"sa.{item.impl_instance!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Report.metadata,
    render_as_batch=True,
    render_item=_plain_type,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
