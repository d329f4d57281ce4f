"""Logs: one structured line for each thing that happened, without tokens, report texts or names."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from bot.support.telling import trace

_TOKEN = re.compile(r"\b\d{5,}:[A-Za-z0-9_-]{20,}")
_QUIET = (
    "httpx",
    "httpcore",
    "aiogram",
    "telegram",
    "aiosqlite",
    "asyncio",
    "alembic",
    "aiohttp.access",
)
"""Libraries that log requests or every update; httpx even logs addresses with the token in them."""


def set_up_logging(*, level: str = "INFO", json: bool | None = None) -> None:
    """Send all logs to standard error: readable lines on a terminal, JSON lines elsewhere (or as `json` says)."""
    machine_reads = not sys.stderr.isatty() if json is None else json
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _told_exception,
        redact,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if machine_reads
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _told_exception(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put an exception into the line as it may be told."""
    given = event.pop("exc_info", None)
    found = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(found, BaseException):
        event["exception"] = trace(found)
    return event


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blot out anything that looks like a bot token, wherever it stands in the line."""
    for key, value in event.items():
        if isinstance(value, str) and ":" in value:
            event[key] = _TOKEN.sub("<token>", value)
    return event


def logger(part: str) -> Any:
    """Return the logger of one part of the programme."""
    return structlog.get_logger(part=part)
