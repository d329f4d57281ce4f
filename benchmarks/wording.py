"""What the three peers show: the screens of this bot, so that they differ in their machinery and not in what people see.

Texts are Telegram's HTML. What a peer has no machinery for is fixed here: everybody is offered the same three categories,
and an agency has three calendar days to answer.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from html import escape
from typing import NamedTuple
from urllib.parse import quote

WELCOME = "Selamat datang di layanan laporan warga. Ketik /lapor untuk membuat laporan, /laporan untuk melihatnya."
NOT_UNDERSTOOD = "Maaf, saya tidak mengerti. Ketik /lapor untuk membuat laporan."
NO_REPORTS = "Anda belum punya laporan."

GROUP = -1001000000001
"""The agency's group, which gets a card for every report."""
USERNAME = "benchmark_bot"
LISTED = 5
"""Reports on a page of the list, newest first."""
WIB = timezone(timedelta(hours=7))
ALLOWANCE = timedelta(days=3)
"""How long an agency has to answer, until 16.00 on the last day."""

DAYS = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


class Category(NamedTuple):
    """A kind of problem, and the agency that answers for it."""

    sign: str
    name: str
    short: str
    agency: str


class Filed(NamedTuple):
    """A report as the list shows it: its running number, its category's number, and when it was filed (Unix time)."""

    number: int
    category: str
    at: int


CATEGORIES = {
    "1": Category("🚧", "Jalan dan jembatan", "PUPR PRKP", "Dinas Pekerjaan Umum, Perumahan Rakyat dan Permukiman"),
    "2": Category("💡", "Lampu jalan", "DLHP", "Dinas Lingkungan Hidup dan Perhubungan"),
    "3": Category("🗑️", "Sampah", "DLHP", "Dinas Lingkungan Hidup dan Perhubungan"),
}
IDENTITIES = {"nama ditampilkan": "Nama ditampilkan", "anonim": "Anonim", "rahasia": "Rahasia"}

ASK_STORY = (
    "<b>Langkah 1 dari 6 · Cerita</b>\n"
    "Ceritakan masalahnya: apa yang terjadi, di mana, sejak kapan. Boleh disertai foto."
)
ASK_CATEGORY = "\n".join(
    [
        "<b>Langkah 2 dari 6 · Kategori</b>",
        "Laporan ini tentang apa? Ketuk pilihannya atau ketik nomornya.",
        *(f"{number}. {c.sign} {c.name}: {c.short}" for number, c in CATEGORIES.items()),
        "4. Kategori lain",
    ]
)
POINTER = "📍 Sedang di tempatnya? Pakai tombol “Kirim lokasi saya” di bawah."
ASK_PLACE = "<b>Langkah 3 dari 6 · Lokasi</b>\nDi mana? Tulis alamat atau patokan, kirim lokasi, atau pilih kecamatan."
ASK_ATTACHMENTS = "<b>Langkah 4 dari 6 · Lampiran</b>\nAda foto, video, atau dokumen? Kirim sampai 5, atau lewati."
ASK_IDENTITY = (
    "<b>Langkah 5 dari 6 · Identitas</b>\n"
    "Siapa yang boleh tahu bahwa Anda yang melapor?\n"
    "1. Nama ditampilkan: petugas melihat nama depan Anda\n"
    "2. Anonim: petugas tidak melihat siapa Anda\n"
    "3. Rahasia: seperti anonim, dan tidak masuk daftar publik mana pun"
)

# Rows of buttons, each a label and what a tap on it sends. Nobody taps here, so that the peers need no handlers for it.
Rows = tuple[tuple[tuple[str, str], ...], ...]

_BACK, _CANCEL = ("Kembali", "back"), ("Batal", "cancel")
STORY_ROWS: Rows = ((_CANCEL,),)
CATEGORY_ROWS: Rows = (
    *(((f"{c.sign} {c.name}", f"category:{number}"),) for number, c in CATEGORIES.items()),
    (("Kategori lain", "other_category"),),
    (_BACK, _CANCEL),
)
PLACE_ROWS: Rows = ((("Pilih kecamatan", "pick_kecamatan"),), (_BACK, _CANCEL))
ATTACHMENTS_ROWS: Rows = ((_BACK, ("Lewati", "skip"), _CANCEL),)
IDENTITY_ROWS: Rows = (*(((label, f"identity:{key}"),) for key, label in IDENTITIES.items()), (_BACK, _CANCEL))
SUMMARY_ROWS: Rows = ((("Kirim", "send"),), (("Ubah", "edit"), _CANCEL))
SEND_PLACE = "Kirim lokasi saya"
"""The reply keyboard's only button."""


def summary(story: str, category: str, identity: str) -> str:
    """Return the screen of step 6."""
    chosen = CATEGORIES[category]
    return (
        f"<b>Langkah 6 dari 6 · Ringkasan</b>\n{chosen.sign} {chosen.name} → {chosen.short}\n"
        f"<blockquote>{escape(story, quote=False)}</blockquote>\n📍 titik di peta\n📎 Tanpa lampiran\n"
        f"👤 {IDENTITIES[identity]}\nSudah benar?"
    )


def ticket(number: int) -> str:
    """Return the ticket of the report with this running number."""
    return f"TBN-26-{number:06d}"


def share(number: int) -> str:
    """Return the link that offers a report to somebody else."""
    link = quote(f"https://t.me/{USERNAME}?start=r_{ticket(number)}", safe="")
    text = quote(f"Saya melapor, nomor {ticket(number)}. Cek statusnya di sini:")
    return f"https://t.me/share/url?url={link}&text={text}"


def when(at: int) -> str:
    """Return a moment (Unix time) as people in Tuban write it: "Jum 27 Nov 16.00"."""
    return _written(datetime.fromtimestamp(at, WIB))


def due(at: int) -> str:
    """Return until when a report filed at this moment is to be answered."""
    return _written((datetime.fromtimestamp(at, WIB) + ALLOWANCE).replace(hour=16, minute=0))


def _written(local: datetime) -> str:
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local:%H.%M}"


def receipt(report: Filed) -> str:
    """Return what the citizen is told once the report is kept."""
    return (
        f"Laporan terkirim. Nomor: <b>{ticket(report.number)}</b>\n●○○○○ Terkirim\n"
        f"🏢 {CATEGORIES[report.category].agency}\n⏳ Ditanggapi sebelum {due(report.at)}"
    )


def card(report: Filed, story: str, latitude: float, longitude: float, identity: str) -> str:
    """Return the card that the agency's group gets."""
    place = f"https://www.google.com/maps/search/?api=1&amp;query={latitude:.6f},{longitude:.6f}"
    return (
        f"🆕 <b>{ticket(report.number)}</b> · {CATEGORIES[report.category].name}\n{escape(story, quote=False)}\n"
        f'📍 titik di peta (<a href="{place}">peta</a>)\n'
        f"👤 {IDENTITIES[identity]}   🕒 {when(report.at)}   ⏳ Tanggapi sebelum {due(report.at)}"
    )


def listing(newest: Sequence[Filed], total: int) -> str:
    """Return the first page of a citizen's list, given its reports and how many there are in all."""
    if not newest:
        return NO_REPORTS
    lines = [f"<b>Laporan saya</b>: {total} laporan (hal. 1/{-(-total // LISTED)})"]
    lines += [
        f"{place}. 🟡 <b>{ticket(report.number)}</b> · {CATEGORIES[report.category].name}\nTerkirim · {when(report.at)}"
        for place, report in enumerate(newest, 1)
    ]
    return "\n".join(lines)
