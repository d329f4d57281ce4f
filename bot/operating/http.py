"""What the programme says of itself over HTTP: whether it is well, and its figures."""

from collections.abc import Awaitable, Callable

from aiohttp import web

TEXT = "text/plain; version=0.0.4; charset=utf-8"
"""Prometheus' text format (prometheus.io/docs/instrumenting/exposition_formats)."""


class PortTaken(OSError):
    """Another programme listens where this one should; change telegram.listen or stop that programme."""


class HttpServer:
    """Serves /healthz and /metrics on `host` and `port` (0: a free one). `health` returns what is wrong, or None.

    Use as an asynchronous context manager; `url` stands once it is entered. Routes may be added to `app` before.
    """

    def __init__(
        self, host: str, port: int, *, health: Callable[[], Awaitable[str | None]], metrics: Callable[[], bytes]
    ) -> None:
        self._host = host
        self._port = port
        self._health = health
        self._metrics = metrics
        self._runner: web.AppRunner | None = None
        self.app = web.Application()
        self.app.router.add_get("/healthz", self._answer_health)
        self.app.router.add_get("/metrics", self._answer_metrics)

    @property
    def url(self) -> str:
        """The address at which this server answers."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}"

    async def __aenter__(self) -> "HttpServer":
        """Listen. Raises PortTaken."""
        runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError as error:
            await runner.cleanup()
            raise PortTaken(
                f"cannot listen on {self._host}:{self._port} ({error.strerror or error}); "
                "change telegram.listen or stop what listens there"
            ) from error
        self._runner = runner
        self._port = runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Listen no more."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _answer_health(self, _request: web.Request) -> web.Response:
        wrong = await self._health()
        return web.Response(text=f"{wrong or 'ok'}\n", status=503 if wrong else 200)

    async def _answer_metrics(self, _request: web.Request) -> web.Response:
        return web.Response(body=self._metrics(), headers={"Content-Type": TEXT})
