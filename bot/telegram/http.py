"""HTTP to Telegram on aiohttp, behind python-telegram-bot's own seam for it.

aiohttp costs a third of the processor time of the built-in httpx client, and aiogram has brought it already.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from storage.jsontext import encoded, read

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
"""Telegram answers within seconds; a send that takes longer has an unknown outcome and is decided by the courier."""

CONNECTIONS = 128

_JSON = {"Content-Type": "application/json"}


class NotSent(NetworkError):
    """The request never left this machine, so Telegram cannot have acted on it."""


@dataclass(frozen=True, slots=True)
class _Parameters:
    """What the library's RequestData is to a request, as far as a request looks at it."""

    parameters: dict[str, Any]
    contains_files: bool = False


def as_they_are(parameters: dict[str, Any]) -> RequestData:
    """Return the data of a request whose parameters are JSON already; the library's own, which is final, looks into each."""
    return cast("RequestData", _Parameters(parameters))


class TelegramHttp(BaseRequest):
    """One pool of connections to Telegram, shared by everything that talks to it."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return an answer's JSON; the library's own reading knows what to do with a damaged one."""
        try:
            answer: dict[str, Any] = read(payload)
        except ValueError:
            return BaseRequest.parse_json_payload(payload)
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
        """Make one request and return status and body.

        Files are sent by their file id, never uploaded. Raises NotSent when no connection could be made, TimedOut and
        NetworkError when the outcome is unknown.
        """
        if self._session is None:
            raise NotSent("the connection pool is closed")
        reading = READ_SECONDS if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        body: dict[str, Any] = {}
        if request_data is not None:
            body = {"data": encoded(request_data.parameters), "headers": _JSON}
        try:
            async with self._session.request(method, url, timeout=_timeout(reading), **body) as response:
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(f"no connection to Telegram: {type(error).__name__}") from error
        except TimeoutError as error:
            raise TimedOut("Telegram did not answer in time") from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"the connection to Telegram broke: {type(error).__name__}") from error


@cache
def _timeout(reading: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, connect=None, sock_read=reading)
