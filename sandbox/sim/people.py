"""Adding bots, people and groups, and changing who is where."""

from __future__ import annotations

import re

from sandbox.sim.fields import boolean, integer, integers, mapping, string
from sandbox.support.errors import SimError
from sandbox.support.events import Json
from sandbox.world import members, rules
from sandbox.world.chats import DEFAULT_PERMISSIONS, Chat
from sandbox.world.people import Bot, Member, Person
from sandbox.world.world import World

_TOKEN = re.compile(r"[0-9]{1,16}:.")


def add_bot(world: World, body: Json) -> Json:
    """POST /sim/bots: {token, username?, name?, privacy?}."""
    token = string(body, "token")
    if not _TOKEN.match(token):
        raise SimError("a token is a number, a colon and a secret")
    number = int(token.partition(":")[0])
    if number in world.people or any(number == bot.id for bot in world.bots.values()):
        raise SimError(f"there is already somebody with the id {number}", 409)
    bot = world.add_bot(
        token,
        username=string(body, "username", ""),
        name=string(body, "name", ""),
        privacy=boolean(body, "privacy", default=True),
    )
    return {"id": bot.id, "username": bot.username}


def add_person(world: World, body: Json) -> Json:
    """POST /sim/people: {first_name, last_name?, username?, language_code?, id?, started?, bot?}."""
    name = string(body, "first_name", "") or string(body, "name", "")
    if not name:
        raise SimError("first_name: a person needs a name")
    person_id = integer(body, "id", None)
    if person_id is not None and (person_id <= 0 or any(person_id == bot.id for bot in world.bots.values())):
        raise SimError("id: a number above 0 is needed, and none of a bot")
    person = world.add_person(
        name,
        person_id=person_id,
        last_name=string(body, "last_name", ""),
        username=string(body, "username", "").lstrip("@"),
        language_code=string(body, "language_code", "id"),
    )
    if boolean(body, "started", default=False):
        bot = world.bot(body.get("bot"))
        world.private_chat(bot, person)
        bot.started_by.add(person.id)
    return {"id": person.id, "chat_id": person.id, "name": person.name}


def change_person(world: World, body: Json) -> Json:
    """POST /sim/accounts: {person_id, deactivated}: the owner deletes the account, or comes back."""
    person = world.person(integer(body, "person_id"))
    person.deactivated = boolean(body, "deactivated", default=True)
    return {"id": person.id, "deactivated": person.deactivated}


def add_group(world: World, body: Json) -> Json:
    """POST /sim/groups: {title, members?, owner?, bot?: true|username|false, admin?, supergroup?, id?, username?}."""
    people = [world.person(i) for i in integers(body, "members")]
    owner = world.person(body["owner"]) if "owner" in body else (people[0] if people else None)
    kind = "supergroup" if boolean(body, "supergroup", default=False) else "group"
    bot = world.bot(body.get("bot")) if body.get("bot", True) is not False else None
    status = "administrator" if boolean(body, "admin", default=False) else "member"
    chat_id = integer(body, "id", None)
    if chat_id is not None and chat_id >= 0:
        raise SimError("id: a number below 0 is needed")
    chat = world.add_group(
        string(body, "title"),
        chat_id=chat_id,
        kind=kind,
        username=string(body, "username", "").lstrip("@"),
    )
    actor = owner or world.add_person("Pembuat", last_name="Grup")
    members.change(world, chat, actor, "creator", by=actor)
    members.announce(world, chat, actor, {f"{kind}_chat_created": True})
    for person in people:
        if person is not actor:
            members.join(world, chat, person, by=actor)
    if bot is not None:
        members.join(world, chat, bot, by=actor, status=status)
    return {"id": chat.id, "chat_id": chat.id, "owner": actor.id, "type": chat.kind}


def _subject(world: World, body: Json) -> Person | Bot:
    if body.get("bot"):
        return world.bot(body["bot"])
    return world.person(integer(body, "person_id"))


def _actor(world: World, chat: Chat, body: Json) -> Person:
    if "by" in body:
        return world.person(body["by"])
    for member in chat.members.values():
        if member.status == "creator" and isinstance(member.user, Person):
            return member.user
    raise SimError("by: name the person who does this")


def _link(world: World, chat: Chat, body: Json) -> Json:
    """The usable link of a chat that somebody follows."""
    chat_id, link = world.invites.get(string(body, "invite_link"), (0, {}))
    expired = 0 < link.get("expire_date", 0) <= world.clock.timestamp()
    if chat_id != chat.id or link["is_revoked"] or expired:
        raise SimError("invite_link: that is no link into this group, or no longer one", 409)
    return link


