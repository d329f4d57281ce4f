"""What is written on the back of a button. Prefixes carry a version: an old button is recognised and answered as such.

A button only names what its presser wants; whether they may is decided from who and where they are, by the desk.
"""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.texts import Speech


class FormTap(CallbackData, prefix="f1"):
    """A button of the filing form: an action of reports/filing/labels.py with the draft's revision."""

    action: str
    value: str
    revision: int


class MenuTap(CallbackData, prefix="m1"):
    """A button of the citizen's menus. `value` is a page, a language, a step."""

    action: str
    value: str = "-"


class ReportTap(CallbackData, prefix="r1"):
    """A button of a reporter's own report."""

    action: str
    report: int
    value: str = "-"


class CardTap(CallbackData, prefix="c1"):
    """A button under a card in a group."""

    action: str
    report: int
    value: str = "-"


class ReplyTap(CallbackData, prefix="a1"):
    """A button under an officer's reply: send it, keep it as a note, drop it."""

    action: str
    report: int


class ListTap(CallbackData, prefix="l1"):
    """A button of a list in a group: which list, which page, or which report to show."""

    action: str
    value: int = 0


def button(speech: Speech, label: str, data: CallbackData) -> InlineKeyboardButton:
    """Return a button with a text of the locale as its label."""
    return InlineKeyboardButton(text=speech.plain(label), callback_data=data.pack())


def keyboard(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """Return an inline keyboard without its empty rows."""
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])


NO_BUTTONS = InlineKeyboardMarkup(inline_keyboard=[])
