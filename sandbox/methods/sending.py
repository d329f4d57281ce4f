"""Sending: what every send method has in common, and the kinds of message that carry no file."""

from __future__ import annotations

from sandbox.methods.registry import implements
from sandbox.parameters.calls import Call
from sandbox.support.errors import bad_request
from sandbox.support.events import Json
from sandbox.text.entities import is_plain
from sandbox.text.formatting import formatted
from sandbox.world import media, rules
from sandbox.world.chats import Chat, Message
from sandbox.world.keyboards import checked_input, inline_keyboard, input_markup
from sandbox.world.people import Bot
from sandbox.world.world import World

_EXTERNAL = (*media.KINDS, "has_media_spoiler", "contact", "dice", "location", "venue", "poll", "link_preview_options")


def _named(world: World, entities: list[Json]) -> list[Json]:
    """Entities with the people they mention filled in; a mention of nobody known is none."""
    if not any(entity["type"] == "text_mention" for entity in entities):
        return entities
    kept = []
    for entity in entities:
        if entity["type"] == "text_mention":
            person = world.people.get(entity["user"]["id"])
            if person is None:
                continue
            kept.append({**entity, "user": person.wire()})
        else:
            kept.append(entity)
    return kept


def text_of(world: World, args: Json) -> Json:
    """The `text` and `entities` of a message from a call's parameters. Raises ApiError 400."""
    if not args.get("text"):
        raise bad_request("message text is empty")
    entities: list[Json] = []
    if is_plain(args):
        text = args["text"].strip()
    else:
        text, entities = formatted(args["text"], args.get("parse_mode"), args.get("entities"))
        text, entities = rules.trimmed(text, _named(world, entities))
    rules.checked_text(text)
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_of(world: World, args: Json) -> Json:
    """The `caption` and `caption_entities` of a message; empty when there is none. Raises ApiError 400."""
    if not args.get("caption"):
        return {}
    text, entities = formatted(args["caption"], args.get("parse_mode"), args.get("caption_entities"))
    text, entities = rules.trimmed(text, _named(world, entities))
    rules.checked_caption(text)
    if not text:
        return {}
    content: Json = {"caption": text}
    if entities:
        content["caption_entities"] = entities
    if args.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def snapshot(message: Message) -> Json:
    """A message as another one quotes it: without the message that it replied to itself."""
    wire = message.wire
    wire.pop("reply_to_message", None)
    return wire


def thread_of(chat: Chat, replied: Message) -> Json:
    """What a reply in a supergroup has besides: the thread that begins at the message that was first replied to."""
    if chat.kind != "supergroup":
        return {}
    return {"message_thread_id": replied.wire.get("message_thread_id", replied.id)}


def reply_of(world: World, bot: Bot, chat: Chat, args: Json) -> Json:
    """What a new message says of the one it replies to, from either form of asking for it. Raises ApiError 400."""
    asked: Json = args.get("reply_parameters") or {}
    target = asked.get("message_id") or args.get("reply_to_message_id") or 0
    if target <= 0:
        return {}
    lenient = asked.get("allow_sending_without_reply") or args.get("allow_sending_without_reply")
    elsewhere = asked.get("chat_id")
    source = chat if elsewhere in (None, chat.id) else rules.find_chat(world, bot, elsewhere)
    found = source.messages.get(target)
    if found is None:
        if lenient:
            return {}
        raise bad_request("message to be replied not found")
    content: Json = {}
    if source is chat:
        content |= {"reply_to_message": snapshot(found), **thread_of(chat, found)}
    else:
        content["external_reply"] = _external(source, found)
    if asked.get("quote"):
        quoted, entities = formatted(asked["quote"], asked.get("quote_parse_mode"), asked.get("quote_entities"))
        if quoted not in (found.wire.get("text") or found.wire.get("caption") or ""):
            raise bad_request("QUOTE_TEXT_INVALID")
        content["quote"] = {"text": quoted, "position": asked.get("quote_position") or 0, "is_manual": True}
        if entities:
            content["quote"]["entities"] = entities
    return content


def _external(source: Chat, message: Message) -> Json:
    """A message of another chat that is replied to: https://core.telegram.org/bots/api#externalreplyinfo."""
    wire = message.wire
    told: Json = {"origin": origin_of(message)}
    if source.kind == "supergroup":
        told |= {"chat": source.wire(), "message_id": message.id}
    return told | {name: wire[name] for name in _EXTERNAL if name in wire}


def origin_of(message: Message) -> Json:
    """The `forward_origin` of a message that is forwarded."""
    wire = message.wire
    if "forward_origin" in wire:
        origin: Json = wire["forward_origin"]
        return origin
    return {"type": "user", "sender_user": wire["from"], "date": wire["date"]}


