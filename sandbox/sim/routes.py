"""The `/sim` addresses and what answers at each of them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from sandbox.sim import faults, messages, people, taps, view
from sandbox.sim.fields import HUGE, boolean, number, string
from sandbox.support.errors import SimError
from sandbox.support.events import Json
from sandbox.world.media import KINDS
from sandbox.world.world import World

# The longest that a `timeout=` may hold a request, in seconds.
LONGEST_WAIT_SECONDS = 60.0
# How often a silent event stream says that it is alive, in seconds.
HEARTBEAT_SECONDS = 15.0

Action = Callable[[World, Json], Json]
_ACTIONS: dict[str, Action] = {
    "bots": people.add_bot,
    "people": people.add_person,
    "accounts": people.change_person,
    "groups": people.add_group,
    "members": people.change_member,
    "permissions": people.set_permissions,
    "blocks": people.set_block,
    "upgrades": people.upgrade_group,
    "taps": taps.tap,
    "reactions": messages.react,
    "reads": messages.read,
}


def answer(body: Any, status: int = 200) -> web.Response:
    return web.Response(
        text=json.dumps(body, ensure_ascii=False, separators=(",", ":")), status=status, content_type="application/json"
    )


def guarded(
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Turn what cannot be done into a JSON answer that says why."""

    async def handle(request: web.Request) -> web.StreamResponse:
        # Another site's page, open in the same browser, must not act here.
        origin = request.headers.get("Origin")
        if origin is not None and origin.partition("://")[2] != request.host:
            return answer({"error": "only pages of this address may do that"}, 403)
        try:
            return await handler(request)
        except SimError as error:
            return answer({"error": str(error)}, error.status)

    return handle


async def read_body(request: web.Request) -> Json:
    raw = await request.read()
    try:
        body = json.loads(raw or b"{}")
    except ValueError:
        raise SimError("the body is not JSON") from None
    if not isinstance(body, dict):
        raise SimError("the body must be a JSON object")
    return body


def _query_number(request: web.Request, name: str, default: float) -> float:
    try:
        value = float(request.query.get(name, default))
    except ValueError:
        raise SimError(f"{name}: a number is needed") from None
    if not -HUGE < value < HUGE:
        raise SimError(f"{name}: a number is needed")
    return value


