"""The keyboards of the two aiogram peers: those of the questions are made once, the others for each report."""

from collections.abc import Sequence

import wording
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup
from wording import Filed, Rows


def _inline(rows: Rows) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in rows]
    )


STORY = _inline(wording.STORY_ROWS)
CATEGORY = _inline(wording.CATEGORY_ROWS)
PLACE = _inline(wording.PLACE_ROWS)
ATTACHMENTS = _inline(wording.ATTACHMENTS_ROWS)
IDENTITY = _inline(wording.IDENTITY_ROWS)
SUMMARY = _inline(wording.SUMMARY_ROWS)
POINTER = ReplyKeyboardMarkup(
    keyboard=[[KeyboardButton(text=wording.SEND_PLACE, request_location=True)]], resize_keyboard=True
)


def receipt(number: int) -> InlineKeyboardMarkup:
    """Return the buttons under a receipt."""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(text="Lihat status", callback_data=f"show:{number}"),
                InlineKeyboardButton(text="Bagikan", url=wording.share(number)),
            ]
        ]
    )


def card(number: int) -> InlineKeyboardMarkup:
    """Return the buttons under a card in the agency's group."""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [
                InlineKeyboardButton(text="Terima", callback_data=f"accept:{number}"),
                InlineKeyboardButton(text="Tanya pelapor", callback_data=f"ask:{number}"),
            ],
            [
                InlineKeyboardButton(text="Alihkan", callback_data=f"reroute:{number}"),
                InlineKeyboardButton(text="Tidak dapat", callback_data=f"cannot:{number}"),
            ],
        ]
    )


def listing(newest: Sequence[Filed], total: int) -> InlineKeyboardMarkup | None:
    """Return a button for each report of the list's first page, and one for the next page."""
    if not newest:
        return None
    rows = [
        [InlineKeyboardButton(text=wording.ticket(report.number), callback_data=f"show:{report.number}")]
        for report in newest
    ]
    if total > len(newest):
        rows.append([InlineKeyboardButton(text="Berikutnya »", callback_data="page:1")])
    return InlineKeyboardMarkup(inline_keyboard=rows)
