"""Engines for a PostgreSQL server (12 or newer) that may stop answering at any moment, without a word.

A firewall that forgets a connection drops its packets: neither side hears anything for hours. So whatever is asked has
a time within which it must be answered, a connection is asked whether it stands before it is used, and the server drops
a client that has vanished, with its locks.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DisconnectionError, InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long each thing may take, in seconds. A short statement that is not answered costs `statement + answer`."""

    connect: float = 5.0
    ping: float = 3.0
    statement: float = 5.0
    """For the server, which ends a longer statement of a transaction or a short reading: an answer is due by then."""
    scan: float = 600.0
    """The same for a statement that reads whole tables, and for one of a migration."""
    answer: float = 2.0
    """For the answer, beyond what the server may take."""


TIMEOUTS = Timeouts()

_VANISHED = {
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "3",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "15s",
    "idle_in_transaction_session_timeout": "15s",
}
"""The server drops a client that has vanished after 15 seconds, not after two hours (Linux's default)."""


def postgres_engine(url: sa.URL, *, connections: int, statement: float, timeouts: Timeouts = TIMEOUTS) -> AsyncEngine:
    """Return an engine whose statements take up to so many seconds; one that is not answered raises TimeoutError."""
    import asyncpg  # here, so that a bot on SQLite does not carry it

    engine = create_async_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        connect_args={
            "timeout": timeouts.connect,
            "command_timeout": statement + timeouts.answer,
            "server_settings": {**_VANISHED, "statement_timeout": f"{round(statement * 1000)}ms"},
        },
        hide_parameters=True,
    )

    @sa.event.listens_for(engine.sync_engine, "checkout")
    def _ask(connection: Any, _record: Any, _proxy: Any) -> None:
        # SQLAlchemy's own ping (`pool_pre_ping`) knows no time of its own, and takes silence for an unknown error.
        try:
            connection.run_async(lambda driver: driver.execute("SELECT 1", timeout=timeouts.ping))
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise InvalidatePoolError("the connection does not answer") from error

    @sa.event.listens_for(engine.sync_engine, "invalidate")
    def _cut(_connection: Any, record: Any, error: BaseException | None) -> None:
        # A polite farewell would wait for an answer as well.
        if isinstance(error, (OSError, DisconnectionError)):
            record.driver_connection.terminate()

    @sa.event.listens_for(engine.sync_engine, "close")
    def _part(connection: Any, _record: Any) -> None:
        # Without a time it would wait as long as a statement may take. What does not answer is closed all the same.
        with suppress(OSError):
            connection.run_async(lambda driver: driver.close(timeout=timeouts.answer))

    return engine
