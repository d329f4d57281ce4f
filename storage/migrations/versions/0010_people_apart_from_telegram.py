"""People have a number of their own; Telegram's id of somebody stands in one table, and nowhere beside a report"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_PERSON = "name, language, consented_at, unreachable_since, muted_since, created_at"
_NAMING = {"report": ("reporter_id", "holder_id"), "report_event": ("actor_id",), "survey": ("user_id",)}
"""The columns that name people, by table."""


def upgrade() -> None:
    _number_everybody_who_is_named()
    op.create_table(
        "telegram_account",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_telegram_account")),
        sa.UniqueConstraint("person_id", name=op.f("uq_telegram_account_person_id")),
    )
    op.execute(
        "INSERT INTO telegram_account (user_id, person_id, username) "
        "SELECT user_id, row_number() OVER (ORDER BY created_at, user_id), username FROM person"
    )
    _set_aside("person")
    _create_person(sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False))
    op.execute(
        f"INSERT INTO person (id, {_PERSON}) "  # noqa: S608  column names of this file
        f"SELECT person_id, {_PERSON} FROM person_before JOIN telegram_account USING (user_id)"
    )
    op.drop_table("person_before")
    op.execute("INSERT INTO counter (name, value) SELECT 'person', max(id) FROM person HAVING max(id) IS NOT NULL")
    _rename("person_id", "user_id")
    _name_survey("user_id", "person_id")


def downgrade() -> None:
    _name_survey("person_id", "user_id")
    _rename("user_id", "person_id")
    _set_aside("person")
    _create_person(
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("username", sa.String(length=64), nullable=True),
    )
    # Whoever has no account is nobody whom the older programme could know.
    op.execute(
        f"INSERT INTO person (user_id, username, {_PERSON}) "  # noqa: S608  column names of this file
        f"SELECT user_id, username, {_PERSON} FROM person_before JOIN telegram_account ON person_id = id"
    )
    op.drop_table("person_before")
    op.drop_table("telegram_account")
    op.execute("DELETE FROM counter WHERE name = 'person'")


def _number_everybody_who_is_named() -> None:
    """Have a row for each officer, who had none so far, with the name under which they acted last."""
    op.execute(
        "INSERT INTO person (user_id, name, created_at) "
        "SELECT newest.actor_id, coalesce(event.actor_name, ''), newest.since FROM ("
        "SELECT actor_id, max(id) AS id, min(at) AS since FROM report_event WHERE actor_id IS NOT NULL GROUP BY actor_id"
        ") AS newest JOIN report_event AS event ON event.id = newest.id "
        "WHERE NOT EXISTS (SELECT 1 FROM person WHERE person.user_id = newest.actor_id)"
    )
    for table, column, at in (
        ("report", "holder_id", "filed_at"),
        ("report", "reporter_id", "filed_at"),
        ("survey", "user_id", "asked_at"),
    ):
        op.execute(
            "INSERT INTO person (user_id, name, created_at) "  # noqa: S608  names of this file
            f"SELECT {column}, '', min({at}) FROM {table} WHERE {column} IS NOT NULL "
            f"AND NOT EXISTS (SELECT 1 FROM person WHERE person.user_id = {table}.{column}) GROUP BY {column}"
        )


def _rename(to: str, by: str) -> None:
    """Write people's other number wherever they are named."""
    for table, columns in _NAMING.items():
        values = ", ".join(
            f"{column} = (SELECT {to} FROM telegram_account WHERE {by} = {table}.{column})"  # noqa: S608  names of this file
            for column in columns
        )
        op.execute(f"UPDATE {table} SET {values}")  # noqa: S608  names of this file


def _name_survey(before: str, after: str) -> None:
    with op.batch_alter_table("survey") as batch:
        batch.drop_constraint(op.f(f"uq_survey_{before}"), type_="unique")
        batch.alter_column(before, new_column_name=after, existing_type=sa.BigInteger(), existing_nullable=False)
    with op.batch_alter_table("survey") as batch:
        batch.create_unique_constraint(op.f(f"uq_survey_{after}"), [after, "quarter"])


def _set_aside(table: str) -> None:
    op.rename_table(table, f"{table}_before")
    if op.get_bind().dialect.name == "postgresql":
        # Names of keys are unique there in the whole schema, and the new table's has the same.
        op.execute(f"ALTER TABLE {table}_before RENAME CONSTRAINT pk_{table} TO pk_{table}_before")


def _create_person(key: sa.Column[int], *more: sa.Column[str]) -> None:
    op.create_table(
        "person",
        key,
        sa.Column("name", sa.String(length=200), nullable=False),
        *more,
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unreachable_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("muted_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(key.name, name=op.f("pk_person")),
    )
