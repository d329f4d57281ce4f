"""What a citizen is told when the rules refuse: how their report stands, and never which officer was first."""

from handlers.explain import refusal
from handlers.middleware import AnswersRefusals
from handlers.office import Office
from handlers.parts.names import status_name
from handlers.texts import Speech
from handlers.visit import Visit
from reports.errors import IllegalMove, NotAllowed, TaproseError
from storage.tables import Report, Status

OVER = frozenset({Status.CLOSED, Status.CANNOT_ACT, Status.REJECTED, Status.MERGED, Status.WITHDRAWN})
"""Where a report's life has ended: what is still wrong needs a new one."""


def why(error: TaproseError, speech: Speech, office: Office, report: Report | None) -> str:
    """Return one line of plain text for a citizen. Officers have an office for them, and no name."""
    if isinstance(error, IllegalMove) and report is not None:
        status = status_name(report.status, speech).lower()
        return speech.plain_text("late-over" if report.status in OVER else "late-going", status=status)
    if isinstance(error, NotAllowed):
        return speech.plain_text("not-found")
    return refusal(error, speech, office)


class AnswersRefusalsToCitizens(AnswersRefusals):
    """Turns a refusal into an answer in a private chat."""

    def why(self, error: TaproseError, visit: Visit, report: Report | None) -> str:
        """Return one line of plain text for a citizen."""
        return why(error, visit.speech, visit.office, report)
