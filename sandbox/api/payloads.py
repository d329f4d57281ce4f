"""What came with a call: its parameters, from the query and from a body of any kind that Telegram takes, and its files.

Limits and manners follow tdnet's HttpReader.cpp: a body of JSON that cannot be read counts as none.
"""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp
from aiohttp import web
from pydantic_core import from_json, to_json
from yarl import query_to_pairs

from sandbox.parameters.schemas import method_schema
from sandbox.support.errors import ApiError, bad_request
from sandbox.support.events import Json
from sandbox.world.files import Upload
from sandbox.world.media import UPLOAD_LIMIT

# HttpReader.cpp, MAX_TOTAL_PARAMETERS_LENGTH, in bytes; files do not count.
PARAMETERS_LIMIT = 1024 * 1024
# How much of a part is read in one go, in bytes.
_CHUNK = 256 * 1024
# What the log names among unknown parameters when a body could not be read.
UNREADABLE = "(body)"
_NO_FILES: dict[str, Upload] = {}


@dataclass(slots=True)
class Payload:
    """What came with a call: its parameters as they came (JSON, or a form) and as values, and its files.

    `validated` parameters have been found to fit the method to the letter.
    """

    raw: bytes
    parameters: Json
    files: dict[str, Upload]
    validated: bool = False
    readable: bool = True


def _too_much(what: str = "too much parameters") -> ApiError:
    return ApiError(413, f"Request Entity Too Large: {what}")


async def _body(request: web.BaseRequest) -> bytes:
    """A body of parameters. Raises ApiError 413 as soon as it is too long."""
    content = request.content
    # A short body has mostly come with its head; then nothing need be waited for.
    if content.is_eof():
        body = content.read_nowait()
        if len(body) > PARAMETERS_LIMIT:
            raise _too_much()
        return body
    if (request.content_length or 0) > PARAMETERS_LIMIT:
        raise _too_much()
    parts, size = [], 0
    async for chunk in content.iter_any():
        parts.append(chunk)
        size += len(chunk)
        if size > PARAMETERS_LIMIT:
            raise _too_much()
    return b"".join(parts)


def from_form(body: bytes) -> Json:
    """The parameters of a form. Raises ApiError 400."""
    try:
        # A sixth of the time of urllib's parser, which the framework's own form uses.
        return dict(query_to_pairs(body.decode()))
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def from_object(body: bytes) -> Json | None:
    """The parameters of a JSON object; None for anything else."""
    try:
        read = from_json(body, allow_inf_nan=False)
    except ValueError:
        return None
    return read if type(read) is dict else None


async def from_parts(reader: aiohttp.MultipartReader) -> tuple[Json, dict[str, Upload]]:
    """The parameters and files of a multipart form. Raises ApiError 413, ValueError or RuntimeError for a broken one."""
    given: Json = {}
    files: dict[str, Upload] = {}
    left = PARAMETERS_LIMIT
    while (part := await reader.next()) is not None:
        if isinstance(part, aiohttp.MultipartReader) or not part.name:
            raise bad_request("field name in multipart/form-data not found")
        limit = left if part.filename is None else UPLOAD_LIMIT
        content = bytearray()
        while chunk := await part.read_chunk(_CHUNK):
            content += chunk
            if len(content) > limit:
                raise _too_much() if part.filename is None else ApiError(413, "Request Entity Too Large")
        if part.filename is not None:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, bytes(content), kind)
        else:
            left -= len(content)
            given[part.name] = content.decode(errors="replace")
    return given, files


async def read_request(request: web.BaseRequest, method: str) -> Payload:
    """A call's parameters and files. Raises ApiError 400 or 413."""
    given: Json = dict(request.query) if "?" in request.raw_path else {}
    if not request.can_read_body:
        return Payload(to_json(given), given, _NO_FILES)
    kind = request.content_type
    if kind == "application/json":
        raw = await _body(request) or b"{}"
        if not given:
            schema = method_schema(method)
            args = schema.read_strictly(raw) if schema is not None else None
            if args is not None:
                return Payload(raw, args, _NO_FILES, validated=True)
        body = from_object(raw)
        if body is None:
            return Payload(to_json(given), given, _NO_FILES, readable=False)
        return Payload(raw, body, _NO_FILES) if not given else Payload(to_json(given | body), given | body, _NO_FILES)
    if kind == "application/x-www-form-urlencoded":
        raw = await _body(request)
        form = from_form(raw)
        if not given and raw and not raw.startswith(b"{"):
            return Payload(raw, form, _NO_FILES)
        given |= form
    elif kind == "multipart/form-data":
        fields, files = await _parts_of(request)
        return Payload(to_json(given | fields), given | fields, files)
    return Payload(to_json(given), given, _NO_FILES)


async def _parts_of(request: web.BaseRequest) -> tuple[Json, dict[str, Upload]]:
    try:
        return await from_parts(await request.multipart())
    except ApiError:
        raise
    except Exception:  # a broken body breaks the library's reader in many ways, none of them the server's fault
        raise bad_request("can't parse form data") from None


# What a bot's answer to an update may not ask for: its result would be lost (WebhookActor.cpp, handle).
_NOT_IN_ANSWERS = ("get", "setwebhook", "deletewebhook", "close", "logout")


async def read_answer(answer: aiohttp.ClientResponse) -> tuple[str, Payload] | None:
    """The method that a bot's answer to an update asks for, and what comes with it; None for an answer without any.

    https://core.telegram.org/bots/api#making-requests-when-getting-updates: JSON, or a form of either kind.
    Raises aiohttp.ClientError when the answer breaks off.
    """
    given: Json | None = None
    files = _NO_FILES
    try:
        if answer.content_type == "multipart/form-data":
            given, files = await from_parts(aiohttp.MultipartReader(answer.headers, answer.content))
        else:
            body = await answer.read()
            if answer.content_type == "application/json":
                given = from_object(body)
            elif answer.content_type == "application/x-www-form-urlencoded":
                given = from_form(body)
    except (ApiError, ValueError, RuntimeError):
        return None
    method = given.pop("method", None) if given else None
    if given is None or not isinstance(method, str) or method.lower().startswith(_NOT_IN_ANSWERS):
        return None
    return method, Payload(to_json(given), given, files)
