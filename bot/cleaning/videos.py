"""Videos: what an MP4 or QuickTime file says beside picture and sound is overwritten where it stands.

The boxes of ISO/IEC 14496-12 keep their places and sizes, because tables in the file count on them; a box that is not
known to be needed becomes free space of zeros. A track that is neither picture nor sound may hold places: it is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.cleaning.refusal import CannotBeCleaned

_FILE = {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"wide"}
_KEPT = {
    b"": _FILE,
    b"moov": {b"mvhd", b"trak", b"mvex"},
    b"trak": {b"tkhd", b"mdia", b"edts", b"tref"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"},
    b"moof": {b"mfhd", b"traf"},
    b"traf": {b"tfhd", b"tfdt", b"trun", b"sbgp", b"sgpd", b"saiz", b"saio"},
    b"stbl": {b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"sdtp", b"sgpd",
              b"sbgp", b"stps"},
}  # fmt: skip
"""What each container keeps; "" is the file itself."""

_DATED = {b"mvhd", b"tkhd", b"mdhd"}
_TRACKS = {b"vide", b"soun"}
_OWN_DATA_BYTES = 40
"""A `dinf` that says "in this file" is no longer; one that names another file is."""


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    at: int
    body: int
    end: int


def without_metadata(content: bytes) -> bytes:
    """Return a video that tells no place, device, name or time. Raises CannotBeCleaned."""
    if content[4:8] != b"ftyp":
        raise CannotBeCleaned("the video is neither MP4 nor QuickTime")
    data = bytearray(content)
    found = _clean(data, 0, len(data), b"")
    if not {b"moov", b"mdat"} <= found:
        raise CannotBeCleaned("the video is not whole")
    return bytes(data)


def _clean(data: bytearray, start: int, end: int, container: bytes) -> set[bytes]:
    """Clean the boxes of a container in place; return their kinds."""
    found = set()
    for box in _boxes(data, start, end):
        found.add(box.kind)
        if box.kind not in _KEPT[container]:
            data[box.at + 4 : box.at + 8] = b"free"
            data[box.body : box.end] = bytes(box.end - box.body)
        elif box.kind in _KEPT:
            _clean(data, box.body, box.end, box.kind)
        elif box.kind == b"hdlr":
            _name(data, box, container)
        elif box.kind in _DATED:
            _date(data, box)
        elif box.kind == b"dinf" and box.end - box.at > _OWN_DATA_BYTES:
            raise CannotBeCleaned("the video lies in another file")
    return found


def _boxes(data: bytearray, start: int, end: int) -> Iterator[_Box]:
    """Give the boxes between two places, which they must fill."""
    at = start
    while at < end:
        if end - at < 8:
            if any(data[at:end]):
                raise CannotBeCleaned("something stands behind the last box")
            return
        size, body = int.from_bytes(data[at : at + 4], "big"), at + 8
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        elif size == 0:
            size = end - at
        if size < body - at or at + size > end:
            raise CannotBeCleaned("a box of the video is broken")
        yield _Box(bytes(data[at + 4 : at + 8]), at, body, at + size)
        at += size


def _name(data: bytearray, box: _Box, container: bytes) -> None:
    """Take the name out of a handler; what is neither picture nor sound is refused."""
    if container == b"mdia" and bytes(data[box.body + 8 : box.body + 12]) not in _TRACKS:
        raise CannotBeCleaned("a track is neither picture nor sound")
    name = box.body + 24
    if name < box.end:
        data[name : box.end] = bytes(box.end - name)


def _date(data: bytearray, box: _Box) -> None:
    """Take out when it was made and changed: two numbers of 32 bits, or of 64 in version 1."""
    width = 16 if data[box.body] == 1 else 8
    if box.end - box.body < 4 + width:
        raise CannotBeCleaned("a box of the video is too short")
    data[box.body + 4 : box.body + 4 + width] = bytes(width)
