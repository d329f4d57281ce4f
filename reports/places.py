"""Where a problem is: one value for a point on the map, a typed address, or a desa chosen from lists."""

from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Place:
    """A place in any mix of its forms; at least one of point, address and kecamatan is set.

    `latitude`/`longitude` are WGS 84 degrees. Region codes are Kemendagri codes ("35.23.01", "35.23.01.2001").
    """

    latitude: float | None = None
    longitude: float | None = None
    address: str | None = None
    kecamatan_code: str | None = None
    kecamatan: str | None = None
    desa_code: str | None = None
    desa: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the set fields only, ready for a JSON column or a draft."""
        return {key: value for key, value in asdict(self).items() if value is not None}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Return the place that `to_json` wrote; unknown keys are ignored, so that older rows stay readable."""
        return cls(**{key: data[key] for key in cls.__dataclass_fields__ if key in data})
