"""Who plays in the local Telegram: citizens, officers, coordinators and leaders, with the groups they sit in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.settings import Settings
from sandbox import Client, Group, Person

CITIZENS = (
    ("Siti", "Aminah"),
    ("Budi", "Santoso"),
    ("Rukmini", None),
    ("Slamet", "Riyadi"),
    ("Dewi", "Lestari"),
    ("Paijo", None),
    ("Nur", "Hidayah"),
    ("Agus", "Wijaya"),
    ("Sri", "Wahyuni"),
    ("Tono", "Prasetyo"),
    ("Wati", None),
    ("Joko", "Susilo"),
)
"""Invented names; any likeness is chance."""

OFFICERS = (("Petugas", "Satu"), ("Petugas", "Dua"))


@dataclass(slots=True)
class Cast:
    """Who is there: citizens by first name, groups by agency code, the coordination and leadership groups."""

    client: Client
    citizens: dict[str, Person] = field(default_factory=dict)
    officers: dict[str, list[Person]] = field(default_factory=dict)
    agencies: dict[str, Group] = field(default_factory=dict)
    coordinator: Person | None = None
    coordination: Group | None = None
    leadership: Group | None = None


async def populate(client: Client, settings: Settings, only: Sequence[str] | None = None) -> Cast:
    """Bring citizens, officers, and a group for every agency (or for those named) into the local Telegram."""
    cast = Cast(client)
    for first, last in CITIZENS:
        cast.citizens[first] = await client.person(first, last_name=last)
    for agency in settings.agency:
        if only is not None and agency.code not in only:
            continue
        team = [await client.person(first, last_name=f"{last} ({agency.short})") for first, last in OFFICERS]
        cast.officers[agency.code] = team
        cast.agencies[agency.code] = await client.group(f"Aduan {agency.short}", team)
    cast.coordinator = await client.person("Koordinator", last_name="Diskominfo")
    cast.coordination = await client.group("Koordinasi Aduan", [cast.coordinator])
    leader = await client.person("Sekretariat", last_name="Pimpinan")
    cast.leadership = await client.group("Pimpinan Daerah", [leader])
    return cast
