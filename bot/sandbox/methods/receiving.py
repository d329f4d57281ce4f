"""How a bot gets its updates: by asking, or at an address of its own."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

from bot.sandbox.calls import Call
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.events import Json
from bot.sandbox.faults import DroppedError
from bot.sandbox.methods.registry import plays
from bot.sandbox.updates import UPDATES_PER_ANSWER
from bot.sandbox.world import World

# telegram-bot-api Client.cpp: LONG_POLL_MAX_TIMEOUT.
LONG_POLL_MAX_SECONDS = 50
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_TERMINATED = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@plays("getUpdates")
async def get_updates(world: World, call: Call) -> list[Json]:
    bot, args = call.bot, call.args
    if bot.webhook.url:
        raise ApiError(409, _WEBHOOK_ACTIVE)
    queue = bot.updates
    limit = args.get("limit", UPDATES_PER_ANSWER)
    if not 1 <= limit <= UPDATES_PER_ANSWER:
        limit = UPDATES_PER_ANSWER
    timeout = min(max(0, args.get("timeout", 0)), LONG_POLL_MAX_SECONDS)
    # A second call ends the first one, which is then told so.
    bot.polls += 1
    mine = bot.polls
    queue.changed.fire()
    queue.allow(args.get("allowed_updates"))
    queue.confirm(args.get("offset", 0))
    until = time.monotonic() + timeout
    while True:
        ready = queue.peek(limit)
        left = until - time.monotonic()
        if ready or left <= 0:
            return ready
        await queue.changed.wait(left)
        if world.faults.down:
            raise DroppedError
        if bot.polls != mine:
            raise ApiError(409, _TERMINATED)
        if bot.webhook.url:
            raise ApiError(409, "Conflict: terminated by setWebhook request")


@plays("setWebhook")
def set_webhook(world: World, call: Call) -> bool:
    url = (call.args.get("url") or "").strip()
    bot = call.bot
    if call.args.get("drop_pending_updates"):
        bot.updates.clear()
    if not url:
        return _remove(world, call)
    _checked_url(url)
    secret = call.args.get("secret_token") or ""
    if secret and not _SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    bot.updates.allow(call.args.get("allowed_updates"))
    bot.webhook.set(
        url,
        secret=secret,
        max_connections=call.args.get("max_connections") or 40,
        certificate="certificate" in call.args,
    )
    bot.updates.changed.fire()
    world.webhooks.watch(bot)
    return True


def _checked_url(url: str) -> None:
    """Telegram wants HTTPS; an address on this machine may be plain, for there is no certificate to be had."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"):
        return
    if parts.scheme == "http":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    raise bad_request("bad webhook: invalid URL")


def _remove(world: World, call: Call) -> bool:
    call.bot.webhook.set("")
    world.webhooks.forget(call.bot)
    return True


@plays("deleteWebhook")
def delete_webhook(world: World, call: Call) -> bool:
    if call.args.get("drop_pending_updates"):
        call.bot.updates.clear()
    return _remove(world, call)


@plays("getWebhookInfo")
def get_webhook_info(world: World, call: Call) -> Json:
    hook, queue = call.bot.webhook, call.bot.updates
    info: Json = {
        "url": hook.url,
        "has_custom_certificate": hook.custom_certificate,
        "pending_update_count": queue.count,
    }
    if hook.url:
        info |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
    if hook.last_error_at:
        info |= {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
    if queue.allowed is not None:
        info["allowed_updates"] = sorted(queue.allowed)
    return info
