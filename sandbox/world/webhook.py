"""A bot's webhook: where it wants its updates, and how the last deliveries went."""

from __future__ import annotations

from dataclasses import dataclass

# This machine's own addresses: Telegram would refuse them.
LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")


@dataclass(slots=True)
class Webhook:
    """Where a bot wants its updates, and how the last deliveries went. Times are seconds since 1970."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    custom_certificate: bool = False
    ip_address: str = ""
    plain: bool = False
    last_error_at: int = 0
    last_error: str = ""

    @property
    def address(self) -> str:
        """Where updates are sent: the bot's `url`, without TLS where nothing on this machine speaks it there."""
        return f"http{self.url[5:]}" if self.plain else self.url

    def set(
        self, url: str, *, secret: str = "", max_connections: int = 40, certificate: bool = False, ip_address: str = ""
    ) -> None:
        self.url = url
        self.secret = secret
        self.max_connections = max_connections
        self.custom_certificate = certificate
        self.ip_address = ip_address
        self.plain = False
        self.last_error_at = 0
        self.last_error = ""
