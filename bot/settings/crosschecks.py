"""What must fit together in config.toml beyond the form of each value.

The checks read the raw tables and pass over what has the wrong form: that is reported on its own, at the same time.
Each yields (key, what is wrong, what would be right).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.settings.mistakes import listed, suggestion
from bot.settings.values import REGION_CODE
from reports.errors import UnknownCode
from reports.regency import Clocks
from reports.regions import Regions

Finding = tuple[str, str, str]
Tables = Mapping[str, Any]


def find(data: Tables) -> Iterator[Finding]:
    """Yield everything in the tables that does not fit together."""
    for check in _CHECKS:
        yield from check(data)


def _items(data: Tables, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the tables of an array with their keys as an operator counts them, from 1."""
    items = data.get(name)
    for number, item in enumerate(items if isinstance(items, list | tuple) else (), start=1):
        if isinstance(item, Mapping):
            yield f"{name}[{number}]", item


def _texts(data: Tables, name: str, key: str) -> Iterator[tuple[str, str]]:
    for place, item in _items(data, name):
        if isinstance(item.get(key), str) and item[key].strip():
            yield f"{place}.{key}", item[key].strip()


def _unknown_regency(data: Tables) -> Iterator[Finding]:
    regency = data.get("regency", {})
    code = regency.get("code") if isinstance(regency, Mapping) else None
    if not isinstance(code, str) or not REGION_CODE.fullmatch(code):
        return
    try:
        Regions(code).kecamatan()
    except UnknownCode:
        right = 'pakai kode Kemendagri kabupaten atau kota, misalnya "35.23"'
        yield "regency.code", f"tidak ada kabupaten atau kota berkode {code!r}", right


def _no_category(data: Tables) -> Iterator[Finding]:
    if data.get("category", []) == []:
        yield (
            "category",
            "belum ada satu pun",
            "tambahkan paling sedikit satu tabel [[category]]; tanpa itu tidak ada yang dapat melapor",
        )


def _unknown_agencies(data: Tables) -> Iterator[Finding]:
    known = [code for _, code in _texts(data, "agency", "code")]
    for key, code in _texts(data, "category", "agency"):
        if code not in known:
            right = f"pakai salah satu: {listed(known)}" if known else "tambahkan tabel [[agency]] dengan kode ini"
            yield key, f"tidak ada OPD berkode {code!r}{suggestion(code, known)}", right


def _doubles(data: Tables) -> Iterator[Finding]:
    """Codes are typed by people and names are button labels: differing in capitals alone is too little."""
    for name, key in (("agency", "code"), ("agency", "short"), ("category", "code"), ("category", "name")):
        first: dict[str, str] = {}
        for place, text in _texts(data, name, key):
            before = first.setdefault(text.casefold(), place)
            if before != place:
                yield place, f"{text!r} sudah dipakai di {before}", f"setiap {name} perlu {key} sendiri"


def _shared_groups(data: Tables) -> Iterator[Finding]:
    first: dict[int, str] = {}
    for place, agency in _items(data, "agency"):
        chat = agency.get("chat_id")
        if isinstance(chat, int) and chat and first.setdefault(chat, place) != place:
            yield (
                f"{place}.chat_id",
                f"grup {chat} sudah dipakai {first[chat]}",
                "setiap OPD punya grup sendiri",
            )


def _order_of_deadlines(data: Tables) -> Iterator[Finding]:
    deadlines = data.get("deadlines", {})
    if not isinstance(deadlines, Mapping):
        return
    usual = Clocks()
    for earlier, later in (("response_days", "escalate_days"), ("escalate_days", "leadership_days")):
        before = _number(deadlines.get(earlier, getattr(usual, earlier)))
        after = _number(deadlines.get(later, getattr(usual, later)))
        if before is not None and after is not None and after < before:
            yield f"deadlines.{later}", f"{after} lebih awal daripada {earlier} ({before})", f"paling sedikit {before}"


def _webhook_without_address(data: Tables) -> Iterator[Finding]:
    telegram = data.get("telegram", {})
    if isinstance(telegram, Mapping) and telegram.get("mode") == "webhook" and not telegram.get("webhook_url"):
        right = 'alamat https publik, misalnya "https://lapor.example.go.id"; atau mode = "polling"'
        yield "telegram.webhook_url", "kosong, padahal mode-nya webhook", right


def _number(value: Any) -> int | None:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


_CHECKS: tuple[Callable[[Tables], Iterator[Finding]], ...] = (
    _unknown_regency,
    _no_category,
    _unknown_agencies,
    _doubles,
    _shared_groups,
    _order_of_deadlines,
    _webhook_without_address,
)