class Routes:
    """The handlers of `/sim`, on one world."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def act(self, request: web.Request) -> web.StreamResponse:
        action = _ACTIONS.get(request.match_info["action"])
        if action is None:
            raise SimError(f"there is no /sim/{request.match_info['action']}", 404)
        return answer(action(self.world, await read_body(request)))

    async def post_message(self, request: web.Request) -> web.StreamResponse:
        if request.content_type != "multipart/form-data":
            return answer(messages.post_message(self.world, await read_body(request)))
        # The page sends a chosen file beside the fields: part "json" and part "file".
        form = await request.post()
        try:
            body = json.loads(str(form.get("json", "{}")))
        except ValueError:
            raise SimError("json: not JSON") from None
        upload = form.get("file")
        if not isinstance(body, dict) or not isinstance(upload, web.FileField):
            raise SimError("the parts json (an object) and file are needed")
        content = upload.file.read()
        for kind in KINDS:
            if body.get(kind):
                given = body[kind] if isinstance(body[kind], dict) else {}
                body[kind] = {"file_name": upload.filename, "mime_type": upload.content_type, **given}
        return answer(messages.post_message(self.world, body, content))

    async def chats(self, request: web.Request) -> web.StreamResponse:
        return answer(view.overview(self.world))

    async def chat(self, request: web.Request) -> web.StreamResponse:
        try:
            chat_id = int(request.match_info["chat"])
            viewer = int(request.query["as"]) if "as" in request.query else None
        except ValueError:
            raise SimError("chat ids are whole numbers") from None
        bot = self.world.bot(request.query.get("bot"))
        chat = self.world.chat(chat_id, bot)
        after = int(_query_number(request, "after", -1))
        timeout = min(_query_number(request, "timeout", 0), LONGEST_WAIT_SECONDS)
        if after >= 0 and chat.seq <= after:
            await chat.changed.wait(timeout)
        limit = int(_query_number(request, "limit", view.SCREEN_MESSAGES))
        changed_after = after if request.query.get("only") == "changed" else None
        return answer(view.screen(self.world, chat, viewer, limit=limit, changed_after=changed_after))

    async def look_at_tap(self, request: web.Request) -> web.StreamResponse:
        timeout = min(_query_number(request, "timeout", 0), LONGEST_WAIT_SECONDS)
        return answer(await taps.look(self.world, request.match_info["tap"], {"timeout": timeout}))

    async def log(self, request: web.Request) -> web.StreamResponse:
        """GET /sim/log?after=<id>&limit=&method=: the bots' calls; `unknown` lists parameters Telegram lacks."""
        call_log = self.world.call_log
        after, limit = int(_query_number(request, "after", 0)), int(_query_number(request, "limit", 500))
        method = request.query.get("method", "").lower()
        found = [e for e in call_log.records if e.id > after and (not method or e.method.lower() == method)]
        return answer(
            {
                "calls": [e.as_json() for e in (found[:limit] if after else found[-limit:])],
                "unknown": [{"method": m, "parameter": p} for m, p in call_log.unknown],
                "refused_for_pace": self.world.rate_limits.refused,
            }
        )

    async def log_entry(self, request: web.Request) -> web.StreamResponse:
        entry = self.world.call_log.find(int(request.match_info["id"]))
        if entry is None:
            raise SimError("there is no such call (or it is no longer kept)", 404)
        return answer(entry.as_json())

    async def time(self, request: web.Request) -> web.StreamResponse:
        """GET, or POST {advance: seconds} or {to: ISO 8601 with a time zone}."""
        if request.method == "POST":
            body = await read_body(request)
            if "to" in body:
                try:
                    await self.world.clock.move_to(datetime.fromisoformat(string(body, "to")))
                except (ValueError, OverflowError):
                    raise SimError("to: a moment as 2026-11-24T08:00:00+07:00 is needed") from None
            elif "advance" in body:
                try:
                    await self.world.clock.advance(timedelta(seconds=number(body, "advance", 0.0)))
                except (ValueError, OverflowError):
                    raise SimError("advance: there is no such moment") from None
            else:
                raise SimError("advance (seconds) or to (a moment) is needed")
            self.world.events.publish("time", now=self.world.clock.now().isoformat())
        return answer({"now": self.world.clock.now().isoformat(), "timestamp": self.world.clock.timestamp()})

    async def faults(self, request: web.Request) -> web.StreamResponse:
        """GET what is switched on; POST to switch on; DELETE to switch off, all or one by `?id=`."""
        if request.method == "POST":
            faults.change(self.world, await read_body(request))
        elif request.method == "DELETE":
            wanted = request.query.get("id")
            if wanted is None:
                self.world.faults.clear()
            else:
                self.world.faults.remove(int(_query_number(request, "id", 0)))
        return answer(faults.as_json(self.world))

    async def settings(self, request: web.Request) -> web.StreamResponse:
        """GET, or POST {strict?, privacy?, bot?}."""
        if request.method == "POST":
            body = await read_body(request)
            self.world.strict = boolean(body, "strict", default=self.world.strict)
            if "privacy" in body:
                self.world.bot(body.get("bot")).privacy = boolean(body, "privacy", default=True)
        return answer({"strict": self.world.strict, "any_token": self.world.any_token})

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file for the page to show. What could run as a script is only ever offered for download."""
        stored = self.world.files.by_path(request.match_info["path"])
        if stored is None:
            raise SimError("there is no such file", 404)
        kind = {"photo": "image/png" if stored.content[:4] == b"\x89PNG" else "image/jpeg"}.get(stored.kind)
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=86400"}
        if kind is None:
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=stored.content, content_type=kind or "application/octet-stream", headers=headers)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events; `?after=` or Last-Event-ID continues where the reader stopped."""
        events = self.world.events
        given = request.headers.get("Last-Event-ID") or request.query.get("after")
        last = int(given) if given is not None and given.isdigit() else events.last
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        await response.write(b"retry: 500\n\n")
        try:
            while True:
                fresh = events.after(last)
                if fresh:
                    last = fresh[-1]["seq"]
                    lines = [
                        f"id: {event['seq']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n" for event in fresh
                    ]
                    await response.write("".join(lines).encode())
                elif not await events.changed.wait(HEARTBEAT_SECONDS):
                    await response.write(b": alive\n\n")
        except (ConnectionError, asyncio.CancelledError):
            return response


def add_routes(app: web.Application, world: World) -> None:
    """Put `/sim/*` on an application."""
    routes = Routes(world)
    add = app.router.add_route
    add("POST", "/sim/messages", guarded(routes.post_message))
    add("GET", "/sim/chats", guarded(routes.chats))
    add("GET", r"/sim/chats/{chat:-?\d+}", guarded(routes.chat))
    add("GET", r"/sim/taps/{tap:\d+}", guarded(routes.look_at_tap))
    add("GET", "/sim/log", guarded(routes.log))
    add("GET", r"/sim/log/{id:\d+}", guarded(routes.log_entry))
    add("GET", "/sim/events", guarded(routes.events))
    add("GET", "/sim/files/{path:.+}", guarded(routes.file))
    for method in ("GET", "POST"):
        add(method, "/sim/time", guarded(routes.time))
        add(method, "/sim/settings", guarded(routes.settings))
    for method in ("GET", "POST", "DELETE"):
        add(method, "/sim/faults", guarded(routes.faults))
    add("POST", "/sim/{action}", guarded(routes.act))
