"""A small regency, its desk on a real database, and a listener that keeps what it heard."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from reports.actors import coordinator, officer
from reports.deadlines import WorkingTime
from reports.desk import Desk, Filing
from reports.filing.attachments import Attachment
from reports.holiday_calendar import FixedHolidays
from reports.regency import Agency, Category, Regency, WorkHours
from storage.engine import Database
from storage.tables import AttachmentKind, GroupRole, Identity, Report, ReportEvent
from tests.clock import MovableMoment

JAKARTA = ZoneInfo("Asia/Jakarta")
SITI, STRANGER = 5_000_000_001, 5_000_000_002
BUDI = officer(11, "Budi", "PUPR")
WATI = officer(12, "Wati", "DLH")
ANI = coordinator(21, "Ani")
PHOTO = Attachment(AttachmentKind.PHOTO, "photo", "unique")


def category(code: str, agency: str | None, *, proof: bool, days: int) -> Category:
    return Category(code, code, "", agency, needs_place=False, needs_proof=proof, resolution_days=days, words=())


REGENCY = Regency(
    name="Kabupaten Tuban",
    code="35.23",
    ticket_prefix="TBN",
    timezone=JAKARTA,
    language="id",
    agencies=(Agency("PUPR", "PUPR", "PUPR"), Agency("DLH", "DLH", "DLH")),
    categories=(
        category("jalan", "PUPR", proof=True, days=14),
        category("sampah", "DLH", proof=False, days=3),
        category("lain", None, proof=False, days=7),
    ),
)
CALENDAR = WorkingTime(JAKARTA, WorkHours(time(7, 30), time(16, 0)), FixedHolidays())


class Ears:
    """A listener: keeps every event with the status in which it was told."""

    def __init__(self) -> None:
        self.heard_of: list[tuple[str, str]] = []

    async def heard(self, report: Report, event: ReportEvent, files: Sequence[Attachment]) -> None:
        self.heard_of.append((event.kind.value, report.status.value))


class Office:
    """Runs acts of the desk, each in a transaction of its own."""

    def __init__(self, database: Database, moment: MovableMoment) -> None:
        self.database = database
        self.moment = moment
        self.ears = Ears()

    async def do(self, act: Callable[[Desk], Awaitable[Report]]) -> Report:
        async with self.database.transaction(self.moment.now()) as transaction:
            return await act(Desk(transaction, REGENCY, lambda _agency: CALENDAR, self.ears))

    async def file(self, code: str = "jalan") -> int:
        filing = Filing(SITI, "Jalan berlubang di depan pasar", code, None, [PHOTO], Identity.NAMED)
        report = await self.do(lambda desk: desk.file(filing))
        assert report.id is not None
        return report.id

    async def row(self, report_id: int) -> dict[str, Any]:
        """Return the report exactly as it is stored."""
        return await self._one(sa.select(Report.__table__).where(Report.__table__.c.id == report_id))  # type: ignore[attr-defined]

    async def events(self, report_id: int) -> list[str]:
        table = ReportEvent.__table__  # type: ignore[attr-defined]
        async with self.database.reading() as reading:
            query = sa.select(table.c.kind).where(table.c.report_id == report_id).order_by(table.c.id)
            return [kind.value for kind in (await reading.session.execute(query)).scalars()]

    async def coordination_group(self) -> None:
        async with self.database.transaction(self.moment.now()) as transaction:
            group = await transaction.groups.seen(-1, "Koordinasi")
            await transaction.groups.link(group, GroupRole.COORDINATION, None, 21)

    async def _one(self, query: Any) -> dict[str, Any]:
        async with self.database.reading() as reading:
            return dict((await reading.session.execute(query)).mappings().one())
