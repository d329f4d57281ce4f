"""Uploads: files of our own making, kept until Telegram has them and known by its file id from then on.

A call names one by `{"upload": number}` in place of a file id, also inside an album.
"""

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from storage.jsontext import read
from storage.outbox import is_pending
from storage.tables import INBOX, OUTBOX, UPLOADS, InboxState
from storage.unit import Reads, Writes

MOST_PHOTO_BYTES = 10 * 1024 * 1024
MOST_BYTES = 50 * 1024 * 1024
"""What a bot may upload (core.telegram.org/bots/api#sending-files)."""

_CHUNK = 1024 * 1024


class UploadTooLarge(ValueError):
    """Telegram would refuse the file for its size."""


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """A file without its bytes; see storage.tables.Upload for the fields' meaning."""

    id: int
    kind: str
    name: str
    mime: str
    path: str | None
    file_id: str | None


def named(number: int) -> dict[str, int]:
    """Return what stands for an upload in a call's parameters."""
    return {"upload": number}


def uploads_in(parameters: dict[str, Any]) -> Iterator[int]:
    """Give the numbers of the uploads that a call names."""
    for value in (*parameters.values(), *_media(parameters)):
        if isinstance(value, dict) and isinstance(number := value.get("upload"), int):
            yield number


def _media(parameters: dict[str, Any]) -> list[Any]:
    media = parameters.get("media")
    return [item.get("media") for item in media if isinstance(item, dict)] if isinstance(media, list) else []


class UploadReads(Reads):
    """Looks uploads up."""

    async def get(self, number: int) -> StoredUpload | None:
        """Return an upload without its bytes."""
        columns = (UPLOADS.c[name] for name in StoredUpload.__slots__)
        row = (await self._session.execute(sa.select(*columns).where(UPLOADS.c.id == number))).first()
        return None if row is None else StoredUpload(**row._mapping)  # noqa: SLF001  a row's public mapping is named so

    async def content(self, number: int) -> bytes | None:
        """Return an upload's bytes, or None when they lie on a disk or are forgotten."""
        found: bytes | None = await self._session.scalar(sa.select(UPLOADS.c.content).where(UPLOADS.c.id == number))
        return found


class Uploads(UploadReads, Writes):
    """The uploads of a transaction."""

    async def keep(self, kind: str, name: str, mime: str, content: bytes) -> int:
        """Keep bytes to be sent and return their number; the same ones under the same name are kept once.

        `kind` is the Bot API's parameter they will go in: photo, document, video. Raises UploadTooLarge.
        """
        _check(kind, name, len(content))
        digest = hashlib.sha256(content).hexdigest()
        return await self._keep(kind, name, mime, len(content), digest, content=content)

    async def keep_file(self, kind: str, name: str, mime: str, path: Path) -> int:
        """Keep the place of a file on this machine's disk, which must stay there until it is sent.

        Raises UploadTooLarge, and OSError when it cannot be read.
        """
        _check(kind, name, (await asyncio.to_thread(path.stat)).st_size)
        size, digest, place = await asyncio.to_thread(_measure, path)
        return await self._keep(kind, name, mime, size, digest, path=place)

    async def _keep(self, kind: str, name: str, mime: str, size: int, digest: str, **place: Any) -> int:
        known = await self._session.scalar(
            sa.select(UPLOADS.c.id).where(
                UPLOADS.c.sha256 == digest,
                UPLOADS.c.kind == kind,
                UPLOADS.c.name == name,
                sa.or_(UPLOADS.c.file_id.is_not(None), UPLOADS.c.content.is_not(None)),
            )
        )
        if known is not None:
            return int(known)
        values = {"kind": kind, "name": name, "mime": mime, "size": size, "sha256": digest, **place}
        kept = await self._session.execute(
            sa.insert(UPLOADS).values(**values, created_at=self._unit.now).returning(UPLOADS.c.id)
        )
        return int(kept.scalar_one())

    async def sent(self, number: int, file_id: str, unique_id: str) -> None:
        """Record what Telegram calls an upload; its bytes are forgotten."""
        await self._session.execute(
            sa.update(UPLOADS)
            .where(UPLOADS.c.id == number)
            .values(file_id=file_id, file_unique_id=unique_id, content=None)
        )

    async def forget(self) -> None:
        """Forget the bytes of uploads that neither a call still to be sent nor an answer still to be worked names."""
        kept = set(
            (await self._session.execute(sa.select(UPLOADS.c.id).where(UPLOADS.c.content.is_not(None)))).scalars()
        )
        if not kept:
            return
        waiting = sa.select(OUTBOX.c.payload).where(is_pending(), OUTBOX.c.payload.contains('"upload":'))
        for payload in (await self._session.execute(waiting)).scalars():
            kept -= set(uploads_in(read(payload)))
        unworked = sa.select(INBOX.c.body).where(
            INBOX.c.state == InboxState.PENDING, INBOX.c.body.contains('"result":{"upload":')
        )
        for body in (await self._session.execute(unworked)).scalars():
            kept.discard(read(body)["telegram_answer"]["result"]["upload"])
        if kept:
            await self._session.execute(sa.update(UPLOADS).where(UPLOADS.c.id.in_(kept)).values(content=None))


def _check(kind: str, name: str, size: int) -> None:
    most = MOST_PHOTO_BYTES if kind == "photo" else MOST_BYTES
    if size > most:
        raise UploadTooLarge(f"{name} has {size} bytes; Telegram takes {most} in a {kind}")


def _measure(path: Path) -> tuple[int, str, str]:
    """Return a file's size, its SHA-256 and its place on the disk."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest(), str(path.resolve())
