"""The doctor: looks at everything the bot needs and says, line by line, what is well and what is not."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.settings import TOKEN_VARIABLE, BadConfiguration, Settings, not_yet
from bot.support import SystemTime, of_database
from bot.telegram import Limits, Pacing, TelegramBot
from reports.holiday_calendar import IndonesianHolidays
from storage.engine import Database
from storage.errors import StorageError
from storage.migrate import current, newest
from storage.tables import Group, GroupRole

LOW_DISK_BYTES = 500 * 1024 * 1024
"""A year of reports takes far less; below this, logs or another programme are about to fill the disk."""

DEAD_LATTERLY = timedelta(days=7)
"""How far back dead letters are counted."""

LONG_WAIT_SECONDS = 300
"""An outbox row waiting longer is not merely pacing."""


_STANDING = {
    "creator": "pemilik",
    "administrator": "admin",
    "member": "anggota",
    "restricted": "dibatasi",
    "left": "bukan anggota",
    "kicked": "dikeluarkan",
}
"""A member's status (core.telegram.org/bots/api#chatmember) in the table's language."""


_ROLES = {GroupRole.COORDINATION: "koordinator", GroupRole.LEADERSHIP: "pimpinan"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table: what was looked at, whether it is well, and what to know or do."""

    subject: str
    well: bool
    words: str


def _fine(subject: str, words: str) -> Finding:
    return Finding(subject, well=True, words=words)


def _wrong(subject: str, words: str) -> Finding:
    return Finding(subject, well=False, words=words)


async def examine(settings: Settings) -> bool:
    """Print a table of findings; tell whether all is well."""
    findings = [finding async for finding in _findings(settings)]
    table = Table(title=f"Taprose · {settings.about.name}")
    table.add_column("")
    table.add_column("diperiksa")
    table.add_column("hasil")
    for finding in findings:
        table.add_row("✅" if finding.well else "❌", escape(finding.subject), escape(finding.words))
    Console().print(table)
    return all(finding.well for finding in findings)


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    regency = settings.regency()
    yield _fine("konfigurasi", f"{len(regency.agencies)} OPD, {len(regency.categories)} kategori")
    for key, wrong, right in not_yet(settings):
        yield _wrong(key, f"{wrong}; {right}")
    yield _calendar()
    database = Database(settings.storage.url)
    linked: list[Group] = []
    try:
        async for finding in _database(database):
            yield finding
        try:
            async with database.reading() as reading:
                linked = [group for group in await reading.groups.every() if group.role is not GroupRole.UNLINKED]
                waiting, oldest = await reading.outbox.waiting()
                dead = await reading.outbox.dead_since(datetime.now(UTC) - DEAD_LATTERLY)
            yield _outbox(waiting, oldest)
            yield Finding("surat mati", not dead, f"{dead} pesan gagal terkirim dalam 7 hari terakhir")
        except StorageError:
            pass  # said by the lines before: there is no schema to read yet
    finally:
        await database.close()
    if database.is_sqlite and database.url.database:
        yield _disk(Path(database.url.database))
    async for finding in _telegram(settings, linked):
        yield finding


def _calendar() -> Finding:
    year = datetime.now(UTC).year
    holidays = IndonesianHolidays()
    missing = [str(number) for number in (year, year + 1) if not holidays.has_government_holidays(number)]
    if missing:
        return Finding("hari libur", str(year) not in missing, f"cuti bersama {', '.join(missing)} belum diketahui")
    return _fine("hari libur", f"cuti bersama {year} dan {year + 1} diketahui")


async def _database(database: Database) -> AsyncIterator[Finding]:
    try:
        revision = await current(database)
    except StorageError as error:
        yield _wrong("database", of_database(error))
        return
    yield _fine("database", database.url.get_backend_name())
    yield Finding(
        "skema", revision == newest(), f"{revision or 'kosong'} (terbaru {newest()}; jalankan taprose migrate)"
        if revision != newest()
        else newest(),
    )  # fmt: skip


def _outbox(waiting: int, oldest: datetime | None) -> Finding:
    if oldest is None:
        return _fine("kotak keluar", "kosong")
    age = (datetime.now(UTC) - oldest).total_seconds()
    return Finding("kotak keluar", age < LONG_WAIT_SECONDS, f"{waiting} menunggu, terlama {age:.0f} detik")


def _disk(file: Path) -> Finding:
    folder = file.resolve().parent
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return _wrong("ruang disk", f"folder {folder} tidak ada atau tidak terbaca")
    return Finding("ruang disk", free >= LOW_DISK_BYTES, f"{free // 1024**2} MB bebas")


async def _telegram(settings: Settings, linked: list[Group]) -> AsyncIterator[Finding]:
    try:
        token = settings.token().get_secret_value()
    except BadConfiguration:
        yield _wrong("token", f"belum ada; isi {TOKEN_VARIABLE}, atau sebut berkasnya di telegram.token_file")
        return
    bot = TelegramBot(token, settings.telegram.api_url, Pacing(Limits(), SystemTime().monotonic))
    await bot.open()
    try:
        try:
            me = await bot.who()
        except TelegramError as error:
            yield _wrong("Telegram", _of_telegram(error))
            return
        yield _fine("Telegram", f"@{me.get('username', '?')}")
        named = {group.chat_id for group in linked}
        for group in linked:
            yield await _group(bot, me["id"], group)
        without = [item.short for item in settings.agency if item.code not in {group.agency for group in linked}]
        if without:
            yield _wrong("OPD tanpa grup", ", ".join(without))
        if not named:
            yield _wrong("grup", "belum ada grup yang terhubung (/hubungkan KODE di grup)")
    finally:
        await bot.close_connections()


async def _group(bot: TelegramBot, me: int, group: Group) -> Finding:
    subject = f"grup {group.agency or _ROLES.get(group.role, group.role.value)}"
    try:
        chat = await bot.call("getChat", {"chat_id": group.chat_id})
        member = await bot.call("getChatMember", {"chat_id": group.chat_id, "user_id": me})
    except TelegramError as error:
        return _wrong(subject, _of_telegram(error))
    status = member["status"]
    may_write = status in {"member", "administrator", "creator"} or member.get("can_send_messages", False)
    return Finding(subject, may_write, f"{chat.get('title', group.chat_id)}: {_STANDING.get(status, status)}")


def _of_telegram(error: TelegramError) -> str:
    """Say what Telegram refused; its own words go along, quoted, where they say more."""
    match error:
        case InvalidToken():
            return "token ditolak; periksa pada @BotFather"
        case Forbidden():
            return "bot tidak ada di sana, atau dikeluarkan; masukkan lagi"
        case ChatMigrated():
            return "grup sudah menjadi supergrup; bot mengikutinya begitu berjalan"
        case RetryAfter():
            return "terlalu banyak permintaan; coba beberapa saat lagi"
        case BadRequest():
            return f"permintaan ditolak (“{error}”)"
        case _:
            return f"tidak terjangkau; periksa jaringan dan telegram.api_url (“{error}”)"
