"""The tracker: the receipt of a report, edited in place at every change, so that one message always tells the truth."""

from urllib.parse import quote

from handlers.callbacks import ReportTap, button, keyboard, link
from handlers.calls import Keyboard
from handlers.office import Office
from handlers.parts.names import agency_name, status_name
from handlers.texts import Markup, Speech
from handlers.wording import cut, when
from reports.assignments import lead_of
from reports.clocks import running
from storage.clocks import ClockKind
from storage.tables import Closing, Report, Status

ANSWER_UNITS = 600
"""UTF-16 units of the agency's last answer on the tracker; the whole answer came as a message of its own."""

_REACHED = {
    Status.SUBMITTED: 1,
    Status.IN_PROGRESS: 2,
    Status.WAITING_REPORTER: 2,
    Status.RESOLVED: 4,
}
DOTS = 5


def text(office: Office, report: Report, speech: Speech) -> Markup:
    """Return the tracker's text: number, timeline of five dots, who has it, by when, the last answer."""
    zone = office.regency.timezone
    lines = [
        speech("tracker-head", ticket=report.ticket),
        speech("tracker-status", dots=timeline(report), status=status_name(report.status, speech)),
        speech("tracker-agency", agency=_agency(office, report, speech)),
    ]
    if (counts := running(report)) is not None:
        resolves = "tracker-promised" if report.promised_for else "tracker-resolve-by"
        name = "tracker-respond-by" if counts.kind is ClockKind.RESPONSE else resolves
        lines.append(speech(name, when=when(counts.due, zone, speech)))
    elif report.closing is Closing.SILENT:
        lines.append(speech("tracker-silent"))
    answer = report.ending_reason or report.last_answer
    if answer:
        lines.append(speech("tracker-answer", text=cut(answer, ANSWER_UNITS)[0]))
    if report.last_at is not None:
        lines.append(speech("tracker-updated", when=when(report.last_at, zone, speech)))
    return Markup("\n".join(lines))


def buttons(office: Office, report: Report, speech: Speech) -> Keyboard:
    """Return the tracker's buttons: look at the whole story, or pass the number on."""
    share = (
        "https://t.me/share/url?url="
        + quote(f"https://t.me/{office.bot_username}?start=r_{report.ticket}", safe="")
        + "&text="
        + quote(speech.plain_text("share-text", ticket=report.ticket))
    )
    return keyboard(
        [
            button(speech, "btn-status", ReportTap(action="show", report=report.id or 0)),
            link(speech, "btn-share", share),
        ]
    )


def timeline(report: Report) -> str:
    """Return the timeline: sent, taken up, answered, done, closed."""
    reached = _REACHED.get(report.status, DOTS)
    if report.status is Status.IN_PROGRESS and report.last_answer:
        reached += 1
    return "●" * reached + "○" * (DOTS - reached)


def _agency(office: Office, report: Report, speech: Speech) -> str:
    lead = lead_of(report)
    return agency_name(office, lead, speech) if lead is None else office.regency.agency_of_report(lead).name
