"""The main menu, and the words by which its buttons can be typed."""

from typing import Any

from aiogram.filters import Filter
from aiogram.types import Message

from handlers.callbacks import MenuTap, button, keyboard
from handlers.calls import Keyboard
from handlers.citizen.visit import Visit
from handlers.texts import LANGUAGES, Speech, Texts
from handlers.visit import Visit as AnyVisit
from reports.filing.typed_text import normalised

FILE, REPORTS, LANGUAGE, HELP, AGREE = "file", "reports", "language", "help", "agree"
MUTE, UNMUTE, RESUME = "mute", "unmute", "resume"
CATEGORY, NEW = "category", "new"
OFFER = "offer"
"""`Buat laporan` under an offer to use what was sent: its question is answered by the tap, the menu's never is.
`value` is the category that was named; CATEGORY is one of several. NEW: what was sent is no answer to an agency."""

_WORDS = {
    "btn-file": FILE, "btn-reports": REPORTS, "btn-language": LANGUAGE, "btn-help": HELP, "btn-agree": AGREE,
    "btn-mute": MUTE, "btn-unmute": UNMUTE, "btn-resume": RESUME, "btn-new-report": NEW,
}  # fmt: skip
_LONGEST_WORD = 40
"""Characters; no label is longer, so longer texts need not be looked at."""


def buttons(speech: Speech) -> Keyboard:
    """Return the menu."""
    return keyboard(
        [button(speech, "btn-file", MenuTap(action=FILE)), button(speech, "btn-reports", MenuTap(action=REPORTS))],
        [button(speech, "btn-language", MenuTap(action=LANGUAGE)), button(speech, "btn-help", MenuTap(action=HELP))],
    )


async def show(visit: Visit, name: str = "menu-hello") -> None:
    """Show the menu below a line of text."""
    await visit.chat.say(visit.speech(name), buttons(visit.speech))


class Word(Filter):
    """A typed button of the menu, in any language; hands on `word` (an action) and `value`."""

    def __init__(self) -> None:
        self._texts: Texts | None = None
        self._words: dict[str, tuple[str, str]] = {}

    async def __call__(self, message: Message, visit: AnyVisit) -> bool | dict[str, Any]:
        """Return the button that was typed, or False."""
        if message.text is None or len(message.text) > _LONGEST_WORD:
            return False
        texts = visit.office.texts
        if self._texts is not texts:
            self._texts, self._words = texts, _words(texts)
        found = self._words.get(normalised(message.text))
        return False if found is None else {"word": found[0], "value": found[1]}


def _words(texts: Texts) -> dict[str, tuple[str, str]]:
    words = {normalised(label): (action, "-") for name, action in _WORDS.items() for label in texts.every(name)}
    return words | {
        normalised(texts.speech("id").plain_text(f"language-{code}")): (LANGUAGE, code) for code in LANGUAGES
    }
