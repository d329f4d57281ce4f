"""The buttons by which a reporter answers: a question, whether it is fixed, and weeks later whether it still is."""

from handlers.callbacks import ReportTap, button
from handlers.calls import Button
from handlers.texts import Speech


def answer_button(speech: Speech, report: int) -> Button:
    """Return the button under an agency's question."""
    return button(speech, "btn-answer", ReportTap(action="answer", report=report))


def fixed_or_not(speech: Speech, report: int) -> list[Button]:
    """Return the row of buttons under a question whether a report is fixed."""
    return [
        button(speech, "btn-fixed", ReportTap(action="fixed", report=report)),
        button(speech, "btn-not-fixed", ReportTap(action="not-fixed", report=report)),
    ]


def still_good_or_not(speech: Speech, report: int) -> list[Button]:
    """Return the row of buttons under a question whether a repair has held."""
    return [
        button(speech, "btn-still-good", ReportTap(action="still-good", report=report)),
        button(speech, "btn-broken-again", ReportTap(action="broken-again", report=report)),
    ]
