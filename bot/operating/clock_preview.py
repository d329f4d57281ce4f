"""The preview: a table of what the clocks would send until a day, without sending anything."""

from datetime import date, datetime, time, timedelta

from rich.console import Console
from rich.table import Table

from bot.settings import Settings
from bot.support import TimeSource
from reports.deadlines import WorkingTimes
from reports.forecast import Coming, Forecast
from reports.holiday_calendar import HolidayCalendar
from reports.regency import Regency
from reports.reminders import Audience
from storage.digests import Section
from storage.engine import Database
from storage.errors import StorageError
from storage.migrate import current, newest
from storage.tables import Group, GroupRole, ReminderKind

_WORDS = {
    ReminderKind.RESPONSE_HALF: "separuh batas tanggapan",
    ReminderKind.RESPONSE_DUE: "batas tanggapan lewat",
    ReminderKind.RESPONSE_ESCALATED: "eskalasi: belum ditanggapi",
    ReminderKind.RESPONSE_LEADERSHIP: "ke pimpinan: belum ditanggapi",
    ReminderKind.RESOLUTION_HALF: "separuh batas penyelesaian",
    ReminderKind.RESOLUTION_DUE: "batas penyelesaian lewat",
    ReminderKind.RESOLUTION_ESCALATED: "eskalasi: belum selesai",
    ReminderKind.QUESTION: "pertanyaan belum dijawab",
    ReminderKind.QUESTION_LAPSE: "ditutup: pertanyaan tidak dijawab",
    ReminderKind.CONFIRM: "sudah beres?",
    ReminderKind.CONFIRM_LAPSE: "ditutup: tidak ada jawaban",
    ReminderKind.STILL_GOOD: "masih baik?",
    ReminderKind.DIGEST: "ringkasan pagi",
    ReminderKind.SILENT_AGENCIES: "OPD tanpa tindakan",
}
_SECTIONS = {
    Section.LATE: "terlambat", Section.TODAY: "hari ini", Section.NEW: "belum ditanggapi", Section.WAITING: "menunggu",
}  # fmt: skip


FARTHEST = timedelta(days=366)
"""How far ahead is looked: nothing runs longer than a promise, which is for a year at most."""


class BadDay(ValueError):
    """A day that is over, or too far away to say anything about."""


class SchemaBehind(StorageError):
    """The database must be brought to the current schema first: taprose migrate."""


async def preview(settings: Settings, time_source: TimeSource, holidays: HolidayCalendar, until: date) -> int:
    """Print what would be sent up to the end of a day, and return how many lines there are.

    Raises BadDay for a day that is over or more than a year away, and StorageError.
    """
    regency = settings.regency()
    today = time_source.now().astimezone(regency.timezone).date()
    if not today <= until <= today + FARTHEST:
        raise BadDay(f"{until} bukan hari dari {today} sampai {today + FARTHEST}")
    database = Database(settings.storage.url)
    times = WorkingTimes(regency, holidays)
    end = datetime.combine(until, time.max, regency.timezone)
    try:
        if await current(database) != newest():
            raise SchemaBehind("skemanya tertinggal; jalankan taprose migrate")
        async with database.scanning() as reading:
            coming = await Forecast(reading, regency, times, time_source.now()).until(end)
            linked = [group for group in await reading.groups.every() if group.is_reachable]
    finally:
        await database.close()
    console = Console()
    if coming:
        console.print(_table(regency, coming, linked, until))
    else:
        console.print(f"Sampai {until:%d-%m-%Y} tidak ada yang akan dikirim, bila tidak ada yang bertindak.")
    for year in times().years_without_government_holidays(range(time_source.now().year, until.year + 1)):
        console.print(f"⚠️  Cuti bersama {year} belum diketahui: tenggat pada tahun itu dapat terlalu cepat.")
    return len(coming)


def _table(regency: Regency, coming: list[Coming], linked: list[Group], until: date) -> Table:
    table = Table(title=f"Taprose · {regency.name} · sampai {until:%d-%m-%Y}, bila tidak ada yang bertindak")
    for heading in ("kapan", "kepada", "apa", "laporan"):
        table.add_column(heading)
    with_group = {group.agency for group in linked if group.role is GroupRole.AGENCY}
    for item in coming:
        when = item.at.astimezone(regency.timezone)
        words = _WORDS[item.kind]
        if item.counts:
            words += ": " + ", ".join(f"{_SECTIONS[section]} {count}" for section, count in item.counts.items())
        who = _who(regency, item, has_group=item.agency in with_group)
        table.add_row(f"{when:%d-%m-%Y %H.%M}", who, words, item.ticket or "")
    return table


def _who(regency: Regency, item: Coming, *, has_group: bool) -> str:
    if item.audience is Audience.REPORTER:
        return "pelapor"
    if item.audience is Audience.LEADERSHIP:
        return "pimpinan"
    code = item.agency
    if item.audience is Audience.COORDINATION or code is None:
        return "koordinator"
    name = regency.agency(code).short if regency.has_agency(code) else code
    return name if has_group else f"koordinator ({name} tanpa grup)"
