"""What somebody is told when the rules refuse."""

from handlers.office import Office
from handlers.parts.names import agency_name, status_name
from handlers.texts import Speech
from reports.assignments import lead_of
from reports.errors import (
    BadPromise,
    IllegalMove,
    Missing,
    NotAllowed,
    NotATicket,
    NotFound,
    TaproseError,
    WrongCheckCharacter,
)
from storage.tables import Report, Status

_BY_REPORTER = frozenset({Status.CLOSED, Status.WITHDRAWN})
"""What no officer brings about: reporters do, or their silence does."""


def refusal(error: TaproseError, speech: Speech, office: Office, report: Report | None = None) -> str:
    """Return one line of plain text that says why it cannot be, and who was first if somebody was."""
    match error:
        case IllegalMove() if report is not None:
            return _too_late(report, speech, office)
        case NotAllowed():
            return speech.plain_text("not-yours")
        case NotFound() | NotATicket() | WrongCheckCharacter():
            return speech.plain_text("not-found")
        case Missing():
            return speech.plain_text(f"missing-{error.what.replace('_', '-')}")
        case BadPromise():
            return speech.plain_text(f"promise-{error.why}")
        case _:
            return speech.plain_text("button-gone")


def _too_late(report: Report, speech: Speech, office: Office) -> str:
    if report.proposal is not None:
        return speech.plain_text("waits-for-consent")
    if report.status is Status.SUBMITTED:
        return speech.plain_text("too-early")
    status = status_name(report.status, speech).lower()
    if report.status in _BY_REPORTER:
        return speech.plain_text("too-late", status=status)
    who = report.last_actor or (agency_name(office, lead_of(report), speech) if report.last_act else None)
    return (
        speech.plain_text("too-late-by", status=status, who=who)
        if who
        else speech.plain_text("too-late", status=status)
    )