def follow_link(world: World, chat: Chat, person: Person, body: Json) -> None:
    """Somebody opens an invite link: they are in at once, or ask the administrators."""
    link = _link(world, chat, body)
    if chat.member(person.id) is not None:
        raise SimError(f"{person.name} is in that group already", 409)
    if world.member_of(chat, person).status == "kicked":
        raise SimError(f"{person.name} is banned there", 403)
    if not link["creates_join_request"]:
        members.join(world, chat, person, by=person, invite_link=link)
        return
    chat.join_requests[person.id] = link
    world.changed(chat, "member", user_id=person.id, status="asking")
    request = {
        "chat": chat.wire(),
        "from": person.wire(),
        "user_chat_id": person.id,
        "date": int(world.clock.timestamp()),
        "invite_link": link,
    }
    for bot in chat.bots():
        if rules.has_right(chat, bot, "can_invite_users"):
            world.private_chat(bot, person)
            bot.started_by.add(person.id)
            world.put(bot, "chat_join_request", request)


def change_member(world: World, body: Json) -> Json:
    """POST /sim/members: {chat_id, bot: true|username or person_id, action, by?, rights?, invite_link?}.

    `action` is add, join (by a link), remove, ban, leave, promote, demote or restrict.
    """
    chat = world.chat(integer(body, "chat_id"))
    if chat.private:
        raise SimError("chat_id: a private chat has no members to change")
    user = _subject(world, body)
    action = string(body, "action")
    if action == "join" and isinstance(user, Person):
        follow_link(world, chat, user, body)
        return {"chat_id": chat.id, "user_id": user.id, "status": world.member_of(chat, user).status}
    by: Person | Bot = user if action == "leave" else _actor(world, chat, body)
    rights = {name: bool(value) for name, value in mapping(body, "rights").items()}
    if action == "add":
        members.join(world, chat, user, by=by, status="administrator" if body.get("admin") else "member")
    elif action in ("remove", "ban", "leave"):
        # A person who removes a bot from a group bans it there: a bot learns of it as "kicked".
        banned = action == "ban" or (action == "remove" and isinstance(user, Bot))
        members.leave(world, chat, user, by=by, banned=banned)
    elif action == "promote":
        members.change(world, chat, user, "administrator", by=by, rights=rights or members.USUAL_RIGHTS)
    elif action == "demote":
        members.change(world, chat, user, "member", by=by)
    elif action == "restrict":
        members.change(world, chat, user, "restricted", by=by, rights=_left_to(chat, rights))
    else:
        raise SimError("action: add, join, remove, ban, leave, promote, demote or restrict")
    return {"chat_id": chat.id, "user_id": user.id, "status": chat.members[user.id].status}


def _left_to(chat: Chat, rights: Json) -> Json:
    """What somebody who is restricted may still do: who may not write may do nothing else that is not named."""
    allowed = chat.permissions if rights.get("can_send_messages", True) else {}
    return {name: bool(allowed.get(name)) for name in DEFAULT_PERMISSIONS} | rights


def set_permissions(world: World, body: Json) -> Json:
    """POST /sim/permissions: {chat_id, permissions}: what plain members of a group may do."""
    chat = world.chat(integer(body, "chat_id"))
    chat.permissions |= {key: bool(value) for key, value in mapping(body, "permissions").items()}
    chat.renamed()
    world.changed(chat, "permissions")
    return {"chat_id": chat.id, "permissions": chat.permissions}


def set_block(world: World, body: Json) -> Json:
    """POST /sim/blocks: {person_id, blocked?, bot?}: a person blocks the bot, or takes that back."""
    person = world.person(integer(body, "person_id"))
    bot = world.bot(body.get("bot"))
    blocked = boolean(body, "blocked", default=True)
    block(world, bot, person, blocked=blocked)
    return {"person_id": person.id, "blocked": blocked}


def block(world: World, bot: Bot, person: Person, *, blocked: bool) -> None:
    if blocked == (person.id in bot.blocked_by):
        return
    (bot.blocked_by.add if blocked else bot.blocked_by.discard)(person.id)
    chat = world.private_chat(bot, person)
    states = ("member", "kicked") if blocked else ("kicked", "member")
    old, new = (members.wire(Member(bot, status)) for status in states)
    world.changed(chat, "block", blocked=blocked)
    world.put(
        bot,
        "my_chat_member",
        {
            "chat": chat.wire(),
            "from": person.wire(),
            "date": int(world.clock.timestamp()),
            "old_chat_member": old,
            "new_chat_member": new,
        },
    )


def upgrade_group(world: World, body: Json) -> Json:
    """POST /sim/upgrades: {chat_id, by?, new_id?}: a group becomes a supergroup."""
    chat = world.chat(integer(body, "chat_id"))
    if chat.kind != "group" or chat.migrated_to is not None:
        raise SimError("chat_id: only a group that is none yet becomes a supergroup")
    new_id = integer(body, "new_id", None)
    if new_id is not None and new_id >= 0:
        raise SimError("new_id: a number below 0 is needed")
    fresh = members.upgrade(world, chat, by=_actor(world, chat, body), new_id=new_id)
    return {"old_chat_id": chat.id, "chat_id": fresh.id}
