"""Known codes: agencies and categories as they were configured last, also those that are configured no longer."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from storage.tables import CodeKind, KnownCode
from storage.unit import Writes


class KnownCodes(Writes):
    """The known codes of a transaction."""

    async def every(self) -> list[KnownCode]:
        """Return all of them, in the order of their codes."""
        query = sa.select(KnownCode).order_by(KnownCode.kind, KnownCode.code)
        return list((await self._session.execute(query)).scalars())

    async def keep(self, kind: CodeKind, configured: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
        """Write down codes with their names and data as they are now; those that are not among them stay as they were."""
        known = {row.code: row for row in await self.every() if row.kind == kind}
        for code, name, data in configured:
            if (row := known.get(code)) is None:
                self._session.add(KnownCode(kind=kind.value, code=code, name=name, data=data))
            else:
                row.name, row.data = name, data
        await self._session.flush()
