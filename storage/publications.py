"""Publications: what Telegram was last told about the bot itself, so that it is told again only what changed."""

import sqlalchemy as sa

from storage.tables import OUTBOX, PUBLICATIONS, OutboxState, Publication, written_out
from storage.unit import Writes
from storage.upsert import Upsert

_NOTE = Upsert(Publication, ["name"], lambda given: {"fingerprint": given.fingerprint, "outbox_id": given.outbox_id})
_STANDS = (
    sa.select(PUBLICATIONS.c.name)
    .outerjoin(OUTBOX, OUTBOX.c.id == PUBLICATIONS.c.outbox_id)
    .where(
        PUBLICATIONS.c.name == sa.bindparam("published"),
        PUBLICATIONS.c.fingerprint == sa.bindparam("as_was"),
        # A row that is no longer kept was sent long ago, or was given up longer ago still.
        sa.or_(OUTBOX.c.id.is_(None), OUTBOX.c.state.in_([OutboxState.PENDING, OutboxState.SENT])),
    )
)
_SUPERSEDE = (
    sa.update(OUTBOX)
    .where(
        OUTBOX.c.id
        == sa.select(PUBLICATIONS.c.outbox_id)
        .where(PUBLICATIONS.c.name == sa.bindparam("published"))
        .scalar_subquery(),
        written_out(OUTBOX.c.state, OutboxState.PENDING),
    )
    .values(state=OutboxState.EXPIRED, finished_at=sa.bindparam("moment"), error="something newer is published")
)


class Publications(Writes):
    """The publications of a transaction."""

    async def stands(self, name: str, fingerprint: str) -> bool:
        """Tell whether this is what was published last under a name, or is about to be; not if Telegram refused it."""
        found = await self._session.execute(_STANDS, {"published": name, "as_was": fingerprint})
        return found.first() is not None

    async def note(self, name: str, fingerprint: str, outbox_id: int) -> None:
        """Remember what goes out by an outbox row under a name.

        What still waits under that name does not go any more: the two could arrive in either order. To be called before
        the courier has taken rows up, for it would send them all the same.
        """
        await self._session.execute(_SUPERSEDE, {"published": name, "moment": self._unit.now})
        values = {"name": name, "fingerprint": fingerprint, "outbox_id": outbox_id}
        await self._session.execute(self._unit.built(_NOTE), values)
