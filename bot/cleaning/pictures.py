"""Pictures: decoded and encoded anew, so that only their pixels go on."""

from io import BytesIO

from PIL import Image, ImageOps

from bot.cleaning.refusal import CannotBeCleaned

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")

MOST_PIXELS = 50_000_000
"""More than phones take; 150 MB in memory. Larger ones are refused before they are decoded."""

LONGEST_SIDE = 4_096
"""A document is zoomed into; more than this shows nothing further of a street."""

QUALITY = 88


def encoded_anew(content: bytes) -> bytes:
    """Return a picture as a JPEG of its pixels, upright, without EXIF, XMP, comments or profiles. Raises CannotBeCleaned."""
    try:
        plain = _pixels(content)
    except CannotBeCleaned:
        raise
    except Exception as error:  # a broken file may raise anything in a decoder
        raise CannotBeCleaned("the picture cannot be read") from error
    result = BytesIO()
    plain.save(result, "JPEG", quality=QUALITY)
    return result.getvalue()


def _pixels(content: bytes) -> Image.Image:
    """Return the picture upright, as one of its own: the one that is opened carries its comments into what is saved."""
    with Image.open(BytesIO(content), formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise CannotBeCleaned("the picture has too many pixels")
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        plain = Image.new("RGB", upright.size, "white")
        if upright.has_transparency_data:
            coloured = upright.convert("RGBA")
            plain.paste(coloured, mask=coloured.getchannel("A"))
        else:
            plain.paste(upright.convert("RGB"))
        return plain
