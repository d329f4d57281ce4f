"""What the form knows of the world around it, all of it handed in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reports.filing.actions import INDONESIAN
from reports.places import Place
from reports.regency import Emergency, Regency
from reports.regions import Regions


@dataclass(frozen=True, slots=True)
class FormContext:
    """The regency and its lists, and the two questions that are answered at once; for all others there are look-ups.

    `emergency` recognises danger in a story. `locate` makes a place of a point (latitude, longitude; WGS 84) and raises
    OutsideRegency for any point that is not in the regency. `labels` are the buttons' words in the person's language,
    by action.
    """

    regency: Regency
    emergency: Callable[[str], Emergency | None]
    locate: Callable[[float, float], Place]
    regions: Regions
    labels: Mapping[str, str] = field(default_factory=lambda: INDONESIAN)

    def label(self, action: str) -> str:
        """Return the words on the button of this action; Indonesian where the language lacks them."""
        return self.labels.get(action) or INDONESIAN[action]
