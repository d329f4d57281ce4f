"""Retired codes: agencies and categories that reports still have and config.toml no longer has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.regency import Regency
from storage.transaction import Reading


@dataclass(frozen=True, slots=True)
class RetiredCodes:
    """How many reports have each code that the configuration no longer has."""

    agencies: Mapping[str, int]
    categories: Mapping[str, int]


async def retired_codes(reading: Reading, regency: Regency) -> RetiredCodes:
    """Look for retired codes among all reports, open or not: a closed one can be opened again."""
    return RetiredCodes(
        agencies=_unknown(await reading.reports.count_by_agency(), (agency.code for agency in regency.agencies)),
        categories=_unknown(await reading.reports.count_by_category(), (item.code for item in regency.categories)),
    )


def _unknown(counts: Mapping[str, int], known: Iterable[str]) -> dict[str, int]:
    codes = set(known)
    return {code: count for code, count in counts.items() if code not in codes}
