"""Alembic's entry: runs migrations on the connection it is handed."""

from alembic import context

from storage.tables import Report

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Report.metadata,
    render_as_batch=True,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
