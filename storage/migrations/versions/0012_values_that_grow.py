"""Columns whose values will grow are no longer checked: for each new value SQLite had to copy the whole table"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ROLES = ("tracker", "push", "question", "card", "album", "note", "prompt", "choice", "screen")
_CHECKED: dict[str, dict[str, Sequence[str]]] = {
    "group_chat": {"role": ("agency", "coordination", "leadership", "unlinked")},
    "job": {"kind": ("announcement",)},
    "message_link": {"role": _ROLES},
    "outbox": {"role": _ROLES},
    "reminder": {
        "kind": (
            "response_half", "response_due", "response_escalated", "response_leadership", "resolution_half",
            "resolution_due", "resolution_escalated", "question", "question_lapse", "confirm", "confirm_lapse",
            "still_good", "draft", "digest", "silent_groups",
        ),
    },
    "report_attachment": {"kind": ("photo", "video", "document", "voice")},
    "report_event": {
        "kind": (
            "filed", "accepted", "rerouted", "asked", "answered", "added", "amended", "replied", "noted", "promised",
            "resolved", "confirmed", "reopened", "closed", "proposed", "consented", "refused", "withdrawn", "rated",
            "nudged", "extended", "rechecked",
        ),
        "actor": ("reporter", "officer", "coordinator", "system"),
    },
    "report": {
        "kind": ("complaint", "aspiration", "information"),
        "status": (
            "submitted", "in_progress", "waiting_reporter", "resolved", "closed", "cannot_act", "rejected", "merged",
            "withdrawn",
        ),
        "proposal": ("cannot_act", "reject"),
    },
}  # fmt: skip
_POINT_AT_REPORT = ("report_attachment", "report_event", "assignment", "supporter")
_NUMBERED_FOR_EVER = ("report", "job")
"""Tables in which SQLite never gives a number again; it forgets which were given when a table is copied."""


def upgrade() -> None:
    with _reports_let_go():
        for table, columns in _CHECKED.items():
            with _copied(table) as batch:
                for column in columns:
                    batch.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")


def downgrade() -> None:
    with _reports_let_go():
        for table, columns in _CHECKED.items():
            with _copied(table) as batch:
                for column, values in columns.items():
                    listed = ", ".join(f"'{value}'" for value in values)
                    batch.create_check_constraint(op.f(f"ck_{table}_{column}"), f"{column} IN ({listed})")


@contextmanager
def _copied(table: str) -> Iterator[Any]:
    """Alter a table; SQLite copies it, and must go on to number from where it was."""
    connection = op.get_bind()
    is_counted = connection.dialect.name == "sqlite" and table in _NUMBERED_FOR_EVER
    last = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    before = connection.execute(last, {"name": table}).scalar_one_or_none() if is_counted else None
    with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True} if is_counted else {}) as batch:
        yield batch
    if before is not None:
        connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table})
        connection.execute(
            sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), {"name": table, "last": before}
        )


@contextmanager
def _reports_let_go() -> Iterator[None]:
    """Have nothing point at reports meanwhile: SQLite refuses to drop the old copy of a table that rows point at."""
    if op.get_bind().dialect.name != "sqlite":
        yield
        return
    for table in _POINT_AT_REPORT:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_report_id_report"), type_="foreignkey")
    yield
    for table in _POINT_AT_REPORT:
        with op.batch_alter_table(table) as batch:
            batch.create_foreign_key(op.f(f"fk_{table}_report_id_report"), "report", ["report_id"], ["id"])
