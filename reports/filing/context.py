"""What the form knows of the world around it, all of it handed in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from reports.filing.labels import INDONESIAN
from reports.places import Place
from reports.regency import Emergency, Regency
from reports.regions import Regions


@dataclass(frozen=True, slots=True)
class FormContext:
    """The regency and its lists, and the three questions that the form asks of others.

    `guess` ranks category codes for a story, best first. `emergency` recognises danger in it. `locate` makes a place
    of a point (latitude, longitude; WGS 84) and raises OutsideRegency for any point that is not in the regency.
    `labels` are the buttons' words in the person's language, by action.
    """

    regency: Regency
    guess: Callable[[str], Sequence[str]]
    emergency: Callable[[str], Emergency | None]
    locate: Callable[[float, float], Place]
    regions: Regions
    labels: Mapping[str, str] = field(default_factory=lambda: INDONESIAN)

    def label(self, action: str) -> str:
        """Return the words on the button of this action; Indonesian where the language lacks them."""
        return self.labels.get(action) or INDONESIAN[action]
