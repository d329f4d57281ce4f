"""Files that tell who made them: each carries NAME and PLACE in every way its type knows."""

from io import BytesIO

from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.annotations import Text
from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

NAME = "Siti Aminahqx"
PLACE = "-06.8976+112.0649"
MARKS = (NAME.encode(), NAME.encode("utf-16-be"), NAME.encode("utf-16-le"), PLACE.encode(), b"Exif", b"GPS", b"xpacket")
FILE_NAME = "KTP_Siti_Aminahqx_081234567890"


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), orientation: int = 1) -> bytes:
    """Return a picture with a red left half."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x010E] = orientation, NAME, PLACE
    exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 53.0, 51.0), 29: "GPS"})
    result = BytesIO()
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", NAME)
        words.add_itxt("XML:com.adobe.xmp", f"<?xpacket?>{PLACE}")
        image.save(result, kind, exif=exif, pnginfo=words)
    elif kind == "JPEG":
        image.save(result, kind, exif=exif, comment=NAME.encode(), xmp=f"<?xpacket?>{PLACE}".encode())
    else:
        image.save(result, kind)
    return result.getvalue()


def pdf(password: str | None = None) -> bytes:
    """Return a PDF of one page with a picture, a note, a script, an attachment and an author."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    shown = StreamObject()
    shown._data = picture()
    shown.update({
        NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Image"),
        NameObject("/Width"): NumberObject(40), NameObject("/Height"): NumberObject(30),
        NameObject("/ColorSpace"): NameObject("/DeviceRGB"), NameObject("/BitsPerComponent"): NumberObject(8),
        NameObject("/Filter"): NameObject("/DCTDecode"),
    })  # fmt: skip
    pictures = DictionaryObject({NameObject("/Im0"): writer._add_object(shown)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): pictures})
    drawn = StreamObject()
    drawn.set_data(b"q 200 0 0 150 0 0 cm /Im0 Do Q")
    page[NameObject("/Contents")] = writer._add_object(drawn)
    writer.add_annotation(0, Text(rect=(5, 5, 50, 50), text=NAME, title_bar=NAME))
    writer.add_attachment("catatan.txt", NAME.encode())
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(NAME)}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.add_metadata({"/Author": NAME, "/Title": PLACE})
    if password is not None:
        writer.encrypt(password)
    result = BytesIO()
    writer.write(result)
    return result.getvalue()


def video(track: bytes = b"vide") -> bytes:
    """Return the boxes of an MP4 with a place, a name and dates; its pixels are letters."""
    dates = bytes(4) + b"\x0a\x0b\x0c\x0d" * 2
    handler = _box(b"hdlr", bytes(8) + track + bytes(12) + NAME.encode() + b"\0")
    trak = _box(b"trak", _box(b"tkhd", dates + bytes(72)) + _box(b"mdia", _box(b"mdhd", dates + bytes(12)) + handler))
    said = _box(b"udta", _box(b"\xa9xyz", PLACE.encode()) + _box(b"meta", NAME.encode()))
    moov = _box(b"moov", _box(b"mvhd", dates + bytes(88)) + trak + said + _box(b"meta", NAME.encode()))
    start = _box(b"ftyp", b"isom\0\0\0\0isom")
    return (
        start
        + moov
        + _box(b"uuid", b"<?xpacket?>" + NAME.encode())
        + _box(b"mdat", b"PIXELS")
        + _box(b"skip", NAME.encode())
    )


def _box(kind: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + kind + body
