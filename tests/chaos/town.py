"""The town: agencies with groups, officers and citizens with names that no text contains by chance, and the configuration."""

import socket
import string
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.settings import Settings
from bot.settings.loading import load
from sandbox import Client, Clock, Group, Person, Sandbox
from tests.chaos.supervised import ROOT

MORNING = datetime(2026, 11, 24, 1, 12, tzinfo=UTC)
"""08.12 WIB on a Tuesday."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What people report: a category of the configuration by its name, and a story about it."""

    category: str
    agency: str
    story: str


TOPICS = (
    Topic("jalan_rusak", "DPUPR-PRKP", "Jalan berlubang dalam di depan pasar, semalam dua motor jatuh."),
    Topic("sampah", "DLHP", "Sampah menumpuk di belakang terminal, sudah seminggu tidak diangkut."),
    Topic("kependudukan", "DISDUKCAPIL", "KTP saya sudah dua bulan direkam tetapi belum juga bisa diambil."),
    Topic("air_bersih_pdam", "TIRTA-LESTARI", "Air PDAM tidak keluar sejak tiga hari yang lalu di gang kami."),
    Topic("bansos", "DINSOS-P3A-PMD", "Saya lansia dan hidup sendiri, tidak pernah mendapat bantuan sosial."),
    Topic("pkl_ketertiban", "SATPOLPP-DAMKAR", "Pedagang menutup trotoar depan sekolah setiap pagi."),
    Topic("kesehatan", "DINKES-P2KB", "Antrean puskesmas sangat panjang, obatnya juga sering kosong."),
    Topic("pendidikan", "DISDIK", "Atap ruang kelas bocor, murid belajar sambil kehujanan."),
)
AGENCIES = tuple(topic.agency for topic in TOPICS)
RETIRING = "TIRTA-LESTARI"
"""The agency that is taken out of the configuration for a while."""

OFFICERS = 2


def letters(number: int) -> str:
    """Return a number in letters."""
    return "".join(string.ascii_lowercase[int(digit)] for digit in f"{number:03d}")


def free_port() -> int:
    """Return a port of 127.0.0.1 that was free just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Town:
    """Who is there. `former` are ids that groups had before they became supergroups."""

    server: Sandbox
    settings: Settings
    groups: dict[str, Group] = field(default_factory=dict)
    officers: dict[str, list[Person]] = field(default_factory=dict)
    citizens: list[Person] = field(default_factory=list)
    former: dict[str, list[int]] = field(default_factory=dict)
    coordination: Group | None = None
    leadership: Group | None = None
    coordinator: Person | None = None
    has_blocked: set[int] = field(default_factory=set)

    @property
    def client(self) -> Client:
        """Acts for everybody."""
        return self.server.client

    def category(self, topic: Topic) -> str:
        """Return what people call a topic's category."""
        return self.settings.regency().category_name(topic.category)

    def chats(self, code: str) -> list[int]:
        """Return every id that an agency's group has had."""
        return [self.groups[code].id, *self.former.get(code, [])]

    def every_group(self) -> list[int]:
        """Return every id of every group."""
        assert self.coordination is not None
        assert self.leadership is not None
        return [self.coordination.id, self.leadership.id, *(chat for code in self.groups for chat in self.chats(code))]


async def settle_in(server: Sandbox, citizens: int) -> Town:
    """Bring everybody into the local Telegram."""
    town, client = Town(server, load(ROOT / "config.toml", {})), server.client
    for number, code in enumerate(AGENCIES):
        town.officers[code] = [
            await client.person(f"Petqa{letters(number)}{letters(one)}", last_name=f"Dinqa{letters(number)}")
            for one in range(OFFICERS)
        ]
        town.groups[code] = await client.group(f"Aduan {code}", town.officers[code])
    town.coordinator = await client.person("Koordinator", last_name="Diskominfo")
    town.coordination = await client.group("Koordinasi Aduan", [town.coordinator])
    leader = await client.person("Sekretariat", last_name="Pimpinan")
    town.leadership = await client.group("Pimpinan Daerah", [leader])
    for number in range(citizens):
        town.citizens.append(
            await client.person(
                f"Wargxa{letters(number)}",
                last_name=f"Namxa{letters(number)}",
                username=f"akunxa_{letters(number)}",
                id=7_654_321_001 + number,
            )
        )
    return town


def configuration(groups: dict[str, int], *, without: str | None = None) -> str:
    """Return the default configuration with groups for the town's agencies, and one agency left out on wish.

    An agency that is left out takes its categories along.
    """
    blocks = (ROOT / "config.toml").read_text(encoding="utf-8").split("\n\n")
    kept = []
    for block in blocks:
        code = next((line[8:-1] for line in block.splitlines() if line.startswith('code = "')), "")
        if without is not None and (code == without or f'agency = "{without}"' in block):
            continue
        kept.append(f"{block}\nchat_id = {groups[code]}" if "[[agency]]" in block and code in groups else block)
    return "\n\n".join(kept)


def share_clock(clock: Clock, path: Path) -> None:
    """Keep a file that says how far the local Telegram's clock is from the machine's."""

    def write(now: datetime) -> None:
        with path.open("r+b") as file:
            file.write(struct.pack("<d", (now - datetime.now(UTC)).total_seconds()))

    path.write_bytes(bytes(8))
    write(clock.now())
    clock.listeners.append(write)
