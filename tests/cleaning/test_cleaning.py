"""What a file tells beside what it shows is gone; what cannot be cleaned is refused, whatever is in it."""

import zlib
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from bot.cleaning import CannotBeCleaned, clean
from tests import personal_files as personal


def _tells(content: bytes) -> list[bytes]:
    return [mark for mark in personal.MARKS if mark in content]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
async def test_a_picture_keeps_only_its_pixels(kind: str) -> None:
    given = personal.picture(kind)
    assert _tells(given)
    cleaned = await clean("document", given)
    assert (cleaned.name, cleaned.mime) == ("berkas.jpg", "image/jpeg")
    assert not _tells(cleaned.content)
    shown = Image.open(BytesIO(cleaned.content))
    assert shown.size == (40, 30)
    assert not shown.getexif()
    assert shown.getpixel((5, 15))[1] < 60  # type: ignore[index]
    assert shown.getpixel((35, 15))[1] > 200  # type: ignore[index]


async def test_a_picture_stands_upright_without_the_note_that_says_so() -> None:
    cleaned = await clean("document", personal.picture(orientation=6))
    shown = Image.open(BytesIO(cleaned.content))
    assert shown.size == (30, 40)
    assert shown.getpixel((15, 5))[1] < 60  # type: ignore[index]


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "BMP", "TIFF"])
async def test_other_pictures_become_a_jpeg(kind: str) -> None:
    cleaned = await clean("document", personal.picture(kind))
    assert Image.open(BytesIO(cleaned.content)).size == (40, 30)


async def test_a_pdf_keeps_its_pages_alone() -> None:
    given = personal.pdf()
    assert _tells(given)
    cleaned = await clean("document", given)
    assert (cleaned.name, cleaned.mime) == ("berkas.pdf", "application/pdf")
    assert not _tells(cleaned.content)
    for part in (b"/JavaScript", b"/EmbeddedFile", b"/Author", b"catatan"):
        assert part not in cleaned.content
    (page,) = PdfReader(BytesIO(cleaned.content)).pages
    assert b"/Im0 Do" in page.get_contents().get_data()  # type: ignore[union-attr]
    assert page.images[0].image.size == (40, 30)  # type: ignore[union-attr]


async def test_a_video_keeps_picture_and_sound_where_they_stood() -> None:
    given = personal.video()
    cleaned = await clean("video", given)
    assert (cleaned.name, cleaned.mime) == ("berkas.mp4", "video/mp4")
    assert not _tells(cleaned.content)
    assert b"\x0a\x0b\x0c\x0d" not in cleaned.content
    assert len(cleaned.content) == len(given)
    assert cleaned.content.index(b"PIXELS") == given.index(b"PIXELS")


def _bomb() -> bytes:
    """Return a PNG of a few hundred bytes that says it has 30,000 by 30,000 pixels."""
    plain = bytearray(personal.picture("PNG"))
    plain[16:24] = (30_000).to_bytes(4, "big") * 2
    plain[29:33] = zlib.crc32(plain[12:29]).to_bytes(4, "big")
    return bytes(plain)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("document", b""),
        ("document", b"MZ\x90\x00 a program"),
        ("document", personal.picture()[:200]),
        ("document", _bomb()),
        ("document", personal.pdf(password="rahasia")),
        ("document", personal.pdf()[:300]),
        ("document", personal.video()),
        ("document", b"\x00\x00\x00\x18ftypheic" + bytes(100)),
        ("video", b"\x1a\x45\xdf\xa3 matroska"),
        ("video", personal.video()[:-3]),
        ("video", personal.video() + b"PK\x03\x04 an archive"),
        ("video", personal.video(track=b"meta")),
        ("video", personal.picture()),
    ],
    ids=["empty", "program", "half a picture", "bomb", "encrypted", "half a PDF", "video as document", "heic",
         "matroska", "half a video", "video and archive", "track of places", "picture as video"],
)  # fmt: skip
async def test_what_cannot_be_cleaned_is_refused(kind: str, content: bytes) -> None:
    with pytest.raises(CannotBeCleaned):
        await clean(kind, content)
