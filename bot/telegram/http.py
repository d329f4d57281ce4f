"""HTTP to Telegram on aiohttp, behind python-telegram-bot's own seam for it.

aiohttp costs a third of the processor time of the built-in httpx client, and aiogram has brought it already.
"""

from functools import cache
from typing import Any

import aiohttp
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from storage.errors import NotStorable
from storage.jsontext import encoded, read

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
"""Telegram answers within seconds; a send that takes longer has an unknown outcome and is decided by the courier."""

UPLOAD_SECONDS = 300.0
"""How long a call that uploads a file may take in all: 50 MB, Telegram's most, at a village's 1.5 Mbit/s."""

CONNECTIONS = 128

_JSON = {"Content-Type": "application/json"}


class NotSent(NetworkError):
    """The request never left this machine, so Telegram cannot have acted on it."""


class TelegramHttp(BaseRequest):
    """One pool of connections to Telegram, shared by everything that talks to it."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return an answer's JSON. Raises TelegramError for anything else; what people wrote may stand in it."""
        try:
            answer: dict[str, Any] = read(payload)
        except ValueError:
            raise TelegramError("the answer is not JSON") from None
        return answer

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take unless a call says otherwise."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Open the pool. Harmless when it is open."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, ttl_dns_cache=300),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request and return status and body. The library calls this; nobody else does.

        Parameters go as JSON, and as multipart/form-data when a file is uploaded with them. Of the timeouts only
        `read_timeout` (seconds of silence) is heeded. Raises NotSent when no connection could be made, TimedOut and
        NetworkError when the outcome is unknown, BadRequest for text that cannot be written as UTF-8.
        """
        if self._session is None:
            raise NotSent("the connection pool is closed")
        reading = READ_SECONDS if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        uploads = request_data is not None and request_data.contains_files
        timeout = _timeout(reading, UPLOAD_SECONDS if uploads else None)
        body = {} if request_data is None else _body(request_data)
        try:
            async with self._session.request(method, url, timeout=timeout, **body) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(f"no connection to Telegram: {type(error).__name__}") from error
        except TimeoutError as error:
            raise TimedOut("Telegram did not answer in time") from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"the connection to Telegram broke: {type(error).__name__}") from error


def _body(data: RequestData) -> dict[str, Any]:
    if not data.contains_files:
        try:
            return {"data": encoded(data.parameters), "headers": _JSON}
        except NotStorable as error:
            raise BadRequest(str(error)) from error
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}


@cache
def _timeout(reading: float, total: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=total, sock_connect=CONNECT_SECONDS, connect=None, sock_read=reading)
