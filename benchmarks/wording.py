"""What the three peers say: the same screens in each, so that they differ in their machinery and not in their words."""

WELCOME = "Selamat datang di layanan laporan warga. Ketik /lapor untuk membuat laporan, /laporan untuk melihatnya."
NOT_UNDERSTOOD = "Maaf, saya tidak mengerti. Ketik /lapor untuk membuat laporan."
ASK_STORY = "Langkah 1 dari 6. Ceritakan masalahnya (10-3500 huruf)."
ASK_CATEGORY = "Langkah 2 dari 6. Apa kategorinya?\n1. Jalan dan jembatan\n2. Penerangan jalan\n3. Sampah"
ASK_PLACE = "Langkah 3 dari 6. Di mana? Kirim lokasi."
ASK_ATTACHMENTS = "Langkah 4 dari 6. Ada foto, video, atau dokumen? Kirim, atau ketik lewati."
ASK_IDENTITY = "Langkah 5 dari 6. Siapa yang boleh tahu? Nama ditampilkan, anonim, atau rahasia."
NO_REPORTS = "Anda belum punya laporan."

CATEGORIES = {"1": "Jalan dan jembatan", "2": "Penerangan jalan", "3": "Sampah"}
IDENTITIES = ("nama ditampilkan", "anonim", "rahasia")

GROUP = -1001000000001
"""The agency's group, which gets a card for every report."""
LISTED = 5
"""How many reports the list shows, newest first."""


def summary(story: str, category: str, latitude: float, longitude: float, identity: str) -> str:
    """Return the screen of step 6."""
    return (
        f"Langkah 6 dari 6. Laporan Anda:\n{story}\nKategori: {category}\nLokasi: {latitude}, {longitude}\n"
        f"Identitas: {identity}\nKetik kirim, ubah, atau batal."
    )


def ticket(number: int) -> str:
    """Return the ticket of the report with this running number."""
    return f"TBN-26-{number:06d}"


def receipt(number: int, category: str) -> str:
    """Return what the citizen is told once the report is kept."""
    return f"Laporan terkirim. Nomor: {ticket(number)}\nKategori: {category}"


def card(number: int, story: str, category: str, latitude: float, longitude: float) -> str:
    """Return the card that the agency's group gets."""
    return f"{ticket(number)} · {category}\n{story}\nLokasi: {latitude}, {longitude}"


def listing(numbers: list[int]) -> str:
    """Return the list of a citizen's newest reports, given their running numbers."""
    return "\n".join(f"{ticket(number)} · terkirim" for number in numbers) or NO_REPORTS
