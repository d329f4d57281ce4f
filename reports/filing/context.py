"""What the form knows of the world around it, all of it handed in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from reports.filing.labels import INDONESIAN
from reports.places import Place
from reports.regency import Emergency, Regency


class RegionName(Protocol):
    """A kecamatan or desa."""

    @property
    def code(self) -> str: ...

    @property
    def name(self) -> str: ...


class RegionLists(Protocol):
    """The regency's kecamatan and their desa, in the order in which they are shown."""

    def kecamatan(self) -> Sequence[RegionName]: ...

    def desa(self, kecamatan_code: str) -> Sequence[RegionName]: ...

    def find_kecamatan(self, text: str) -> RegionName | None: ...

    def find_desa(self, kecamatan_code: str, text: str) -> RegionName | None: ...


@dataclass(frozen=True, slots=True)
class FormContext:
    """The regency, and the four questions that the form asks of others.

    `guess` ranks category codes for a story, best first. `emergency` recognises danger in it. `locate` makes a place
    of a point (latitude, longitude; WGS 84) and raises OutsideRegency. `labels` are the buttons' words in the
    person's language, by action.
    """

    regency: Regency
    guess: Callable[[str], Sequence[str]]
    emergency: Callable[[str], Emergency | None]
    locate: Callable[[float, float], Place]
    regions: RegionLists
    labels: Mapping[str, str] = INDONESIAN

    def label(self, action: str) -> str:
        """Return the words on the button of this action; Indonesian where the language lacks them."""
        return self.labels.get(action) or INDONESIAN[action]
