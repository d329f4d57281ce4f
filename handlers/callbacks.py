"""What is written on the back of a button. Prefixes carry a version: an old button is recognised and answered as such.

A button only names what its presser wants; whether they may is decided from who and where they are, by the desk.
"""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.calls import Button, Keyboard
from handlers.texts import Speech

Number = Annotated[int, Field(ge=0, le=2**53)]
"""What no report, page or revision goes beyond. Buttons can be forged, and a database takes 64 bits."""


class FormTap(CallbackData, prefix="f1"):
    """A button of the filing form: an action of reports/filing/actions.py with the draft's revision."""

    action: str
    value: str
    revision: int

    @staticmethod
    def packed(action: str, value: str, revision: int) -> str:
        """Return what `pack` of such a button does, without making one: a screen has up to twenty of them."""
        return f"f1:{action}:{value}:{revision}"


class MenuTap(CallbackData, prefix="m1"):
    """A button of the citizen's menus. `value` is a page, a language, a step."""

    action: str
    value: str = "-"


class ReportTap(CallbackData, prefix="r1"):
    """A button of a reporter's own report."""

    action: str
    report: Number
    value: str = "-"


class CardTap(CallbackData, prefix="c1"):
    """A button under a card in a group."""

    action: str
    report: Number
    value: str = "-"


class ReplyTap(CallbackData, prefix="a1"):
    """A button under an officer's reply: send it, keep it as a note, drop it."""

    action: str
    report: Number


class ListTap(CallbackData, prefix="l1"):
    """A button of a list in a group: which list, which page, or which report to show."""

    action: str
    value: Number = 0


def button(speech: Speech, label: str, data: CallbackData) -> Button:
    """Return a button with a text of the locale as its label."""
    return named(speech.plain_text(label), data)


def named(label: str, data: CallbackData) -> Button:
    """Return a button with words of its own: a ticket, an agency, a category."""
    return {"text": label, "callback_data": data.pack()}


def link(speech: Speech, label: str, url: str) -> Button:
    """Return a button that opens an address."""
    return {"text": speech.plain_text(label), "url": url}


def keyboard(*rows: list[Button]) -> Keyboard:
    """Return an inline keyboard without its empty rows."""
    return {"inline_keyboard": [row for row in rows if row]}


def in_pairs(buttons: list[Button]) -> list[list[Button]]:
    """Return rows of two buttons, as many as stand beside each other on a small phone."""
    return [buttons[start : start + 2] for start in range(0, len(buttons), 2)]


NO_BUTTONS = keyboard()
