"""The local Telegram as an HTTP server: the Bot API, its files, and `/sim`."""

from __future__ import annotations

import inspect
import json
import re
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.sandbox.calls import Call, Shape, Upload, not_played, shape
from bot.sandbox.client import Client
from bot.sandbox.clock import Clock
from bot.sandbox.errors import ApiError
from bot.sandbox.events import Json
from bot.sandbox.media import DOWNLOAD_LIMIT, UPLOAD_LIMIT
from bot.sandbox.methods import PLAYED, Handler
from bot.sandbox.people import Bot
from bot.sandbox.sim import add_routes
from bot.sandbox.world import World

# A well-formed token that belongs to nobody; for when any will do.
DEFAULT_TOKEN = "4200000001:local-telegram-has-no-secrets-to-keep"  # noqa: S105 -- opens nothing but this sandbox
_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{3,}\Z")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
# An album of ten photos at their limit and the fields beside them.
_BODY_LIMIT = 10 * UPLOAD_LIMIT


class BotApi:
    """`/bot<token>/<method>` and `/file/bot<token>/<path>` on a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.webhooks.play = self.play

    def bot(self, token: str) -> Bot:
        """The bot of a token. Raises ApiError 401 or 404 as Telegram does."""
        bot = self.world.bots.get(token)
        if bot is not None:
            return bot
        if not _TOKEN.match(token):
            raise ApiError(404, "Not Found")
        if not self.world.any_token:
            raise ApiError(401, "Unauthorized")
        return self.world.add_bot(token)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, whatever it is, as Telegram would."""
        try:
            bot = self.bot(request.match_info["token"])
            given, files = await _read(request)
        except ApiError as error:
            return _refusal(error)
        return await self.answer(bot, request.match_info["method"], given, files)

    async def answer(self, bot: Bot, method: str, given: Json, files: dict[str, Upload]) -> web.Response:
        try:
            result = await self.play(bot, method, given, files)
        except ApiError as error:
            return _refusal(error)
        return web.Response(
            body=b'{"ok":true,"result":' + json.dumps(result, separators=(",", ":")).encode() + b"}",
            content_type="application/json",
        )

    async def play(self, bot: Bot, method: str, given: Json, files: dict[str, Upload] | None = None) -> Any:
        """Play one call and return its result as plain JSON values. Raises ApiError as Telegram would refuse."""
        world = self.world
        started = time.perf_counter()
        entry = world.journal.open(bot.username, method, given, world.clock.timestamp())
        try:
            known, handler = _found(method)
            entry.method = known.name
            files = files or {}
            if files:
                given = {**{name: f"attach://{name}" for name in files if name in known.kinds}, **given}
                # A part that a field points at with attach:// is no parameter of its own.
            args, unknown = known.coerce(given)
            if unknown:
                entry.unknown = sorted(unknown)
            known.check(args)
            result = handler(world, Call(bot, known.name, args, files, entry))
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            entry.status, entry.description = error.code, error.description
            raise
        else:
            entry.status = 200
            return result
        finally:
            entry.latency = time.perf_counter() - started

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file's content, for the bots that were given it."""
        try:
            bot = self.bot(request.match_info["token"])
        except ApiError as error:
            return _refusal(error)
        file = self.world.files.by_path(request.match_info["path"])
        if file is None or bot.id not in file.known_to or file.size > DOWNLOAD_LIMIT:
            return _refusal(ApiError(404, "Not Found"))
        return web.Response(body=file.content, content_type="application/octet-stream")


def _found(method: str) -> tuple[Shape, Handler]:
    """The shape of a method and what plays it. Raises ApiError 404 for a name unknown to Telegram, 501 to us."""
    known = shape(method)
    if known is None:
        raise ApiError(404, "Not Found: method not found")
    handler = PLAYED.get(method.lower())
    if handler is None:
        raise not_played(known.name)
    return known, handler


def _refusal(error: ApiError) -> web.Response:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    headers = {}
    if error.parameters:
        body["parameters"] = error.parameters
        if "retry_after" in error.parameters:
            headers["Retry-After"] = str(error.parameters["retry_after"])
    return web.Response(
        text=json.dumps(body, separators=(",", ":")),
        status=error.code,
        content_type="application/json",
        headers=headers,
    )


async def _read(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """A call's parameters and files, from the query and from a body of any kind that Telegram takes."""
    given: Json = dict(request.query)
    files: dict[str, Upload] = {}
    if not request.can_read_body:
        return given, files
    kind = request.content_type
    if kind in _FORMS:
        try:
            form = await request.post()
        except web.HTTPRequestEntityTooLarge:
            raise ApiError(413, "Request Entity Too Large") from None
        except ValueError:
            raise ApiError(400, "Bad Request: can't parse the request's body") from None
        for name, value in form.items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.file.read(), value.content_type)
            else:
                given[name] = value if isinstance(value, str) else bytes(value).decode(errors="replace")
    elif kind == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except web.HTTPRequestEntityTooLarge:
            raise ApiError(413, "Request Entity Too Large") from None
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise ApiError(400, "Bad Request: can't parse JSON object")
        given.update(body)
    return given, files


def create_app(world: World) -> web.Application:
    """The application of a local Telegram; routes may be added to it before it is run."""
    app = web.Application(client_max_size=_BODY_LIMIT)
    api = BotApi(world)
    app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]+}", api.handle)
    app.router.add_route("GET", "/file/bot{token:[^/]+}/{path:.+}", api.file)
    add_routes(app, world)

    async def close(_: web.Application) -> None:
        await world.webhooks.close()

    app.on_cleanup.append(close)
    return app


class Sandbox:
    """A running local Telegram: `async with Sandbox() as telegram: Bot(token=telegram.token), telegram.url`.

    Binds to `host` and `port` (0: a free one). Each of `tokens` is a bot; more can be added to `world` at any time.
    `client` acts for its people. Everything is kept in memory and gone at the end.
    """

    def __init__(
        self,
        *,
        tokens: Sequence[str] = (DEFAULT_TOKEN,),
        strict: bool = True,
        any_token: bool = False,
        clock: Clock | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.world = World(clock=clock, strict=strict, any_token=any_token)
        for token in tokens:
            self.world.add_bot(token)
        self.app = create_app(self.world)
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None
        self._client: Client | None = None

    @property
    def token(self) -> str:
        """The first bot's token."""
        return next(iter(self.world.bots))

    @property
    def clock(self) -> Clock:
        return self.world.clock

    @property
    def url(self) -> str:
        """The address to give to a bot in place of https://api.telegram.org."""
        return f"http://{self._host}:{self._port}"

    @property
    def client(self) -> Client:
        """Acts for the people of this world, over HTTP."""
        if self._client is None:
            self._client = Client(self.url)
        return self._client

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        # A page's event stream never ends by itself: do not wait for it when closing.
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port, reuse_address=True)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
