"""The page at `/`: a browser's way into the local Telegram. Plain files, served as they are."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aiohttp import web

_FOLDER = Path(__file__).parent / "static"
_MIME = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# No script, style or picture but our own; what people and bots write is shown and can never run.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def add_page(
    app: web.Application,
    *,
    outline: Sequence[tuple[float, float]] = (),
    name: str = "",
    timezone: str = "Asia/Jakarta",
) -> None:
    """Put the page on an application.

    `outline` is drawn on the map as a border of (longitude, latitude) pairs and called `name`; times are shown in
    `timezone`, a name of the IANA list. The demo's button appears when the application has a `/sim/demo`.
    """
    files = {path.relative_to(_FOLDER).as_posix(): path for path in _FOLDER.rglob("*") if path.suffix in _MIME}
    # A page that was left open learns from it that the local Telegram has been started anew.
    world = secrets.token_hex(8)

    async def index(_: web.Request) -> web.StreamResponse:
        return _file(files["index.html"])

    async def file(request: web.Request) -> web.StreamResponse:
        path = files.get(request.match_info["path"])
        if path is None:
            raise web.HTTPNotFound(headers=_HEADERS)
        return _file(path)

    async def settings(request: web.Request) -> web.StreamResponse:
        demo = any(resource.canonical == "/sim/demo" for resource in request.app.router.resources())
        return _answer({"world": world, "timezone": timezone, "demo": demo})

    async def regency(_: web.Request) -> web.StreamResponse:
        return _answer({"name": name, "outline": outline})

    app.router.add_get("/", index)
    app.router.add_get("/page/settings.json", settings)
    app.router.add_get("/page/map.json", regency)
    app.router.add_get("/page/{path:.+}", file)


def _file(path: Path) -> web.StreamResponse:
    return web.FileResponse(path, headers={**_HEADERS, "Content-Type": _MIME[path.suffix]})


def _answer(body: dict[str, Any]) -> web.Response:
    return web.json_response(body, headers=_HEADERS)
