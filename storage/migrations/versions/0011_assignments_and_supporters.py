"""Which agencies had a report and when, and who supports it; both were one column of the report"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PAGE = 1_000
"""Reports whose history is read at once."""

_IN_HAND = sa.text("status IN ('submitted', 'in_progress', 'waiting_reporter')")
_RATED = sa.text("stars IS NOT NULL")
_OPEN = sa.text("ended_at IS NULL")
_LEADS = sa.text("role = 'lead' AND ended_at IS NULL")

_REPORT = sa.table("report", sa.column("id"), sa.column("agency"), sa.column("filed_at", sa.DateTime(timezone=True)))
_EVENT = sa.table(
    "report_event",
    *(sa.column(name) for name in ("id", "report_id", "kind", "actor_id")),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("data", sa.JSON()),
)
_ASSIGNMENT = sa.table(
    "assignment",
    *(sa.column(name) for name in ("report_id", "agency", "role", "assigned_by")),
    sa.column("assigned_at", sa.DateTime(timezone=True)),
    sa.column("ended_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=False),
        sa.Column("agency", sa.String(length=32), nullable=False),
        sa.Column(
            "role",
            sa.Enum("lead", "support", name="role", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_assignment_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_report", "assignment", ["report_id", "id"])
    op.create_index(
        "ix_assignment_lead", "assignment", ["report_id"], unique=True, sqlite_where=_LEADS, postgresql_where=_LEADS
    )
    op.create_index(
        "ix_assignment_open",
        "assignment",
        ["report_id", "agency"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    _write_what_was()
    op.create_table(
        "supporter",
        sa.Column("report_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_supporter_report_id_report")),
        sa.PrimaryKeyConstraint("report_id", "person_id", name=op.f("pk_supporter")),
    )
    op.create_index("ix_supporter_person", "supporter", ["person_id"])
    # Nothing ever counted anybody there, so nobody is lost.
    op.drop_column("report", "supporters")
    _name_lead("agency", "lead")


def downgrade() -> None:
    _name_lead("lead", "agency")
    op.add_column("report", sa.Column("supporters", sa.Integer(), server_default="0", nullable=False))
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("report", "supporters", server_default=None)
    op.execute("UPDATE report SET supporters = (SELECT count(*) FROM supporter WHERE supporter.report_id = report.id)")
    op.drop_table("supporter")
    op.drop_table("assignment")


def _name_lead(before: str, after: str) -> None:
    op.drop_index("ix_report_queue", table_name="report")
    op.drop_index("ix_report_rated", table_name="report")
    op.alter_column("report", before, new_column_name=after)
    op.create_index(
        "ix_report_queue", "report", [after, "response_due"], sqlite_where=_IN_HAND, postgresql_where=_IN_HAND
    )
    op.create_index(
        "ix_report_rated", "report", ["ended_at", after, "stars"], sqlite_where=_RATED, postgresql_where=_RATED
    )


def _write_what_was() -> None:
    """Tell from the events of each report which agency led it from when to when."""
    connection, after = op.get_bind(), 0
    while True:
        page = sa.select(_REPORT).where(_REPORT.c.id > after).order_by(_REPORT.c.id).limit(PAGE)
        reports = connection.execute(page).all()
        if not reports:
            return
        after = reports[-1].id
        events: dict[int, list[Any]] = {report.id: [] for report in reports}
        handed_over = sa.select(_EVENT).where(_EVENT.c.kind == "rerouted", _EVENT.c.report_id.in_(events))
        for event in connection.execute(handed_over.order_by(_EVENT.c.id)):
            events[event.report_id].append(event)
        rows = [row for report in reports for row in _leads(report, events[report.id])]
        if rows:
            connection.execute(sa.insert(_ASSIGNMENT), rows)


def _leads(report: Any, events: list[Any]) -> Iterator[dict[str, Any]]:
    """Return the assignments of a report in their order; the last is open if an agency has it."""
    first = (events[0].data or {}).get("from") if events else report.agency
    steps = [(first, report.filed_at, None)]
    steps += [((event.data or {}).get("to"), event.at, event.actor_id) for event in events]
    if steps[-1][0] != report.agency:
        # Handed on without a word on record; what the report says of itself is true.
        steps.append((report.agency, steps[-1][1], None))
    ends = [at for _agency, at, _by in steps[1:]] + [None]
    for (agency, at, by), end in zip(steps, ends, strict=True):
        if agency is not None:
            yield {
                "report_id": report.id,
                "agency": agency,
                "role": "lead",
                "assigned_at": at,
                "assigned_by": by,
                "ended_at": end,
            }
