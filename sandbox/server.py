"""The local Telegram as an HTTP server."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from aiohttp import web

from sandbox.api.bot_api import BotApi
from sandbox.client import Client
from sandbox.page import add_page
from sandbox.sim import add_routes
from sandbox.support.clock import Clock
from sandbox.world.media import UPLOAD_LIMIT
from sandbox.world.world import World

# A well-formed token that belongs to nobody; for when any will do.
DEFAULT_TOKEN = "4200000001:local-telegram-has-no-secrets-to-keep"  # noqa: S105 -- opens nothing but this sandbox
# An album of ten files at their limit and the fields beside them, in bytes.
_BODY_LIMIT = 10 * UPLOAD_LIMIT + 1024 * 1024


def create_app(world: World) -> web.Application:
    """The application of a local Telegram; routes may be added to it before it is run."""
    app = web.Application(client_max_size=_BODY_LIMIT)
    api = BotApi(world)
    app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]+}", api.handle)
    app.router.add_route("GET", "/file/bot{token:[^/]+}/{path:.+}", api.file)
    for nowhere in ("/bot{rest:.*}", "/file/{rest:.*}"):
        app.router.add_route("*", nowhere, api.nowhere)
    add_routes(app, world)

    async def close(_: web.Application) -> None:
        world.faults.close()
        await world.deliveries.close()

    app.on_cleanup.append(close)
    return app


class Sandbox:
    """A running local Telegram: `async with Sandbox() as telegram: Bot(token=telegram.token), telegram.url`.

    Binds to `host` and `port` (0: a free one). Each of `tokens` is a bot; more can be added to `world` at any time.
    `outline` (longitude, latitude) and its name `place` are drawn on the page's map.
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
        outline: Sequence[tuple[float, float]] = (),
        place: str = "",
    ) -> None:
        self.world = World(clock=clock, strict=strict, any_token=any_token)
        for token in tokens:
            self.world.add_bot(token)
        self.app = create_app(self.world)
        add_page(self.app, outline=outline, name=place)
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
