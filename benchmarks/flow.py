"""The eight messages that every contestant gets: one citizen files one report and looks at the list of reports.

Nothing here depends on which bot is listening. Every choice is typed, never tapped, so the n-th flow is the same bytes for
every bot. Stories and places differ from flow to flow, so that a bot which looks for similar reports finds none and no
bot gains from seeing a text twice.
"""

import re
from dataclasses import dataclass
from typing import Any

STORY_LENGTH = 120

STORIES = (
    "Jalan berlubang dalam di depan pasar, dua pengendara motor jatuh minggu ini, tolong segera ditambal",
    "Lampu penerangan jalan umum padam sudah sepekan di jalur sekolah, anak-anak pulang mengaji lewat gelap",
    "Sampah menumpuk di tepi sungai dekat balai desa, baunya sampai ke rumah warga dan tidak diangkut lagi",
    "Saluran air di samping puskesmas tersumbat, air meluap ke halaman tiap hujan dan menggenangi parkiran",
    "Pohon tua di tikungan condong ke kabel listrik, dahannya sering patah, mohon dipangkas sebelum musim angin",
    "Air PDAM di perumahan kami keruh dan hanya mengalir tengah malam, sudah sepuluh hari tanpa pemberitahuan",
)

# A grid well inside Kabupaten Tuban, its cells about 330 m by 440 m; 1,009 shares no factor with the number of cells,
# so that neighbours in time are far apart on the map.
GRID_ROWS, GRID_COLUMNS, GRID_STRIDE = 40, 80, 1009
GRID_SOUTH, GRID_WEST, GRID_ROW, GRID_COLUMN = -7.07, 111.76, 0.003, 0.004


@dataclass(frozen=True, slots=True)
class Step:
    """One message of a citizen, and how the answer to it is told from anything else the bot sends meanwhile."""

    name: str
    content: dict[str, Any]
    """Fields of the Telegram `Message`: text (with entities for a command) or location."""
    answered: re.Pattern[str]
    """Found in the text or the keyboard of the bot's answer."""


def _command(text: str) -> dict[str, Any]:
    return {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}]}


def story(number: int) -> str:
    """Return the story of the given flow, exactly `STORY_LENGTH` characters long."""
    text = f"{STORIES[number % len(STORIES)]}, RT {number // 97 % 97 + 1} RW {number % 97 + 1} dekat rumah nomor {number + 1}."
    return text[: STORY_LENGTH - 1].rstrip(" .,").ljust(STORY_LENGTH, ".")


def place(number: int) -> dict[str, float]:
    """Return the Telegram `Location` of the given flow, in degrees (WGS 84)."""
    row, column = divmod(number * GRID_STRIDE % (GRID_ROWS * GRID_COLUMNS), GRID_COLUMNS)
    return {
        "latitude": round(GRID_SOUTH + row * GRID_ROW, 6),
        "longitude": round(GRID_WEST + column * GRID_COLUMN, 6),
    }


ANYTHING = re.compile("")
TICKET = re.compile(r"TBN-\d\d-\d+")
_ASKED = [re.compile(rf"Langkah {n}\b") for n in range(1, 7)]

ONBOARDING = (
    Step("start", _command("/start"), ANYTHING),
    Step("consent", {"text": "Setuju dan lanjut"}, ANYTHING),
)
"""Sent once by each citizen before anything is measured: a first greeting and, where a bot asks for it, consent."""


def filing(number: int) -> tuple[Step, ...]:
    """Return the eight messages of flow `number`."""
    return (
        Step("lapor", _command("/lapor"), _ASKED[0]),
        Step("story", {"text": story(number)}, _ASKED[1]),
        Step("category", {"text": "1"}, _ASKED[2]),
        Step("place", {"location": place(number)}, _ASKED[3]),
        Step("attachments", {"text": "lewati"}, _ASKED[4]),
        Step("identity", {"text": "anonim"}, _ASKED[5]),
        Step("send", {"text": "kirim"}, TICKET),
        Step("reports", _command("/laporan"), TICKET),
    )
