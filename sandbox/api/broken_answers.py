"""Answers that go wrong on their way: cut off, cut short, or not an answer at all."""

from __future__ import annotations

from aiohttp import web

from sandbox.api.replies import refusal
from sandbox.support.errors import ApiError
from sandbox.world.faults import Fault

_DESCRIPTIONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    429: "Too Many Requests: retry after {0}",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
_GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>"


def break_connection(request: web.BaseRequest) -> web.Response:
    """Break the connection; the response returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)


def error_of(fault: Fault) -> ApiError:
    """The refusal that a fault answers with."""
    seconds = fault.retry_after or (1 if fault.status == 429 else 0)
    description = fault.description or _DESCRIPTIONS.get(fault.status, "Error").format(seconds)
    return ApiError(fault.status, description, **({"retry_after": seconds} if seconds else {}))


async def broken(request: web.BaseRequest, response: web.Response, fault: Fault) -> web.StreamResponse:
    """The answer to a call that had its effect, as it arrives."""
    if fault.kind == "drop_after":
        return break_connection(request)
    if fault.kind == "error_after":
        return refusal(error_of(fault))
    if fault.kind == "html":
        return web.Response(text=_GATEWAY_PAGE, status=502, content_type="text/html")
    body = response.body if isinstance(response.body, bytes) else b"{}"
    if fault.kind == "malformed":
        return web.Response(body=body[: max(1, len(body) * 2 // 3)], content_type="application/json")
    # "truncate": the head promises the whole body, and the connection ends in the middle of it.
    part = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
    await part.prepare(request)
    await part.write(body[: max(1, len(body) // 2)])
    if request.transport is not None:
        request.transport.close()
    return part
