"""What Telegram says of the token, the bot and its groups, as findings of the doctor."""

from collections.abc import AsyncIterator

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.operating.finding import Finding, fine, judged, wrong
from bot.settings import TOKEN_VARIABLE, BadConfiguration, Settings
from bot.support import TimeSource
from bot.telegram import Limits, Pacing, TelegramBot
from storage.tables import Group, GroupRole

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


async def of_telegram(settings: Settings, linked: list[Group], time_source: TimeSource) -> AsyncIterator[Finding]:
    """Yield what Telegram says of the token, the bot and its groups."""
    try:
        token = settings.token().get_secret_value()
    except BadConfiguration:
        yield wrong("token", f"belum ada; isi {TOKEN_VARIABLE}, atau sebut berkasnya di telegram.token_file")
        return
    bot = TelegramBot(token, settings.telegram.api_url, Pacing(Limits(), time_source.monotonic))
    await bot.open()
    try:
        try:
            me = await bot.who()
        except TelegramError as error:
            yield wrong("Telegram", _of_error(error))
            return
        yield fine("Telegram", f"@{me.get('username', '?')}")
        named = {group.chat_id for group in linked}
        for group in linked:
            yield await _group(bot, me["id"], group)
        without = [item.short for item in settings.agency if item.code not in {group.agency for group in linked}]
        if without:
            yield wrong("OPD tanpa grup", ", ".join(without))
        if not named:
            yield wrong("grup", "belum ada grup yang terhubung (/hubungkan KODE di grup)")
    finally:
        await bot.close_connections()


async def _group(bot: TelegramBot, me: int, group: Group) -> Finding:
    subject = f"grup {group.agency or _ROLES.get(group.role, group.role.value)}"
    try:
        chat = await bot.call("getChat", {"chat_id": group.chat_id})
        member = await bot.call("getChatMember", {"chat_id": group.chat_id, "user_id": me})
    except TelegramError as error:
        return wrong(subject, _of_error(error))
    status = member["status"]
    may_write = status in {"member", "administrator", "creator"} or member.get("can_send_messages", False)
    return judged(subject, f"{chat.get('title', group.chat_id)}: {_STANDING.get(status, status)}", well=may_write)


def _of_error(error: TelegramError) -> str:
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
