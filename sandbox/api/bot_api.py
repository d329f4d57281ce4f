"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>` on a world."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cache
from types import CoroutineType
from typing import Any

from aiohttp import web

from sandbox.api.broken_answers import cut, error_of, spoiled
from sandbox.api.payloads import UNREADABLE, Sent, asked_for, read
from sandbox.api.replies import answered, refusal, success
from sandbox.methods import PLAYED, Handler
from sandbox.parameters.calls import Call, not_played
from sandbox.parameters.refusals import shaped
from sandbox.parameters.schemas import MethodShape, method_shape
from sandbox.support.errors import ApiError
from sandbox.support.events import Json
from sandbox.world.call_log import Entry
from sandbox.world.faults import DroppedError
from sandbox.world.media import DOWNLOAD_LIMIT
from sandbox.world.people import Bot
from sandbox.world.world import World

_TOKEN = re.compile(r"[0-9]{3,16}:[A-Za-z0-9_-]{3,}\Z")
Onward = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class BotApi:
    """Answers bots' calls on one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.deliveries.read = asked_for
        world.deliveries.play = self.play

    def bot(self, token: str) -> Bot:
        """The bot of a token. Raises ApiError 401 or 404 as Telegram does."""
        bot = self.world.bots.get(token)
        if bot is not None:
            return bot
        if not _TOKEN.match(token):
            raise ApiError(404, "Not Found")
        # Whoever came first has the number; the same with another secret is somebody who guesses.
        number = int(token.partition(":")[0])
        if not self.world.any_token or any(known.id == number for known in self.world.bots.values()):
            raise ApiError(401, "Unauthorized")
        return self.world.add_bot(token)

    async def nowhere(self, _: web.Request) -> web.StreamResponse:
        """Answer an address of the Bot API that is none."""
        return refusal(ApiError(404, "Not Found"))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, whatever it is, as Telegram would."""
        return await self._answer(request, request.match_info["token"], request.match_info["method"])

    def before(self, onward: Onward) -> Onward:
        """Answer plain calls without asking the router, whose work is a tenth of a call's; all else goes onward."""

        async def answer(request: web.BaseRequest) -> web.StreamResponse:
            path = request.raw_path if isinstance(request, web.Request) else ""
            if path.startswith("/bot") and "%" not in path and "?" not in path and "Expect" not in request.headers:
                token, _, method = path[4:].partition("/")
                if token and method and "/" not in method:
                    return await self._answer(request, token, method)
            return await onward(request)

        return answer

    async def _answer(self, request: web.BaseRequest, token: str, method: str) -> web.StreamResponse:
        world = self.world
        try:
            bot = world.bots.get(token) or self.bot(token)
            sent = await read(request, method)
        except ApiError as error:
            return refusal(error)
        entry = world.journal.open(bot.username, method, sent.raw, world.clock.timestamp())
        try:
            if world.faults.active:
                return await self._through_faults(request, bot, entry, sent)
            return answered(request, await self._play(bot, entry, sent))
        except ApiError as error:
            return refusal(error)
        except DroppedError:
            return cut(request)

    async def _through_faults(self, request: web.BaseRequest, bot: Bot, entry: Entry, sent: Sent) -> web.StreamResponse:
        """Answer a call as a bad network and a bad day let through. Raises DroppedError while Telegram is away."""
        strike = self.world.faults.for_call(bot, entry.method, _chat_of(sent))
        fault = strike.fault
        entry.fault = fault.kind if fault is not None else ""
        await asyncio.sleep(strike.before)
        if fault is not None and strike.prevents:
            if fault.kind == "drop":
                return cut(request)
            error = error_of(fault)
            entry.status, entry.description = error.code, error.description
            return refusal(error)
        try:
            response = success(await self._play(bot, entry, sent))
        except ApiError as error:
            response = refusal(error)
        await asyncio.sleep(strike.after)
        return response if fault is None else await spoiled(request, response, fault)

    async def play(self, bot: Bot, asked: tuple[str, Sent]) -> None:
        """Play what a bot's answer to an update asked for; nobody hears its result."""
        method, sent = asked
        entry = self.world.journal.open(bot.username, method, sent.raw, self.world.clock.timestamp())
        with suppress(ApiError):
            await self._play(bot, entry, sent)

    async def _play(self, bot: Bot, entry: Entry, sent: Sent) -> Any:
        """Play a recorded call and return its result as plain JSON values. Raises ApiError."""
        started = time.perf_counter()
        try:
            known, handler = _found(entry.method)
            entry.method = known.name
            args = sent.given if sent.exact else _shaped(known, entry, sent)
            result = handler(self.world, Call(bot, known.name, args, sent.files, entry))
            if type(result) is CoroutineType:
                result = await result
        except ApiError as error:
            entry.status, entry.description = error.code, error.description
            raise
        finally:
            entry.latency = time.perf_counter() - started
        entry.status = 200
        return result

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file's content, for the bots that were given it."""
        try:
            bot = self.bot(request.match_info["token"])
        except ApiError as error:
            return refusal(error)
        file = self.world.files.by_path(request.match_info["path"])
        if file is None or bot.id not in file.known_to or file.size > DOWNLOAD_LIMIT:
            return refusal(ApiError(404, "Not Found"))
        if self.world.faults.active:
            try:
                strike = self.world.faults.for_call(bot, "file")
            except DroppedError:
                return cut(request)
            await asyncio.sleep(strike.before + strike.after)
            if strike.fault is not None:
                return refusal(error_of(strike.fault)) if "error" in strike.fault.kind else cut(request)
        return web.Response(body=file.content, content_type="application/octet-stream")


def _chat_of(sent: Sent) -> int | None:
    """The id of the chat that a call is about, as it was sent; None for a call without one, or with a @name."""
    try:
        return int(sent.given["chat_id"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


@cache
def _found(method: str) -> tuple[MethodShape, Handler]:
    """The shape of a method and what plays it. Raises ApiError 404 for a name unknown to Telegram, 501 to us."""
    known = method_shape(method)
    if known is None:
        raise ApiError(404, "Not Found: method not found")
    handler = PLAYED.get(known.name.lower())
    if handler is None:
        raise not_played(known.name)
    return known, handler


def _shaped(known: MethodShape, entry: Entry, sent: Sent) -> Json:
    """A call's parameters in one form; those that Telegram does not know are noted. Raises ApiError 400."""
    given = sent.given
    if sent.files:
        # A part named like a parameter is that parameter; one that attach:// points at is none of its own.
        given = {**{name: f"attach://{name}" for name in sent.files if name in known.readers}, **given}
    if "method" in given:
        # Known to Telegram, though the address says it already: some libraries send the parts of a form so.
        given = {name: value for name, value in given.items() if name != "method"}
    unknown: list[str] = [] if sent.readable else [UNREADABLE]
    entry.unknown = unknown
    return shaped(known, given, unknown)
