"""The forms that addresses in config.toml may have: of servers, of the database, and to listen on; see values.py."""

from typing import Any
from urllib.parse import urlsplit

from bot.settings.values import refuse

WEBHOOK_PORTS = frozenset({80, 88, 443, 8443})
"""The ports that Telegram calls (core.telegram.org/bots/api#setwebhook)."""

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def _url(value: Any, schemes: tuple[str, ...]) -> str:
    try:
        parts = urlsplit(value.strip())
        port = parts.port
    except (AttributeError, ValueError):
        raise refuse("bukan alamat") from None
    if parts.scheme not in schemes or not parts.hostname or parts.query or parts.fragment or port == 0:
        raise refuse("bukan alamat dengan bentuk yang benar")
    return str(value.strip()).rstrip("/")


def api_url(value: Any) -> str:
    """Read the address of a Bot API server."""
    return _url(value, ("https", "http"))


def webhook_url(value: Any) -> str:
    """Read the address that Telegram shall call; an empty text for none."""
    if value in (None, ""):
        return ""
    url = _url(value, ("https", "http"))
    parts = urlsplit(url)
    if parts.hostname not in _LOOPBACK:  # a local Telegram on this machine may call without a certificate
        if parts.scheme != "https":
            raise refuse(f"{url!r} bukan alamat https")
        if (parts.port or 443) not in WEBHOOK_PORTS:
            raise refuse(f"Telegram tidak memanggil port {parts.port}")
    return url


def storage_url(value: Any) -> str:
    """Read a database address. What is wrong never repeats it: it may carry a password."""
    text = value.strip() if isinstance(value, str) else ""
    scheme, separator, rest = text.partition("://")
    if not separator or scheme not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
        raise refuse(f"jenis database {scheme[:30]!r} tidak dikenal" if separator else "bukan alamat database")
    if scheme == "sqlite+aiosqlite" and (not rest.startswith("/") or ":memory:" in rest or len(rest) < 2):
        raise refuse("tidak menyebut berkas database")
    if scheme == "postgresql+asyncpg" and not rest.partition("/")[2]:
        raise refuse("tidak menyebut database")
    return text


def listen(value: Any) -> str:
    """Read a host and port to listen on."""
    text = value.strip() if isinstance(value, str) else ""
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535 or any(map(str.isspace, host)):
        raise refuse(f"{value!r} bukan host dan port")
    return text
