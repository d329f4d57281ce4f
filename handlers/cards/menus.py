"""Choices that replace a card's buttons for a moment: which agency, which day."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.callbacks import CardTap, button, in_pairs, keyboard, named
from handlers.calls import Button, Keyboard
from handlers.office import Office
from reports.assignments import lead_of
from storage.tables import Report

COORDINATORS = "-"
"""The value of `Kembalikan ke koordinator`; no agency code is a bare hyphen."""

TYPED = "typed"
"""The value of the button that asks for a date in words."""

TO, DAYS, LONGER, BACK = "to", "days", "longer", "back"
"""What the buttons of menus do: choose an agency, a day of a promise, a longer time; go back to the card's buttons."""

AGENCIES_A_PAGE = 8
PROMISE_DAYS = (1, 3, 7, 14)
"""Working days that can be promised with one tap."""


@dataclass(frozen=True, slots=True)
class Menu:
    """The choices of one act: what their buttons do, and how they are shown on a page (from 0)."""

    choice: str
    show: Callable[[Office, Report, int], Keyboard]


def _to_agency(office: Office, report: Report, page: int) -> Keyboard:
    return _agencies(office, report, "dispose", page)


def _to_agency_or_coordinators(office: Office, report: Report, page: int) -> Keyboard:
    return _agencies(office, report, "reroute", page)


def _agencies(office: Office, report: Report, action: str, page: int) -> Keyboard:
    """Return the agencies to hand a report to, the likeliest by its story first, without the one that has it."""
    speech, number = office.group_speech, report.id or 0
    likely = [office.regency.category(code).agency for code in office.guess(report.story)]
    codes = [code for code in dict.fromkeys(likely) if code is not None]
    codes += [agency.code for agency in office.regency.agencies if agency.code not in codes]
    codes = [code for code in codes if code != lead_of(report)]
    pages = max(1, -(-len(codes) // AGENCIES_A_PAGE))
    page = min(page, pages - 1)
    shown = codes[page * AGENCIES_A_PAGE : (page + 1) * AGENCIES_A_PAGE]
    buttons = [
        named(office.regency.agency(code).short, CardTap(action=TO, report=number, value=code)) for code in shown
    ]
    rows = in_pairs(buttons)
    turning = []
    if page > 0:
        turning.append(button(speech, "btn-previous", CardTap(action=action, report=number, value=str(page - 1))))
    if page < pages - 1:
        turning.append(button(speech, "btn-next", CardTap(action=action, report=number, value=str(page + 1))))
    back = button(speech, "btn-back", CardTap(action=BACK, report=number))
    if action == "dispose":
        return keyboard(*rows, turning, [back])
    to_coordinators = button(speech, "btn-to-coordinators", CardTap(action=TO, report=number, value=COORDINATORS))
    return keyboard(*rows, turning, [to_coordinators], [back])


def _promises(office: Office, report: Report, _page: int) -> Keyboard:
    """Return the days that can be promised with a tap, and the way to type another."""
    speech, number = office.group_speech, report.id or 0
    days = _days(office, report, DAYS)
    typed = button(speech, "btn-type-date", CardTap(action=DAYS, report=number, value=TYPED))
    return keyboard(days[:2], days[2:], [typed], [button(speech, "btn-back", CardTap(action=BACK, report=number))])


def _extensions(office: Office, report: Report, _page: int) -> Keyboard:
    """Return the working days by which coordinators can give an agency more time."""
    days = _days(office, report, LONGER)
    back = button(office.group_speech, "btn-back", CardTap(action=BACK, report=report.id or 0))
    return keyboard(days[:2], days[2:], [back])


def days_in(value: str) -> int | None:
    """Return the days that a button of these menus names; None for what none of them says."""
    return next((days for days in PROMISE_DAYS if str(days) == value), None)


def _days(office: Office, report: Report, action: str) -> list[Button]:
    return [
        named(
            office.group_speech.plain_text("btn-days", days=days),
            CardTap(action=action, report=report.id or 0, value=str(days)),
        )
        for days in PROMISE_DAYS
    ]


AGENCIES = Menu(TO, _to_agency)
AGENCIES_AND_COORDINATORS = Menu(TO, _to_agency_or_coordinators)
PROMISES = Menu(DAYS, _promises)
EXTENSIONS = Menu(LONGER, _extensions)
