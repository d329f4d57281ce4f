"""The doctor: looks at everything the bot needs and says, line by line, what is well and what is not. It changes nothing."""

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.operating.finding import Finding, Severity, fine, judged, warning, wrong
from bot.operating.retired import retired_codes
from bot.operating.telegram_findings import of_telegram
from bot.settings import Settings, not_yet
from bot.support import TimeSource, of_database
from reports.holiday_calendar import IndonesianHolidays
from storage.engine import Database
from storage.errors import StorageError
from storage.migrate import current, is_missing, newest
from storage.tables import Group, GroupRole

LOW_DISK_BYTES = 500 * 1024 * 1024
"""A year of reports takes far less; below this, logs or another programme are about to fill the disk."""

DEAD_LATTERLY = timedelta(days=7)
"""How far back dead letters are counted."""

LONG_WAIT_SECONDS = 300
"""An outbox row waiting longer is not merely pacing."""


async def examine(settings: Settings, time_source: TimeSource) -> bool:
    """Print a table of findings; tell whether nothing is wrong."""
    findings = [finding async for finding in _findings(settings, time_source)]
    table = Table(title=f"Taprose · {settings.about.name}")
    table.add_column("")
    table.add_column("diperiksa")
    table.add_column("hasil")
    for finding in findings:
        table.add_row(finding.severity.value, escape(finding.subject), escape(finding.words))
    Console().print(table)
    return all(finding.severity is not Severity.WRONG for finding in findings)


async def _findings(settings: Settings, time_source: TimeSource) -> AsyncIterator[Finding]:
    yield fine("konfigurasi", f"{len(settings.agency)} OPD, {len(settings.category)} kategori")
    for key, what, right in not_yet(settings):
        yield wrong(key, f"{what}; {right}")
    yield _calendar(time_source)
    database = Database(settings.storage.url)
    linked: list[Group] = []
    try:
        async for finding in _database(database, settings, time_source, linked):
            yield finding
    except StorageError as error:
        yield wrong("database", of_database(error))
    finally:
        await database.close()
    if database.is_sqlite and database.url.database:
        yield _disk(Path(database.url.database))
    for finding in _coordinators(settings, linked):
        yield finding
    async for finding in of_telegram(settings, linked, time_source):
        yield finding


async def _database(
    database: Database, settings: Settings, time_source: TimeSource, linked: list[Group]
) -> AsyncIterator[Finding]:
    """Yield what the database says, and fill in the groups that are linked. Raises StorageError."""
    if is_missing(database):
        yield wrong("database", f"berkas {database.url.database} belum ada; jalankan taprose migrate")
        return
    revision = await current(database)
    yield fine("database", database.url.get_backend_name())
    if revision != newest():
        yield wrong("skema", f"{revision or 'kosong'} (terbaru {newest()}; jalankan taprose migrate)")
        return
    yield fine("skema", newest())
    async with database.scanning() as reading:
        linked += [group for group in await reading.groups.every() if group.role is not GroupRole.UNLINKED]
        waiting, oldest = await reading.outbox.waiting()
        dead = await reading.outbox.dead_since(time_source.now() - DEAD_LATTERLY)
        retired = await retired_codes(reading, settings.regency())
    yield _outbox(waiting, oldest, time_source)
    yield judged("surat mati", f"{dead} pesan gagal terkirim dalam 7 hari terakhir", well=not dead)
    for noun, counts in (("OPD", retired.agencies), ("kategori", retired.categories)):
        if counts:
            codes = ", ".join(f"{code} ({count} laporan)" for code, count in counts.items())
            yield warning(f"{noun} lama", f"tidak ada lagi di config.toml, tetapi masih dipakai laporan: {codes}")


def _calendar(time_source: TimeSource) -> Finding:
    year = time_source.now().year
    holidays = IndonesianHolidays()
    missing = [str(number) for number in (year, year + 1) if not holidays.has_government_holidays(number)]
    if missing:
        words = f"cuti bersama {', '.join(missing)} belum diketahui"
        return judged("hari libur", words, well=str(year) not in missing)
    return fine("hari libur", f"cuti bersama {year} dan {year + 1} diketahui")


def _outbox(waiting: int, oldest: datetime | None, time_source: TimeSource) -> Finding:
    if oldest is None:
        return fine("kotak keluar", "kosong")
    age = (time_source.now() - oldest).total_seconds()
    return judged("kotak keluar", f"{waiting} menunggu, terlama {age:.0f} detik", well=age < LONG_WAIT_SECONDS)


def _disk(file: Path) -> Finding:
    folder = file.resolve().parent
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return wrong("ruang disk", f"folder {folder} tidak ada atau tidak terbaca")
    return judged("ruang disk", f"{free // 1024**2} MB bebas", well=free >= LOW_DISK_BYTES)


def _coordinators(settings: Settings, groups: list[Group]) -> Iterator[Finding]:
    """Groups are linked by coordinators: those named in the configuration, and the members of their group."""
    has_group = settings.groups.coordination is not None or any(
        group.role is GroupRole.COORDINATION and group.is_reachable for group in groups
    )
    if not settings.coordinators.user_ids and not has_group:
        yield wrong(
            "koordinator",
            "belum ada, jadi tidak ada yang dapat menghubungkan grup; isi id Telegram Anda di coordinators.user_ids",
        )
