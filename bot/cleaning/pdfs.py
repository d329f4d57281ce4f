"""PDFs: their pages are written into a new document, without what they say of who made them."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from bot.cleaning.refusal import CannotBeCleaned

MOST_PAGES = 200
MOST_OBJECTS = 50_000

_DROPPED = (
    "/Metadata", "/PieceInfo", "/LastModified", "/AA", "/A", "/AF", "/OpenAction", "/JS", "/JavaScript", "/EmbeddedFiles",
    "/StructParents", "/StructParent", "/Thumb", "/B", "/OPI", "/Alternates", "/OC",
)  # fmt: skip
"""What no page needs in order to be shown."""

_FIELD = frozenset({"/Type", "/Subtype", "/Rect", "/AP", "/AS", "/F"})
"""What is left of a form's field: what it shows."""


def rewritten(content: bytes) -> bytes:
    """Return the pages alone: no document information, XMP, attachments, scripts, comments. Raises CannotBeCleaned."""
    try:
        return _rewritten(content)
    except CannotBeCleaned:
        raise
    except Exception as error:  # a broken file may raise anything in a parser
        raise CannotBeCleaned("the PDF cannot be read") from error


def _rewritten(content: bytes) -> bytes:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise CannotBeCleaned("the PDF is encrypted")
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise CannotBeCleaned("the PDF has no pages or too many")
    writer, seen = PdfWriter(), set[int]()
    for page in reader.pages:
        _strip(page, seen)
        writer.add_page(page)
    writer.metadata = None
    result = BytesIO()
    writer.write(result)
    return result.getvalue()


def _strip(page: DictionaryObject, seen: set[int]) -> None:
    """Strip everything a page leads to, before it is copied: what nothing leads to is not copied."""
    waiting: list[Any] = [page]
    while waiting:
        item = waiting.pop()
        item = item.get_object() if isinstance(item, IndirectObject) else item
        if id(item) in seen or not isinstance(item, (DictionaryObject, ArrayObject)):
            continue
        seen.add(id(item))
        if len(seen) > MOST_OBJECTS:
            raise CannotBeCleaned("the PDF has too many parts")
        if isinstance(item, ArrayObject):
            waiting.extend(item)
            continue
        for name in _DROPPED:
            item.pop(name, None)
        if "/Annots" in item:
            item[NameObject("/Annots")] = _fields(item["/Annots"])
        if isinstance(item, StreamObject):
            _strip_stream(item)
        waiting.extend(value for name, value in item.items() if name != "/Parent")


def _fields(annotations: Any) -> ArrayObject:
    """Return what forms show; notes, links and files pinned to a page carry names."""
    kept = ArrayObject()
    for reference in annotations:
        item = reference.get_object()
        if item.get("/Subtype") == "/Widget":
            kept.append(DictionaryObject({name: value for name, value in item.items() if name in _FIELD}))
    return kept


def _strip_stream(stream: StreamObject) -> None:
    """Take out of a picture what its camera wrote."""
    filters: Any = stream.get("/Filter")
    if isinstance(filters, IndirectObject):
        filters = filters.get_object()
    names = list(filters) if isinstance(filters, ArrayObject) else [filters]
    if "/JPXDecode" in names:
        raise CannotBeCleaned("a picture in the PDF cannot be cleaned")
    if "/DCTDecode" not in names:
        return
    if names != ["/DCTDecode"]:
        raise CannotBeCleaned("a picture in the PDF is packed twice")
    stream._data = _without_notes(stream._data)  # noqa: SLF001  the library replaces only what it can encode


def _without_notes(jpeg: bytes) -> bytes:
    """Return a JPEG without application segments (Adobe's of its colours stays) and comments; ITU-T T.81, annex B."""
    at, end = 2, jpeg.rfind(b"\xff\xd9")
    if jpeg[:2] != b"\xff\xd8" or end < 0:
        raise CannotBeCleaned("a picture in the PDF is broken")
    parts = [jpeg[:2]]
    while at + 4 <= end:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at] != 0xFF or length < 2:
            raise CannotBeCleaned("a picture in the PDF is broken")
        if marker == 0xDA:
            return b"".join([*parts, jpeg[at : end + 2]])
        if marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            parts.append(jpeg[at : at + 2 + length])
        at += 2 + length
    raise CannotBeCleaned("a picture in the PDF has no pixels")