def post(
    world: World, call: Call, content: Json, *, needs: str = "can_send_messages", chat: Chat | None = None
) -> Message:
    """Send `content` to the call's chat and return the message. Raises ApiError as Telegram would."""
    args = call.args
    if chat is None:
        chat = rules.writable_chat(world, call.bot, args["chat_id"])
    rules.may_send(chat, call.bot, needs)
    if "message_thread_id" in args:
        rules.may_be_in_thread(args)
    if "reply_parameters" in args or "reply_to_message_id" in args:
        content = {**reply_of(world, call.bot, chat, args), **content}
    markup = args.get("reply_markup")
    keyboard = None
    if markup is not None:
        keyboard = inline_keyboard(markup)
        if keyboard is not None:
            content = {**content, "reply_markup": keyboard}
        else:
            checked_input(chat, markup)
    if world.strict:
        world.rate_limits.count(call.bot.id, chat.id)
    message = put(world, call, chat, content)
    if markup is not None and keyboard is None:
        input_markup(chat, message, markup, call.bot)
    return message


def put(world: World, call: Call, chat: Chat, content: Json) -> Message:
    """Append the bot's message to a chat whose rules have been kept."""
    args = call.args
    if "message_effect_id" in args:
        content["effect_id"] = args["message_effect_id"]
    chat.action = None
    return world.add_message(chat, call.bot, content, cause=call.record.id, protected=bool(args.get("protect_content")))


def preview_of(args: Json) -> Json:
    """The `link_preview_options` of a message, where a call says anything by them."""
    if "link_preview_options" in args:
        asked = {name: value for name, value in args["link_preview_options"].items() if value}
        return {"link_preview_options": asked} if asked else {}
    return {"link_preview_options": {"is_disabled": True}} if args.get("disable_web_page_preview") else {}


@implements("sendMessage")
def send_message(world: World, call: Call) -> Message:
    return post(world, call, {**text_of(world, call.args), **preview_of(call.args)})


# td Location.cpp, process_input_message_location: seconds, degrees, metres.
LIVE_PERIOD = (60, 86_400)
LIVE_FOR_EVER = 0x7FFFFFFF
HEADING_MAX = 360
ALERT_RADIUS_MAX = 100_000


def location_of(args: Json, *, live: bool = False) -> Json:
    """The `location` of a message. Raises ApiError 400."""
    latitude, longitude = args["latitude"], args["longitude"]
    period = args.get("live_period") or 0
    live = live or period != 0
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request(f"invalid {'live ' if live else ''}location specified")
    location: Json = {"latitude": latitude, "longitude": longitude}
    if live:
        if period and period != LIVE_FOR_EVER and not LIVE_PERIOD[0] <= period <= LIVE_PERIOD[1]:
            raise bad_request("wrong live location period specified")
        if not 0 <= (args.get("heading") or 0) <= HEADING_MAX:
            raise bad_request("wrong live location heading specified")
        if not 0 <= (args.get("proximity_alert_radius") or 0) <= ALERT_RADIUS_MAX:
            raise bad_request("wrong live location proximity alert radius specified")
    names = ("live_period", "heading", "proximity_alert_radius", "horizontal_accuracy")
    return location | {name: args[name] for name in (names if live else names[3:]) if args.get(name)}


@implements("sendLocation")
def send_location(world: World, call: Call) -> Message:
    return post(world, call, {"location": location_of(call.args)})


@implements("sendVenue")
def send_venue(world: World, call: Call) -> Message:
    location = location_of(call.args)
    venue: Json = {"location": location, "title": call.args.get("title", ""), "address": call.args.get("address", "")}
    for name in ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type"):
        if call.args.get(name):
            venue[name] = call.args[name]
    return post(world, call, {"venue": venue, "location": location})


@implements("sendContact")
def send_contact(world: World, call: Call) -> Message:
    contact: Json = {name: call.args[name] for name in ("phone_number", "first_name")}
    if not contact["first_name"].strip():
        raise bad_request("first name is empty")
    for name in ("last_name", "vcard"):
        if call.args.get(name):
            contact[name] = call.args[name]
    return post(world, call, {"contact": contact})


# https://core.telegram.org/bots/api#dice: how many faces each emoji has.
DICE_FACES = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}


@implements("sendDice")
def send_dice(world: World, call: Call) -> Message:
    emoji = call.args.get("emoji") or "🎲"
    if emoji not in DICE_FACES:
        raise bad_request("wrong dice emoji specified")
    # The value is no chance: a run can be repeated.
    return post(
        world,
        call,
        {"dice": {"emoji": emoji, "value": next(world.serial) % DICE_FACES[emoji] + 1}},
        needs="can_send_other_messages",
    )


# https://core.telegram.org/bots/api#sendchataction
_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "record_audio",
        "upload_audio",
    ]
)
CHAT_ACTION_SECONDS = 5.0


@implements("sendChatAction")
def send_chat_action(world: World, call: Call) -> bool:
    chat = rules.writable_chat(world, call.bot, call.args["chat_id"])
    action = call.args["action"]
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.action = (action, world.clock.timestamp() + CHAT_ACTION_SECONDS)
    world.changed(chat, "action", action=action)
    return True
