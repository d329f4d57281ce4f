"""The command line: `taprose COMMAND`. Each command imports what it needs when it is called, so that help is quick."""

import gc
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

FATAL, BAD_CONFIGURATION = 1, 2
"""Exit codes: a failure at run time, and a configuration that must be mended first."""

SANDBOX_PORT = 8081

LOG_LEVEL_VARIABLE = "TAPROSE_LOG_LEVEL"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

application = typer.Typer(
    name="taprose",
    help="Laporan warga lewat Telegram. The chat bot by which citizens report problems.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

clock = typer.Typer(help="What the clocks do of themselves.", no_args_is_help=True)
application.add_typer(clock, name="clock")

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", metavar="PATH", help="Configuration file [default: config.toml, or TAPROSE_CONFIG]."),
]
PortOption = Annotated[int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one.")]


@application.callback()
def common(context: typer.Context, config: ConfigOption = None) -> None:
    """Options may stand before or after the command."""
    context.obj = config


@application.command()
def run(context: typer.Context, config: ConfigOption = None) -> None:
    """Receive, work, send and tick until SIGTERM or SIGINT."""
    gc.disable()  # until the programme stands; see App.run
    settings = _settings(context, config)
    _check_ready(settings, _path(context, config))

    async def serve() -> None:
        from bot.app import App

        app = App(settings)
        await _until_signal(app.run, app.stop)

    _serve(serve)


@application.command()
def sandbox(
    context: typer.Context,
    config: ConfigOption = None,
    port: PortOption = SANDBOX_PORT,
    demo: Annotated[
        bool, typer.Option("--demo", help="Play a whole case, print what everybody saw, and stop.")
    ] = False,
    empty: Annotated[bool, typer.Option("--empty", help="People and groups, but no reports to begin with.")] = False,
) -> None:
    """Try everything: a local Telegram with people and groups, and the bot, in one process."""
    gc.disable()  # until the programme stands; see App.run
    settings = _settings(context, config)

    async def serve() -> None:
        from bot.trying import Playground

        playground = Playground(settings, port=0 if demo else port, living=not (demo or empty), hurried=demo)
        if demo:
            from bot.trying import play

            await playground.use(play)
        else:
            await _until_signal(playground.run, playground.stop)

    _serve(serve)


@application.command()
def telegram(
    port: PortOption = SANDBOX_PORT,
    token: Annotated[str | None, typer.Option(help="A bot's token; any well-formed one is taken if left out.")] = None,
    strict: Annotated[bool, typer.Option(help="Refuse what goes over Telegram's rate limits.")] = True,
) -> None:
    """Run the local Telegram alone, for any other bot to talk to."""
    if token is not None:
        from pydantic_core import PydanticCustomError

        from bot.settings import bot_token

        try:
            bot_token(token)
        except PydanticCustomError as error:
            raise typer.BadParameter(error.message(), param_hint="--token") from None

    async def serve() -> None:
        import asyncio
        import gc

        from sandbox import Sandbox

        server = Sandbox(port=port, tokens=(token,) if token else (), any_token=token is None, strict=strict)
        async with server:
            # What was imported stays: the collector need not walk through it again and again.
            gc.collect()
            gc.freeze()
            typer.echo(f"Local Telegram: {server.url}   (use it in place of https://api.telegram.org)")
            done = asyncio.Event()
            await _until_signal(done.wait, done.set)

    _serve(serve)


@application.command()
def migrate(context: typer.Context, config: ConfigOption = None) -> None:
    """Bring the database to the current schema."""
    settings = _settings(context, config)

    async def serve() -> None:
        from storage.engine import Database
        from storage.migrate import current
        from storage.migrate import migrate as upgrade

        database = Database(settings.storage.url)
        try:
            before = await current(database)
            await upgrade(database)
            after = await current(database)
        finally:
            await database.close()
        typer.echo(f"skema {before or 'kosong'} -> {after}" if before != after else f"skema {after}: sudah terbaru")

    _serve(serve)


@clock.command("preview")
def preview_clock(
    context: typer.Context,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The last day to look at.")],
    config: ConfigOption = None,
) -> None:
    """Say what would be sent to whom and when until a day, if nobody does anything. Nothing is sent."""
    settings = _settings(context, config)

    async def serve() -> None:
        from bot.operating import BadDay, preview
        from bot.support import SystemTime
        from reports.holiday_calendar import IndonesianHolidays

        try:
            await preview(settings, SystemTime(), IndonesianHolidays(), until.date())
        except BadDay as error:
            raise typer.BadParameter(str(error), param_hint="--until") from None

    _serve(serve)


@application.command()
def check(context: typer.Context, config: ConfigOption = None) -> None:
    """Look at everything the bot needs and say what is wrong: configuration, database, token, groups, clock, disk."""
    settings = _settings(context, config)

    async def serve() -> None:
        from bot.operating import examine
        from bot.support import SystemTime

        if not await examine(settings, SystemTime()):
            raise SystemExit(FATAL)

    _serve(serve)


def _settings(context: typer.Context, config: Path | None) -> "Settings":
    """Return the settings, or say every mistake in one line each and exit with 2."""
    from bot.settings import BadConfiguration, load

    try:
        return load(_path(context, config), os.environ)
    except BadConfiguration as error:
        _refuse(error)


def _path(context: typer.Context, config: Path | None) -> Path:
    return config or context.obj or Path(os.environ.get("TAPROSE_CONFIG") or "config.toml")


def _check_ready(settings: "Settings", path: Path) -> None:
    """Exit with 2 when the token is missing, or something is asked for that this version cannot do."""
    from bot.settings import BadConfiguration, Mistake, not_yet

    mistakes = [Mistake(str(path), *finding) for finding in not_yet(settings)]
    try:
        settings.token()
    except BadConfiguration as error:
        mistakes += error.mistakes
    if mistakes:
        _refuse(BadConfiguration(mistakes))


def _refuse(error: Exception) -> NoReturn:
    for mistake in getattr(error, "mistakes", [error]):
        typer.echo(str(mistake), err=True)
    raise typer.Exit(BAD_CONFIGURATION)


def _serve(main_loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a command's loop; what only an operator can mend becomes one line and exit 1."""
    from bot.support import set_up_logging

    set_up_logging(level=_log_level())
    if sys.platform == "win32":
        from asyncio import run as run_loop
    else:
        from uvloop import run as run_loop
    from bot.support import fatal
    from bot.telegram import TelegramRefusesBot
    from storage.errors import StorageError

    try:
        run_loop(main_loop())
    except (TelegramRefusesBot, StorageError, OSError) as error:
        typer.echo(f"taprose: {fatal(error)}", err=True)
        raise typer.Exit(FATAL) from None


def _log_level() -> str:
    from bot.settings import ENVIRONMENT, BadConfiguration, Mistake

    level = (os.environ.get(LOG_LEVEL_VARIABLE) or "INFO").upper()
    if level not in LOG_LEVELS:
        wrong, right = f"{level!r} bukan tingkat log", f"seharusnya salah satu dari {', '.join(LOG_LEVELS)}"
        _refuse(BadConfiguration([Mistake(ENVIRONMENT, LOG_LEVEL_VARIABLE, wrong, right)]))
    return level


async def _until_signal(work: Callable[[], Awaitable[Any]], stop: Callable[[], None]) -> None:
    import asyncio

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    await work()


def main() -> None:
    """Run the command line; the console script's entry."""
    application()


__all__ = ["application", "main"]
