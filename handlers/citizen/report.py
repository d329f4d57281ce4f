"""A report as its reporter sees it: where it stands, what was told, and everything that happened since."""

from collections.abc import Sequence

from handlers.callbacks import MenuTap, ReportTap, button, keyboard
from handlers.calls import Keyboard
from handlers.citizen import tracker
from handlers.office import Office
from handlers.parts.names import agency_name
from handlers.parts.places import in_line, place_of
from handlers.parts.verdict import fixed_or_not
from handlers.texts import Markup, Speech
from handlers.wording import cut, quoted, when
from reports.desk.case import FURTHER
from storage.tables import OPEN, EventKind, Report, ReportEvent, Status

STORY_UNITS = 700
"""UTF-16 units of the story here; its writer knows it."""

MOST_EVENTS = 15
"""Events of the timeline: the newest; more would be scrolled past."""

_INTERNAL = frozenset({EventKind.NOTED, EventKind.PROPOSED, EventKind.REFUSED})
"""What agencies and coordinators settle among themselves; the reporter hears of its outcome."""


def text(office: Office, report: Report, history: Sequence[ReportEvent], speech: Speech) -> Markup:
    """Return the report in full."""
    lines: list[str] = [
        tracker.text(office, report, speech),
        "",
        speech("report-category", category=office.regency.category_name(report.category)),
        speech("report-place", place=in_line(place_of(report.place), speech)),
        quoted(cut(report.story, STORY_UNITS)[0]),
        speech("report-timeline"),
    ]
    seen = [event for event in history if event.kind not in _INTERNAL and not (event.data or {}).get(FURTHER)]
    lines += [_event(office, event, speech) for event in seen[-MOST_EVENTS:]]
    return Markup("\n".join(lines))


def buttons(report: Report, speech: Speech) -> Keyboard:
    """Return what its reporter can do with it now."""
    number = report.id or 0
    change = [
        button(speech, "btn-add", ReportTap(action="add", report=number)),
        button(speech, "btn-withdraw", ReportTap(action="withdraw", report=number)),
    ]
    return keyboard(
        fixed_or_not(speech, number) if report.status is Status.RESOLVED else [],
        change if report.status in OPEN else [],
        [button(speech, "btn-reports", MenuTap(action="reports"))],
    )


def _event(office: Office, event: ReportEvent, speech: Speech) -> str:
    data = event.data or {}
    agency = data.get("to") if event.kind is EventKind.REROUTED else event.agency
    said = speech(f"event-{event.kind.value}", agency=agency_name(office, agency, speech))
    return speech("report-event", when=when(event.at, office.regency.timezone, speech), text=said)
