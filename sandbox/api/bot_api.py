"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>` on a world."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import suppress
from functools import cache
from types import CoroutineType
from typing import Any

from aiohttp import web

from sandbox.api.broken_answers import break_connection, broken, error_of
from sandbox.api.payloads import UNREADABLE, Payload, read_answer, read_request
from sandbox.api.replies import answered, refusal, success
from sandbox.methods import IMPLEMENTED, Handler
from sandbox.parameters.calls import Call, not_implemented
from sandbox.parameters.refusals import read_parameters
from sandbox.parameters.schemas import MethodSchema, method_schema
from sandbox.support.errors import ApiError
from sandbox.support.events import Json
from sandbox.world.call_log import CallRecord
from sandbox.world.faults import DroppedError
from sandbox.world.media import DOWNLOAD_LIMIT
from sandbox.world.people import Bot
from sandbox.world.world import World

_TOKEN = re.compile(r"[0-9]{3,16}:[A-Za-z0-9_-]{3,}\Z")


class BotApi:
    """Answers bots' calls on one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.deliveries.read = read_answer
        world.deliveries.carry_out = self.carry_out

    def bot(self, token: str) -> Bot:
        """The bot of a token. Raises ApiError 401 or 404 as Telegram does."""
        bot = self.world.bots.get(token)
        if bot is not None:
            return bot
        if not _TOKEN.match(token):
            raise ApiError(404, "Not Found")
        # A bot's number belongs to the token that came first with it; another secret with that number is refused.
        number = int(token.partition(":")[0])
        if not self.world.any_token or any(known.id == number for known in self.world.bots.values()):
            raise ApiError(401, "Unauthorized")
        return self.world.add_bot(token)

    async def nowhere(self, _: web.Request) -> web.StreamResponse:
        """Answer an address of the Bot API that is none."""
        return refusal(ApiError(404, "Not Found"))

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, whatever it is, as Telegram would."""
        token, method = request.match_info["token"], request.match_info["method"]
        world = self.world
        try:
            bot = world.bots.get(token) or self.bot(token)
            payload = await read_request(request, method)
        except ApiError as error:
            return refusal(error)
        record = world.call_log.add(bot.username, method, payload.raw, world.clock.timestamp())
        try:
            if world.faults.active:
                return await self._through_faults(request, bot, record, payload)
            return answered(request, await self._carry_out(bot, record, payload))
        except ApiError as error:
            return refusal(error)
        except DroppedError:
            return break_connection(request)

    async def _through_faults(
        self, request: web.Request, bot: Bot, record: CallRecord, payload: Payload
    ) -> web.StreamResponse:
        """Answer a call as a bad network and a bad day let through. Raises DroppedError while Telegram is away."""
        disturbance = self.world.faults.for_call(bot, record.method, _chat_of(payload))
        fault = disturbance.fault
        record.fault = fault.kind if fault is not None else ""
        await asyncio.sleep(disturbance.before)
        if fault is not None and disturbance.prevents:
            if fault.kind == "drop":
                return break_connection(request)
            error = error_of(fault)
            record.status, record.description = error.code, error.description
            return refusal(error)
        try:
            response = success(await self._carry_out(bot, record, payload))
        except ApiError as error:
            response = refusal(error)
        await asyncio.sleep(disturbance.after)
        return response if fault is None else await broken(request, response, fault)

    async def carry_out(self, bot: Bot, asked: tuple[str, Payload]) -> None:
        """Carry out what a bot's answer to an update asked for; nobody hears its result."""
        method, payload = asked
        record = self.world.call_log.add(bot.username, method, payload.raw, self.world.clock.timestamp())
        with suppress(ApiError):
            await self._carry_out(bot, record, payload)

    async def _carry_out(self, bot: Bot, record: CallRecord, payload: Payload) -> Any:
        """Carry out a recorded call and return its result as plain JSON values. Raises ApiError."""
        started = time.perf_counter()
        try:
            known, handler = _implementation(record.method)
            record.method = known.name
            args = payload.parameters if payload.validated else _read_parameters(known, record, payload)
            result = handler(self.world, Call(bot, known.name, args, payload.files, record))
            if type(result) is CoroutineType:
                result = await result
        except ApiError as error:
            record.status, record.description = error.code, error.description
            raise
        finally:
            record.latency = time.perf_counter() - started
        record.status = 200
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
                disturbance = self.world.faults.for_call(bot, "file")
            except DroppedError:
                return break_connection(request)
            await asyncio.sleep(disturbance.before + disturbance.after)
            if disturbance.fault is not None:
                return (
                    refusal(error_of(disturbance.fault))
                    if "error" in disturbance.fault.kind
                    else break_connection(request)
                )
        return web.Response(body=file.content, content_type="application/octet-stream")


def _chat_of(payload: Payload) -> int | None:
    """The id of the chat that a call is about, as it was sent; None for a call without one, or with a @name."""
    try:
        return int(payload.parameters["chat_id"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


@cache
def _implementation(method: str) -> tuple[MethodSchema, Handler]:
    """The schema of a method and what implements it. Raises ApiError 404 for a name unknown to Telegram, 501 to us."""
    known = method_schema(method)
    if known is None:
        raise ApiError(404, "Not Found: method not found")
    handler = IMPLEMENTED.get(known.name.lower())
    if handler is None:
        raise not_implemented(known.name)
    return known, handler


def _read_parameters(known: MethodSchema, record: CallRecord, payload: Payload) -> Json:
    """A call's parameters in one form; those that Telegram does not know are noted. Raises ApiError 400."""
    given = payload.parameters
    if payload.files:
        # A part named like a parameter is that parameter; one that attach:// points at is none of its own.
        given = {**{name: f"attach://{name}" for name in payload.files if name in known.readers}, **given}
    if "method" in given:
        # Known to Telegram, though the address says it already: some libraries send the parts of a form so.
        given = {name: value for name, value in given.items() if name != "method"}
    unknown: list[str] = [] if payload.readable else [UNREADABLE]
    record.unknown = unknown
    return read_parameters(known, given, unknown)
