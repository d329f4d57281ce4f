"""Documents and videos that wait to be sent by their file id, with their names and all that is in them, are cleaned first"""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_KINDS = {"sendDocument": "document", "sendVideo": "video"}
_ALBUM = "sendMediaGroup"
_ASKED = 10
"""The priority of what Telegram is asked; a message keeps its own for when it is written."""

_OUTBOX = sa.table(
    "outbox",
    *map(
        sa.column,
        ("id", "chat_id", "method", "payload", "priority", "report_id", "role", "then", "attempts", "unknown"),
    ),
    sa.column("once", sa.Boolean),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("attempted_at", sa.DateTime(timezone=True)),
    sa.column("withheld_since", sa.DateTime(timezone=True)),
    sa.column("state"),
)
_LINKS = sa.table("message_link", sa.column("outbox_id"), sa.column("message_id"))
_COUNTERS = sa.table("counter", sa.column("name"), sa.column("value"))


def upgrade() -> None:
    waiting = sa.select(_OUTBOX).where(
        _OUTBOX.c.state == "pending", _OUTBOX.c.method.in_([*_KINDS, _ALBUM]), sa.not_(_OUTBOX.c.once)
    )
    connection = op.get_bind()
    for row in connection.execute(waiting.order_by(_OUTBOX.c.id)).all():
        payload = json.loads(row.payload)
        files = list(_files_in(row.method, payload))
        left = [item for item in payload.get("media", ()) if not _tells(item["type"], item["media"])]
        for place, (kind, file_id) in enumerate(files):
            is_new = place > 0 or bool(left)
            _ask(connection, row, payload, kind, file_id, _number(connection) if is_new else None)
        if files and left:
            _leave(connection, row.id, payload, left)


def downgrade() -> None:
    """Nothing: the programme of then knows such rows as well."""


def _files_in(method: str, payload: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give kind and file id of what would go out as it came."""
    if method == _ALBUM:
        yield from ((item["type"], item["media"]) for item in payload["media"] if _tells(item["type"], item["media"]))
    elif _tells(_KINDS[method], payload.get(_KINDS[method])):
        yield _KINDS[method], payload[_KINDS[method]]


def _tells(kind: str, file: Any) -> bool:
    """Tell whether a file is one that somebody sent, of a kind that keeps its name; what is ours is an upload."""
    return kind in _KINDS.values() and isinstance(file, str)


def _ask(
    connection: sa.Connection, row: Any, payload: dict[str, Any], kind: str, file_id: str, number: int | None
) -> None:
    """Have a file fetched and cleaned in place of a row, or in a row of its own."""
    about = {
        "chat_id": row.chat_id, "kind": kind, "reply_to": (payload.get("reply_parameters") or {}).get("message_id"),
        "hidden": bool(payload.get("protect_content")), "report": row.report_id, "role": row.role,
        "priority": row.priority,
    }  # fmt: skip
    values: dict[str, Any] = {
        "chat_id": None, "method": "getFile", "payload": json.dumps({"file_id": file_id}), "priority": _ASKED,
        "report_id": None, "role": None, "then": json.dumps({"inquiry": "file", "about": about}), "attempts": 0,
        "unknown": 0, "attempted_at": None, "withheld_since": None,
    }  # fmt: skip
    if number is None:
        connection.execute(sa.delete(_LINKS).where(_LINKS.c.outbox_id == row.id, _LINKS.c.message_id.is_(None)))
        _update(connection, row.id, **values)
    else:
        fresh = {"id": number, "once": False, "state": "pending", "created_at": row.created_at}
        connection.execute(sa.insert(_OUTBOX).values(**values, **fresh))


def _leave(connection: sa.Connection, number: int, payload: dict[str, Any], media: list[dict[str, Any]]) -> None:
    """Leave in an album what needs no cleaning; one picture alone is no album."""
    if len(media) > 1:
        _update(connection, number, payload=json.dumps({**payload, "media": media}))
        return
    around = {name: value for name, value in payload.items() if name != "media"}
    kind = media[0]["type"]
    alone = {**around, **{name: value for name, value in media[0].items() if name not in {"type", "media"}}}
    method = f"send{kind.capitalize()}"
    _update(connection, number, method=method, payload=json.dumps({**alone, kind: media[0]["media"]}))


def _update(connection: sa.Connection, number: int, **values: Any) -> None:
    connection.execute(sa.update(_OUTBOX).where(_OUTBOX.c.id == number).values(**values))


def _number(connection: sa.Connection) -> int:
    """Take a number from the outbox's counter."""
    connection.execute(sa.update(_COUNTERS).where(_COUNTERS.c.name == "outbox").values(value=_COUNTERS.c.value + 1))
    return int(connection.execute(sa.select(_COUNTERS.c.value).where(_COUNTERS.c.name == "outbox")).scalar_one())
