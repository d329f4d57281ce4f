"""Uploads on their way: bytes are handed to Telegram once, then its file id goes instead.

Two calls at a time carry bytes, whatever waits, so that memory holds two files at most; files on a disk are read as
they are sent. What two calls name is uploaded by the first of them.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import IO, Any

from telegram import InputFile

from storage.engine import Database
from storage.uploads import StoredUpload, uploads_in

AT_ONCE = 2
"""Calls that carry bytes at a time: 50 MB each at most."""

REMEMBERED = 1_000
"""Telegram's ids kept in memory; others are read from the database."""


class UploadGone(Exception):
    """The bytes of an upload are nowhere any more; the message says which."""


class UploadsUnderWay:
    """Puts files, or Telegram's ids for them, into calls that name uploads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: OrderedDict[int, str] = OrderedDict()
        self._locks: dict[int, asyncio.Lock] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def filled(self, parameters: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        """Give a call's parameters with each upload filled in. Raises UploadGone and StorageError.

        While one is being uploaded no other call uploads it.
        """
        numbers = sorted(set(uploads_in(parameters)))
        async with AsyncExitStack() as stack:
            if not numbers:
                yield parameters
                return
            values = {number: await self._file_id(number) for number in numbers}
            missing = [number for number, file_id in values.items() if file_id is None]
            for number in missing:
                await stack.enter_async_context(self._locks.setdefault(number, asyncio.Lock()))
            still = [number for number in missing if not await self._learnt(number, values)]
            if still:
                await stack.enter_async_context(self._turns)
            files = {number: await self._file(number, stack, attach="media" in parameters) for number in still}
            yield _put(parameters, {**values, **files})

    def learn(self, parameters: dict[str, Any], result: Any) -> dict[int, tuple[str, str]]:
        """Remember what Telegram's answer calls the uploads of a call; return file id and unique id of each."""
        found: dict[int, tuple[str, str]] = {}
        media = parameters.get("media")
        items = (
            [(item["type"], item["media"]) for item in media] if isinstance(media, list) else list(parameters.items())
        )
        messages = result if isinstance(result, list) else [result] * len(items)
        for (kind, value), message in zip(items, messages, strict=False):
            file = _file_in(message, kind) if isinstance(value, dict) and "upload" in value else None
            if file is not None:
                found[value["upload"]] = (file["file_id"], file["file_unique_id"])
                self._known[value["upload"]] = file["file_id"]
                self._locks.pop(value["upload"], None)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return found

    async def _file_id(self, number: int) -> str | None:
        if number in self._known:
            return self._known[number]
        return (await self._stored(number)).file_id

    async def _learnt(self, number: int, values: dict[int, Any]) -> bool:
        values[number] = await self._file_id(number)
        return values[number] is not None

    async def _stored(self, number: int) -> StoredUpload:
        async with self._database.reading() as reading:
            stored = await reading.uploads.get(number)
        if stored is None:
            raise UploadGone(f"upload {number} is not known")
        return stored

    async def _file(self, number: int, stack: AsyncExitStack, *, attach: bool) -> InputFile:
        stored = await self._stored(number)
        if stored.path is not None:
            try:
                handle = stack.enter_context(await asyncio.to_thread(Path(stored.path).open, "rb"))
            except OSError as error:
                raise UploadGone(f"{stored.name} cannot be read from disk: {error.strerror}") from error
            return _input_file(handle, stored, attach=attach)
        async with self._database.reading() as reading:
            content = await reading.uploads.content(number)
        if content is None:
            raise UploadGone(f"the bytes of {stored.name} are forgotten")
        return _input_file(content, stored, attach=attach)


def _input_file(content: IO[bytes] | bytes, stored: StoredUpload, *, attach: bool) -> InputFile:
    file = InputFile(content, filename=stored.name, attach=attach, read_file_handle=False)
    file.mimetype = stored.mime
    return file


def _put(parameters: dict[str, Any], values: Mapping[int, Any]) -> dict[str, Any]:
    """Return a call's parameters with its uploads replaced."""
    filled = {name: _value(value, values) for name, value in parameters.items()}
    if isinstance(media := parameters.get("media"), list):
        filled["media"] = [{**item, "media": _value(item["media"], values)} for item in media]
    return filled


def _value(value: Any, values: Mapping[int, Any]) -> Any:
    return values[value["upload"]] if isinstance(value, dict) and "upload" in value else value


def _file_in(message: Any, kind: str) -> dict[str, Any] | None:
    """Return the file of a kind in a message as Telegram describes it; of a photo its largest size."""
    file = message.get(kind) if isinstance(message, dict) else None
    if isinstance(file, list):
        file = file[-1] if file else None
    return file if isinstance(file, dict) else None
