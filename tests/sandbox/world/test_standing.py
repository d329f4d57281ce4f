"""A bot's standing in a group: muted, without media, removed and put back."""

from __future__ import annotations

import aiogram
import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import BufferedInputFile, InputMediaPhoto

from sandbox import TINY_PNG, Group, Person, Sandbox

PHOTO = BufferedInputFile(TINY_PNG, "a.png")


async def test_a_group_may_take_texts_and_no_media(
    sandbox: Sandbox, aio: aiogram.Bot, siti: Person, office: Group
) -> None:
    sandbox.world.strict = False
    own = await siti.send(photo=True)
    await office.permit(can_send_photos=False, can_send_documents=False)
    await aio.send_message(office.id, "boleh")
    refusal = "not enough rights to send photos to the chat"
    with pytest.raises(TelegramBadRequest, match=refusal):
        await aio.send_photo(office.id, PHOTO)
    with pytest.raises(TelegramBadRequest, match=refusal):
        await aio.send_media_group(office.id, [InputMediaPhoto(media=PHOTO), InputMediaPhoto(media=PHOTO)])
    for move in (aio.copy_message, aio.forward_message, aio.copy_messages, aio.forward_messages):
        ids = {"message_ids": [own]} if move.__name__.endswith("s") else {"message_id": own}
        with pytest.raises(TelegramBadRequest, match=refusal):
            await move(office.id, from_chat_id=siti.id, **ids)  # type: ignore[operator]
    with pytest.raises(TelegramBadRequest, match="not enough rights to send documents to the chat"):
        await aio.send_document(office.id, PHOTO)
    permissions = (await aio.get_chat(office.id)).permissions
    assert permissions is not None
    assert (permissions.can_send_messages, permissions.can_send_photos) == (True, False)
    await office.permit(can_send_photos=True)
    await aio.send_photo(office.id, PHOTO)
    assert [m.kind for m in (await siti.screen(office)).messages if m.by_bot] == ["text", "photo"]


async def test_a_muted_bot_may_send_nothing(sandbox: Sandbox, aio: aiogram.Bot, siti: Person, budi: Person) -> None:
    sandbox.world.strict = False
    group = await sandbox.client.group("Dinas", [siti, budi], supergroup=True)
    await aio.get_updates(offset=-1)
    await group.change("restrict", rights={"can_send_messages": False})
    with pytest.raises(TelegramBadRequest, match="not enough rights to send text messages to the chat"):
        await aio.send_message(group.id, "x")
    with pytest.raises(TelegramBadRequest, match="not enough rights to send photos to the chat"):
        await aio.send_photo(group.id, PHOTO)
    change = (await aio.get_updates())[-1].my_chat_member
    assert change is not None
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "restricted")
    assert change.new_chat_member.is_member
    assert not change.new_chat_member.can_send_messages
    assert not change.new_chat_member.can_send_photos
    seen = await aio.get_chat_member(group.id, aio.id)
    assert (seen.status, seen.can_send_messages) == ("restricted", False)
    await siti.send("/apa", chat=group)
    assert (await aio.get_updates(offset=-1))[0].message is not None, "a muted bot still hears"
    await group.change("demote")
    await aio.send_message(group.id, "y")


async def test_a_bot_without_one_right_keeps_the_others(aio: aiogram.Bot, siti: Person, office: Group) -> None:
    await office.change("restrict", rights={"can_send_photos": False})
    await aio.send_message(office.id, "x")
    with pytest.raises(TelegramBadRequest, match="not enough rights to send photos"):
        await aio.send_photo(office.id, PHOTO)
    await office.permit(can_send_messages=False)
    with pytest.raises(TelegramBadRequest, match="not enough rights to send text messages"):
        await aio.send_message(office.id, "y")


@pytest.mark.parametrize("supergroup", [False, True])
async def test_a_bot_is_removed_and_put_back(
    sandbox: Sandbox, aio: aiogram.Bot, siti: Person, budi: Person, supergroup: bool
) -> None:
    group = await sandbox.client.group("Dinas", [siti, budi], supergroup=supergroup)
    await aio.get_updates(offset=-1)
    (last,) = await aio.get_updates(offset=-1)
    await aio.get_updates(offset=last.update_id + 1)
    await group.change("remove", by=budi.id)
    with pytest.raises(TelegramForbiddenError, match=r"bot was kicked from the (super)?group chat"):
        await aio.send_message(group.id, "x")
    await siti.send("/halo", chat=group)
    await group.change("add", by=siti.id)
    updates = await aio.get_updates()
    changes = [u.my_chat_member for u in updates if u.my_chat_member is not None]
    assert [(c.from_user.id, c.old_chat_member.status, c.new_chat_member.status) for c in changes] == [
        (budi.id, "member", "kicked"),
        (siti.id, "kicked", "member"),
    ]
    messages = [u.message for u in updates if u.message is not None]
    assert [bool(m.left_chat_member) for m in messages] == [True, False], "what was said meanwhile is never heard"
    assert messages[1].new_chat_members is not None
    await aio.send_message(group.id, "kembali")
    assert (await siti.screen(group)).last.text == "kembali"
