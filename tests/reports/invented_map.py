"""An invented regency on a map: four desa around a town that is not its own, a bay, and an island with a fifth desa.

Corners are whole degrees and shared by name, so that desa which touch have exactly the same border.
"""

from zoneinfo import ZoneInfo

from reports.regency import Regency

Corner = tuple[float, float]
"""Longitude and latitude, as in config.toml."""

_SOUTHWEST, _SOUTH, _SOUTHEAST, _EAST = (0.0, 0.0), (4.0, -1.0), (9.0, 0.0), (12.0, 4.0)
_CAPE, _BAY, _HEADLAND, _NORTHWEST, _WEST = (9.0, 6.0), (7.0, 4.0), (5.0, 7.0), (1.0, 8.0), (-1.0, 4.0)
_TOWN_SOUTHWEST, _TOWN_SOUTHEAST, _TOWN_NORTHEAST, _TOWN_NORTHWEST = (3.0, 2.0), (5.0, 2.0), (5.0, 4.0), (3.0, 4.0)

MAINLAND: tuple[Corner, ...] = (
    _SOUTHWEST, _SOUTH, _SOUTHEAST, _EAST, _CAPE, _BAY, _HEADLAND, _NORTHWEST, _WEST,
)  # fmt: skip
"""The coast and the land border; the town lies within."""

TOWN: tuple[Corner, ...] = (_TOWN_SOUTHWEST, _TOWN_SOUTHEAST, _TOWN_NORTHEAST, _TOWN_NORTHWEST)
"""A hole in the regency."""

MAINLAND_DESA: dict[str, tuple[Corner, ...]] = {
    "Barat": (_WEST, _SOUTHWEST, _TOWN_SOUTHWEST, _TOWN_NORTHWEST, _NORTHWEST),
    "Selatan": (_SOUTHWEST, _SOUTH, _SOUTHEAST, _TOWN_SOUTHEAST, _TOWN_SOUTHWEST),
    "Timur": (_SOUTHEAST, _EAST, _CAPE, _BAY, _TOWN_NORTHEAST, _TOWN_SOUTHEAST),
    "Utara": (_TOWN_NORTHWEST, _TOWN_NORTHEAST, _BAY, _HEADLAND, _NORTHWEST),
}
DESA = {**MAINLAND_DESA, "Pulau": ((13.0, 8.0), (15.0, 8.0), (15.0, 9.0), (13.0, 10.0))}

OUTLINE: tuple[Corner, ...] = (
    (-2.0, 4.0), (-0.5, -1.0), (4.0, -2.0), (9.5, -1.0), (13.0, 4.0), (10.0, 6.6), (12.4, 7.4), (16.0, 7.4),
    (16.0, 10.0), (12.4, 11.0), (12.0, 8.2), (8.8, 7.0), (7.0, 5.0), (5.2, 8.0), (0.8, 8.8),
)  # fmt: skip
"""The outline as an operator would draw it: one loose line around everything, a strip of sea to the island included."""

ELSEWHERE: dict[str, Corner] = {
    "the bay": (7.0, 6.0),
    "the sea between the cape and the island, north of the strip": (9.0, 8.5),
    "the sea between the cape and the island, south of the strip": (13.0, 6.5),
    "beyond the western border": (-2.1, 4.0),
    "at the height of a corner, to the west": (-5.0, 4.0),
    "at the height of a corner, to the east": (20.0, 4.0),
    "north of everything": (6.0, 12.0),
    "south of everything": (4.0, -3.0),
}


def regency(outline: tuple[Corner, ...]) -> Regency:
    """Return the invented regency with an outline."""
    return Regency("Kabupaten Rekaan", "99.98", "RK", ZoneInfo("Asia/Jakarta"), "id", (), (), outline=outline)
