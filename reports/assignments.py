"""Who has a report: the only ways in which rules and screens ask."""

from collections.abc import Sequence
from typing import Protocol


class Helper(Protocol):
    """One agency's part in a report."""

    @property
    def agency(self) -> str:
        """Its code."""


class Assigned(Protocol):
    """What of a report says who has it."""

    @property
    def lead(self) -> str | None:
        """The agency that answers for it; None: it lies with the coordinators."""

    @property
    def supporting(self) -> Sequence[Helper]:
        """The agencies that help at present."""


def lead_of(report: Assigned) -> str | None:
    """Return the agency that answers for a report; None: it lies with the coordinators."""
    return report.lead


def leads(report: Assigned, agency: str | None) -> bool:
    """Tell whether an agency answers for a report."""
    return agency is not None and report.lead == agency


def handles(report: Assigned, agency: str | None) -> bool:
    """Tell whether an agency leads a report or helps with it."""
    return leads(report, agency) or any(one.agency == agency for one in report.supporting)
