"""How a bot gets its updates: by asking, or at an address of its own."""

from __future__ import annotations

import re
import time
from urllib.parse import urlsplit

from sandbox.methods.registry import implements
from sandbox.parameters.calls import Call, DescribedResult
from sandbox.support.errors import ApiError, bad_request
from sandbox.support.events import Json
from sandbox.world.faults import DroppedError
from sandbox.world.updates import UPDATES_PER_ANSWER
from sandbox.world.webhook import LOCAL_HOSTS
from sandbox.world.world import World

# telegram-bot-api Client.cpp: LONG_POLL_MAX_TIMEOUT.
LONG_POLL_MAX_SECONDS = 50
CONNECTIONS = 40
CONNECTIONS_MAX = 100
PORTS = (443, 80, 88, 8443)
SECRET_MAX = 256
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_TERMINATED = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@implements("getUpdates")
async def get_updates(world: World, call: Call) -> list[Json]:
    bot, args = call.bot, call.args
    if bot.webhook.url:
        raise ApiError(409, _WEBHOOK_ACTIVE)
    queue = bot.updates
    limit = min(max(args.get("limit", UPDATES_PER_ANSWER), 1), UPDATES_PER_ANSWER)
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


@implements("setWebhook")
def set_webhook(world: World, call: Call) -> DescribedResult:
    bot, args = call.bot, call.args
    url: str = args.get("url", "").strip()
    if not url:
        return _remove(world, call)
    # https://core.telegram.org/bots/api#setwebhook
    connections = min(max(args.get("max_connections", CONNECTIONS), 1), CONNECTIONS_MAX)
    secret: str = args.get("secret_token", "")
    certificate = "certificate" in args
    address: str = args.get("ip_address", "")
    hook, dropping = bot.webhook, bool(args.get("drop_pending_updates"))
    same = (hook.url, hook.secret, hook.max_connections, hook.ip_address) == (url, secret, connections, address)
    if same and not (certificate or hook.custom_certificate or dropping):
        bot.updates.allow(args.get("allowed_updates"))
        return DescribedResult("Webhook is already set")
    if dropping:
        bot.updates.clear()
    _checked_url(url)
    if len(secret) > SECRET_MAX:
        raise bad_request("secret token is too long")
    if secret and not _SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    bot.updates.allow(args.get("allowed_updates"))
    hook.set(url, secret=secret, max_connections=connections, certificate=certificate, ip_address=address)
    bot.updates.changed.fire()
    world.deliveries.watch(bot)
    return DescribedResult("Webhook was set")


def _checked_url(url: str) -> None:
    """Telegram wants HTTPS on one of its ports; an address on this machine may be plain, there is no certificate for it.

    What is refused follows WebhookActor.cpp, start_up.
    """
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        port = parts.port or 443
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in url:
        raise bad_request("invalid webhook URL specified")
    if parts.hostname in LOCAL_HOSTS:
        return
    if parts.scheme == "http":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if "." not in parts.hostname:
        raise bad_request("bad webhook: Failed to resolve host: Name or service not known")


def _remove(world: World, call: Call) -> DescribedResult:
    was_set = bool(call.bot.webhook.url)
    if call.args.get("drop_pending_updates"):
        call.bot.updates.clear()
    call.bot.webhook.set("")
    world.deliveries.forget(call.bot)
    return DescribedResult("Webhook was deleted" if was_set else "Webhook is already deleted")


@implements("deleteWebhook")
def delete_webhook(world: World, call: Call) -> DescribedResult:
    return _remove(world, call)


@implements("getWebhookInfo")
def get_webhook_info(world: World, call: Call) -> Json:
    hook, queue = call.bot.webhook, call.bot.updates
    info: Json = {
        "url": hook.url,
        "has_custom_certificate": hook.custom_certificate,
        "pending_update_count": queue.count,
    }
    if hook.url:
        info |= {"max_connections": hook.max_connections, "ip_address": hook.ip_address or "127.0.0.1"}
    if hook.last_error_at:
        info |= {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
    if queue.allowed is not None:
        info["allowed_updates"] = sorted(queue.allowed)
    return info
