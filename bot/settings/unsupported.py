"""What the configuration may ask for and this version cannot do: better said than passed over in silence."""

from collections.abc import Iterator

from bot.settings.crosschecks import Finding
from bot.settings.loading import Settings


def not_yet(settings: Settings) -> Iterator[Finding]:
    """Yield what the configuration may ask for and this version cannot do: better said than passed over in silence."""
    if settings.telegram.mode == "webhook":
        yield "telegram.mode", '"webhook" belum tersedia pada versi ini', 'pakai "polling"'
    if settings.officers.policy == "roster":
        right = 'pakai "members": yang menindak adalah anggota grup OPD'
        yield "officers.policy", '"roster" belum tersedia pada versi ini', right
