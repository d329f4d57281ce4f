"""What people put into messages: read from `/sim` requests and made into the Bot API's fields."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from aiogram.types import Contact, MessageEntity

from sandbox.methods.sending import DICE_FACES
from sandbox.sim.fields import fitting, integer, mapping, string
from sandbox.support.errors import SimError
from sandbox.support.events import Json
from sandbox.text.entities import merged, utf16_length
from sandbox.world import media, rules
from sandbox.world.people import Person
from sandbox.world.world import World


def _entities(body: Json, name: str, text: str) -> list[Json]:
    given: list[Json] = fitting(body, name, list[MessageEntity]) or []
    total = utf16_length(text)
    if any(e["offset"] < 0 or e["length"] < 1 or e["offset"] + e["length"] > total for e in given):
        raise SimError(f"{name}: an entity lies outside the text")
    return given


def text_content(body: Json) -> Json:
    """A typed text; what is too long for one message is refused, as a client would cut it."""
    text = string(body, "text").strip()
    if not text:
        raise SimError("text: an empty message cannot be sent")
    if utf16_length(text) > rules.TEXT_LIMIT:
        raise SimError(f"text: longer than {rules.TEXT_LIMIT} characters; a phone would send several messages")
    content: Json = {"text": text}
    entities = merged(text, _entities(body, "entities", text))
    if entities:
        content["entities"] = entities
    return content


def caption_content(body: Json) -> Json:
    caption = string(body, "caption", "").strip()
    if not caption:
        return {}
    if utf16_length(caption) > rules.CAPTION_LIMIT:
        raise SimError(f"caption: longer than {rules.CAPTION_LIMIT} characters")
    content: Json = {"caption": caption}
    entities = merged(caption, _entities(body, "caption_entities", caption))
    if entities:
        content["caption_entities"] = entities
    return content


def _bytes(options: Json) -> bytes | None:
    data = options.get("data")
    if data is None:
        return None
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise SimError("data: base64 is needed") from None


def file_content(world: World, kind: str, options: Any, upload: bytes | None = None) -> Json:
    """A photo, video, document... as a phone sends it; `options` may be `true` for one that is made up."""
    if options is True or options is None:
        options = {}
    if not isinstance(options, dict):
        raise SimError(f"{kind}: an object or true is needed")
    for name in ("width", "height", "duration", "length", "size"):
        if integer(options, name, 0) < 0:
            raise SimError(f"{kind}.{name}: a number from 0 up is needed")
    for name in ("file_name", "mime_type", "emoji", "performer", "title"):
        string(options, name, "")
    if "file_id" in options:
        file = world.files.by_id(string(options, "file_id"))
        if file is None:
            raise SimError(f"{kind}.file_id: there is no such file", 404)
    else:
        file = media.made(world.files, kind, options, upload if upload is not None else _bytes(options))
    return media.wire(file, options)


def location_content(value: Any) -> Json:
    try:
        latitude, longitude = float(value["latitude"]), float(value["longitude"])
    except (TypeError, KeyError, ValueError, OverflowError):
        raise SimError("location: {latitude, longitude} is needed") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise SimError("location: not a place on earth")
    return {"latitude": latitude, "longitude": longitude}


def _poll(world: World, value: Json) -> Json:
    given = value.get("options", ["Ya", "Tidak"])
    if not isinstance(given, list):
        raise SimError("poll.options: a list of texts is needed")
    options = [{"text": str(text), "voter_count": 0, "persistent_id": str(n)} for n, text in enumerate(given)]
    return {
        "id": str(6_000_000_000_000_000_000 + next(world.serial)),
        "question": string(value, "question", "Setuju?"),
        "options": options,
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }


def content_of(world: World, person: Person, body: Json, upload: bytes | None = None) -> Json:
    """The content fields of one message, whichever kind the request asks for."""
    for kind in media.KINDS:
        if body.get(kind):
            caption = {} if kind in ("sticker", "video_note") else caption_content(body)
            return {**file_content(world, kind, body[kind], upload), **caption}
    if "location" in body:
        return {"location": location_content(body["location"])}
    if "venue" in body:
        venue = mapping(body, "venue")
        place = location_content(venue.get("location", venue))
        return {
            "venue": {"location": place, "title": string(venue, "title", ""), "address": string(venue, "address", "")},
            "location": place,
        }
    if "contact" in body:
        given = body["contact"] if isinstance(body["contact"], dict) else {}
        own = {"phone_number": "+62000000000", "first_name": person.first_name, "user_id": person.id}
        return {"contact": fitting({"contact": own | given}, "contact", Contact)}
    if "poll" in body:
        return {"poll": _poll(world, body["poll"] if isinstance(body["poll"], dict) else {})}
    if "dice" in body:
        given = body["dice"] if isinstance(body["dice"], dict) else {}
        emoji = string(given, "emoji", "🎲")
        value = integer(given, "value", next(world.serial) % DICE_FACES.get(emoji, 6) + 1)
        return {"dice": {"emoji": emoji, "value": value}}
    if "text" in body:
        return text_content(body)
    raise SimError("a message needs text, a file, an album, location, venue, contact, poll or dice")
