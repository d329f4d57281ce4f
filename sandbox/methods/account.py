"""The bot's own account: who it is, its commands and its descriptions."""

from __future__ import annotations

import re
from typing import Any

from sandbox.methods.chats import user
from sandbox.methods.registry import implements
from sandbox.parameters.calls import Call
from sandbox.support.errors import bad_request
from sandbox.support.events import Json
from sandbox.world import rules
from sandbox.world.people import Bot
from sandbox.world.world import World

_LANGUAGE = re.compile(r"[a-z]{2}\Z")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")
# https://core.telegram.org/bots/api#setmycommands
COMMANDS_MAX = 100
COMMAND_MAX = 32
COMMAND_DESCRIPTION_MAX = 256


@implements("getMe")
def get_me(world: World, call: Call) -> Json:
    return call.bot.wire_me()


@implements("logOut", "close")
def leave_server(world: World, call: Call) -> bool:
    return True


def _language(call: Call) -> str:
    """The language that a call is about, empty for all. Raises ApiError 400: td misc.cpp, validate_bot_language_code."""
    code: str = call.args.get("language_code", "")
    if code and not _LANGUAGE.match(code):
        raise bad_request("invalid language code specified")
    return code


def _scope(world: World, call: Call) -> str:
    scope: Json = call.args.get("scope") or {"type": "default"}
    kind: str = scope["type"]
    if not kind.startswith("chat"):
        return kind
    chat = rules.find_chat(world, call.bot, scope["chat_id"])
    if kind == "chat_member":
        return f"{kind}:{chat.id}:{scope['user_id']}"
    return f"{kind}:{chat.id}"


def commands_for(bot: Bot, chat_id: int, kind: str, user_id: int, *, leads: bool, language: str) -> list[Json]:
    """The commands that someone sees in a chat: https://core.telegram.org/bots/api#determining-list-of-commands."""
    if kind == "private":
        scopes = [f"chat:{chat_id}", "all_private_chats", "default"]
    else:
        leading = [f"chat_administrators:{chat_id}"] if leads else []
        every = ["all_chat_administrators"] if leads else []
        scopes = [
            f"chat_member:{chat_id}:{user_id}",
            *leading,
            f"chat:{chat_id}",
            *every,
            "all_group_chats",
            "default",
        ]
    for scope in scopes:
        for code in (language, ""):
            found = bot.commands.get((scope, code))
            if found:
                return found
    return []


@implements("setMyCommands")
def set_my_commands(world: World, call: Call) -> bool:
    commands: list[Json] = call.args.get("commands", [])
    language = _language(call)
    if len(commands) > COMMANDS_MAX:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = []
    for command in commands:
        name = command["command"].strip().removeprefix("/")
        description = command["description"].strip()
        # What is found here is worded by td's BotCommand.cpp, the rest by the server behind it.
        if not name:
            raise bad_request("command must be non-empty")
        if len(name) > COMMAND_MAX:
            raise bad_request(f"command length must not exceed {COMMAND_MAX}")
        if not description:
            raise bad_request("command description must be non-empty")
        if len(description) > COMMAND_DESCRIPTION_MAX:
            raise bad_request(f"command description length must not exceed {COMMAND_DESCRIPTION_MAX}")
        if not _COMMAND.match(name):
            raise bad_request("BOT_COMMAND_INVALID")
        kept.append({"command": name, "description": description})
    call.bot.commands[_scope(world, call), language] = kept
    world.events.publish("commands", bot=call.bot.username)
    return True


@implements("getMyCommands")
def get_my_commands(world: World, call: Call) -> list[Json]:
    return call.bot.commands.get((_scope(world, call), _language(call)), [])


@implements("deleteMyCommands")
def delete_my_commands(world: World, call: Call) -> bool:
    call.bot.commands.pop((_scope(world, call), _language(call)), None)
    world.events.publish("commands", bot=call.bot.username)
    return True


# https://core.telegram.org/bots/api#setmyname, #setmydescription, #setmyshortdescription
_TEXTS = {"name": ("names", 64), "description": ("descriptions", 512), "short_description": ("short_descriptions", 120)}


def _set_text(call: Call, field: str) -> bool:
    store, limit = _TEXTS[field]
    text = call.args.get(field) or ""
    if len(text) > limit:
        raise bad_request(f"{field.upper()}_TOO_LONG")
    texts: dict[str, str] = getattr(call.bot, store)
    language = _language(call)
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    return True


def _get_text(call: Call, field: str, default: str) -> Json:
    texts: dict[str, str] = getattr(call.bot, _TEXTS[field][0])
    return {field: texts.get(_language(call)) or texts.get("") or default}


@implements("setMyName")
def set_my_name(world: World, call: Call) -> bool:
    return _set_text(call, "name")


@implements("getMyName")
def get_my_name(world: World, call: Call) -> Json:
    return _get_text(call, "name", call.bot.first_name)


@implements("setMyDescription")
def set_my_description(world: World, call: Call) -> bool:
    return _set_text(call, "description")


@implements("getMyDescription")
def get_my_description(world: World, call: Call) -> Json:
    return _get_text(call, "description", "")


@implements("setMyShortDescription")
def set_my_short_description(world: World, call: Call) -> bool:
    return _set_text(call, "short_description")


@implements("getMyShortDescription")
def get_my_short_description(world: World, call: Call) -> Json:
    return _get_text(call, "short_description", "")


def _whose(world: World, call: Call) -> int:
    """The person whose menu button a call is about; 0 for everyone's. Raises ApiError 400."""
    if "chat_id" not in call.args:
        return 0
    return user(world, call, "chat_id").id


@implements("setChatMenuButton")
def set_chat_menu_button(world: World, call: Call) -> bool:
    call.bot.menu_buttons[_whose(world, call)] = call.args.get("menu_button") or {"type": "default"}
    return True


@implements("getChatMenuButton")
def get_chat_menu_button(world: World, call: Call) -> Json:
    button = call.bot.menu_buttons.get(_whose(world, call), {"type": "default"})
    if button["type"] == "default":
        button = call.bot.menu_buttons.get(0, {"type": "default"})
    return button if button["type"] != "default" else {"type": "commands"}


_RIGHTS = [
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
]


@implements("setMyDefaultAdministratorRights")
def set_default_rights(world: World, call: Call) -> bool:
    rights: Any = call.args.get("rights") or {}
    call.bot.default_rights[bool(call.args.get("for_channels"))] = rights
    return True


@implements("getMyDefaultAdministratorRights")
def get_default_rights(world: World, call: Call) -> Json:
    kept = call.bot.default_rights.get(bool(call.args.get("for_channels"))) or {}
    return {**dict.fromkeys(_RIGHTS, False), **kept}
