"""Engines for a PostgreSQL server."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

SHORT_SECONDS = 60.0
"""How long a statement of a transaction or of a short reading may take."""

SCAN_SECONDS = 600.0
"""How long a statement may take that reads whole tables."""


def postgres_engine(url: sa.URL, *, connections: int, seconds: float) -> AsyncEngine:
    """Return an engine whose statements the server ends after so many seconds."""
    return create_async_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={"server_settings": {"statement_timeout": str(round(seconds * 1000))}},
        hide_parameters=True,
    )
