"""The shape of answers and updates, field by field, as telegram-bot-api's Client.cpp gives them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox import TINY_PNG, Group, Person, Refused, Sandbox

Json = dict[str, Any]
BUTTONS = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}


class Raw:
    """Calls a method and gives its result, past every library."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.base = f"{sandbox.url}/bot{sandbox.token}"
        self.http = aiohttp.ClientSession()

    async def whole(self, method: str, **fields: Any) -> Json:
        async with self.http.post(f"{self.base}/{method}", json=fields) as response:
            body: Json = await response.json()
            return body

    async def __call__(self, method: str, **fields: Any) -> Any:
        body = await self.whole(method, **fields)
        assert body["ok"], body
        return body["result"]


@pytest.fixture
async def raw(sandbox: Sandbox) -> AsyncIterator[Raw]:
    sandbox.world.strict = False
    caller = Raw(sandbox)
    yield caller
    await caller.http.close()


async def test_a_message_has_these_fields_and_no_others(raw: Raw, siti: Person, office: Group) -> None:
    me = await raw("getMe")
    sent = await raw("sendMessage", chat_id=siti.id, text="Hai", reply_markup=BUTTONS)
    assert sent == {
        "message_id": 1,
        "from": {"id": me["id"], "is_bot": True, "first_name": "Bot", "username": me["username"]},
        "chat": {"id": siti.id, "type": "private", "first_name": "Siti", "last_name": "Aminah", "username": "siti_a"},
        "date": 1795482000,
        "text": "Hai",
        "reply_markup": BUTTONS,
    }
    assert me == sent["from"] | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    there = await raw("sendMessage", chat_id=office.id, text="Hai", reply_markup={"keyboard": [["a"]]})
    assert there["chat"] == {
        "id": office.id,
        "type": "group",
        "title": "Kantor",
        "all_members_are_administrators": True,
    }
    assert "reply_markup" not in there, "only inline keyboards come back"


async def test_every_form_of_a_call_is_one(sandbox: Sandbox, raw: Raw, siti: Person) -> None:
    fields = {"chat_id": siti.id, "text": "Halo & + 😀", "reply_markup": BUTTONS, "protect_content": True}
    loose = {k: v if isinstance(v, str) else json.dumps(v) for k, v in fields.items()}
    url = f"{raw.base}/sendMessage"
    multipart = aiohttp.FormData(loose)
    multipart._is_multipart = True  # aiohttp sends a form without files otherwise
    answers = []
    for request in (
        raw.http.post(url, json=fields),
        raw.http.post(url, json=loose),
        raw.http.post(url, data=loose),
        raw.http.post(url, data=multipart),
        raw.http.post(url, params=loose),
        raw.http.get(url, params=loose),
        raw.http.post(url, params={"chat_id": loose["chat_id"]}, data={k: loose[k] for k in loose if k != "chat_id"}),
    ):
        async with request as response:
            answers.append((await response.json())["result"])
    for answer in answers:
        answer.pop("message_id")
        assert answer == answers[0]
    assert answers[0]["has_protected_content"] is True
    logged = await sandbox.client.calls("sendMessage")
    assert [str(call["parameters"]["chat_id"]) for call in logged] == [str(siti.id)] * 7
    assert (await sandbox.client.get("log"))["unknown"] == []


async def test_a_file_comes_under_its_own_name_or_by_attach(raw: Raw, siti: Person) -> None:
    for fields, part in (({}, "document"), ({"document": "attach://berkas"}, "berkas")):
        form = aiohttp.FormData({"chat_id": str(siti.id), **fields})
        form.add_field(part, TINY_PNG, filename="a.png", content_type="image/png")
        async with raw.http.post(f"{raw.base}/sendDocument", data=form) as response:
            document = (await response.json())["result"]["document"]
            assert (document["file_name"], document["mime_type"]) == ("a.png", "image/png")
            assert document["file_size"] == len(TINY_PNG)


async def test_a_reply_carries_what_it_replies_to_with_its_buttons(raw: Raw, siti: Person, led: Group) -> None:
    first = await raw("sendMessage", chat_id=siti.id, text="1", reply_markup=BUTTONS)
    second = await raw("sendMessage", chat_id=siti.id, text="2", reply_parameters={"message_id": 1})
    assert second["reply_to_message"] == first
    third = await raw("sendMessage", chat_id=siti.id, text="3", reply_to_message_id="2")
    assert third["reply_to_message"]["text"] == "2"
    assert "reply_to_message" not in third["reply_to_message"]
    edited = await raw("editMessageText", chat_id=siti.id, message_id=3, text="drei")
    assert "reply_to_message" not in edited, "the answer to an edit leaves it out"
    assert (await siti.screen()).last.reply_to == 2
    root = await raw("sendMessage", chat_id=led.id, text="akar")
    reply = await raw("sendMessage", chat_id=led.id, text="a", reply_to_message_id=root["message_id"])
    deeper = await raw("sendMessage", chat_id=led.id, text="b", reply_to_message_id=reply["message_id"])
    assert [m.get("message_thread_id") for m in (root, reply, deeper)] == [None, root["message_id"], root["message_id"]]
    abroad = {"chat_id": led.id, "message_id": root["message_id"]}
    across = await raw("sendMessage", chat_id=siti.id, text="lintas", reply_parameters=abroad)
    assert across["external_reply"]["origin"]["type"] == "user"
    assert across["external_reply"]["chat"]["id"] == led.id
    assert "reply_to_message" not in across


async def test_options_come_back_as_telegram_keeps_them(raw: Raw, siti: Person) -> None:
    preview = {"is_disabled": True, "prefer_small_media": False}
    sent = await raw("sendMessage", chat_id=siti.id, text="x", link_preview_options=preview, message_effect_id="5")
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert sent["effect_id"] == "5"
    assert "message_effect_id" not in sent
    live = await raw("sendLocation", chat_id=siti.id, latitude=-6.9, longitude=112, live_period=60, heading=90)
    still = await raw("sendLocation", chat_id=siti.id, latitude=-6.9, longitude=112, heading=90, horizontal_accuracy=5)
    assert live["location"] == {"latitude": -6.9, "longitude": 112, "live_period": 60, "heading": 90}
    assert still["location"] == {"latitude": -6.9, "longitude": 112, "horizontal_accuracy": 5}
    stopped = await raw("stopMessageLiveLocation", chat_id=siti.id, message_id=live["message_id"])
    assert stopped["location"] == {"latitude": -6.9, "longitude": 112}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\r\nb\tc\x07d", "a\nb c d"),
        ("\u202etersembunyi\u2029", "tersembunyi"),
        ("  \n rapi \n\n", "rapi"),
    ],
)
async def test_texts_are_cleaned_as_telegram_cleans_them(raw: Raw, siti: Person, given: str, kept: str) -> None:
    assert (await raw("sendMessage", chat_id=siti.id, text=given))["text"] == kept
    marked = await raw("sendMessage", chat_id=siti.id, text=f"{given}<b>tebal</b>", parse_mode="HTML")
    entity = marked["entities"][0]
    assert marked["text"][entity["offset"] :][: entity["length"]] == "tebal"


async def test_buttons_that_say_nothing_are_left_out(raw: Raw, siti: Person) -> None:
    rows = [[{"text": "", "callback_data": "a"}, {"text": "b", "callback_data": "b"}], [{"text": "", "url": "a.id"}]]
    sent = await raw("sendMessage", chat_id=siti.id, text="x", reply_markup={"inline_keyboard": rows})
    assert sent["reply_markup"] == {"inline_keyboard": [[{"text": "b", "callback_data": "b"}]]}
    await raw("sendMessage", chat_id=siti.id, text="x", reply_markup={"keyboard": [["", "satu"], [""]]})
    assert (await siti.screen()).keyboard == ["satu"]


async def test_what_was_put_where_people_type_can_never_be_edited(raw: Raw, siti: Person) -> None:
    source = await raw("sendMessage", chat_id=siti.id, text="asal")
    forwarded = await raw("forwardMessage", chat_id=siti.id, from_chat_id=siti.id, message_id=source["message_id"])
    markups: tuple[Json, ...] = ({"keyboard": [["a"]]}, {"remove_keyboard": True}, {"force_reply": True})
    fixed = [await raw("sendMessage", chat_id=siti.id, text="x", reply_markup=markup) for markup in markups]
    for message in (forwarded, *fixed):
        refused = await raw.whole("editMessageText", chat_id=siti.id, message_id=message["message_id"], text="y")
        assert refused["description"] == "Bad Request: message can't be edited"


async def test_a_text_gives_way_to_a_photo(raw: Raw, siti: Person) -> None:
    await siti.send(photo=True)
    photo = (await raw("getUpdates"))[-1]["message"]["photo"][-1]["file_id"]
    sent = await raw("sendMessage", chat_id=siti.id, text="sebentar")
    media = {"type": "photo", "media": photo, "caption": "jadi"}
    edited = await raw("editMessageMedia", chat_id=siti.id, message_id=sent["message_id"], media=media)
    assert "text" not in edited
    assert (edited["photo"][-1]["file_id"], edited["caption"]) == (photo, "jadi")


async def test_a_forwarded_message_names_its_origin_in_the_new_way_and_the_old(raw: Raw, siti: Person) -> None:
    await siti.send("asli")
    await siti.send("anonim", forwarded_from="Seseorang")
    first, hidden = (u["message"] for u in await raw("getUpdates"))
    copy = await raw("forwardMessage", chat_id=siti.id, from_chat_id=siti.id, message_id=first["message_id"])
    assert copy["forward_origin"] == {"type": "user", "sender_user": first["from"], "date": first["date"]}
    assert (copy["forward_from"], copy["forward_date"]) == (first["from"], first["date"])
    assert hidden["forward_sender_name"] == hidden["forward_origin"]["sender_user_name"] == "Seseorang"
    plain = await raw("copyMessage", chat_id=siti.id, from_chat_id=siti.id, message_id=hidden["message_id"])
    assert plain.keys() == {"message_id"}
    assert not [key for key in (await siti.screen()).last.raw if key.startswith("forward")]


async def test_a_caption_can_be_taken_away_by_an_empty_one(raw: Raw, siti: Person) -> None:
    await siti.send(photo=True, caption="rahasia")
    number = (await siti.screen()).last.id
    await raw("copyMessage", chat_id=siti.id, from_chat_id=siti.id, message_id=number, caption="")
    assert "caption" not in (await siti.screen()).last.raw


async def test_a_bot_hears_of_its_own_service_messages(raw: Raw, siti: Person, led: Group) -> None:
    await led.change("promote", rights=dict.fromkeys(("can_pin_messages", "can_change_info"), True))
    sent = await raw("sendMessage", chat_id=led.id, text="penting")
    await raw("getUpdates", offset=-1)
    await raw("pinChatMessage", chat_id=led.id, message_id=sent["message_id"])
    await raw("setChatTitle", chat_id=led.id, title="Rapat")
    await raw("leaveChat", chat_id=led.id)
    me = (await raw("getMe"))["id"]
    heard = [u["message"] for u in await raw("getUpdates") if "message" in u and u["message"]["from"]["id"] == me]
    assert [m.get("pinned_message", {}).get("text") for m in heard] == ["penting", None, None]
    assert heard[1]["new_chat_title"] == "Rapat"
    assert heard[2]["left_chat_member"]["id"] == heard[2]["left_chat_participant"]["id"] == me


async def test_webhooks_are_set_and_deleted_with_a_sentence(raw: Raw) -> None:
    url = "http://127.0.0.1:9/none"
    said = [
        (await raw.whole(method, **fields))["description"]
        for method, fields in (
            ("deleteWebhook", {}),
            ("setWebhook", {"url": url, "max_connections": 500}),
            ("setWebhook", {"url": url, "max_connections": 500}),
            ("setWebhook", {"url": ""}),
        )
    ]
    assert said == [
        "Webhook is already deleted",
        "Webhook was set",
        "Webhook is already set",
        "Webhook was deleted",
    ]
    await raw("setWebhook", url=url, max_connections=500)
    assert await raw("getWebhookInfo") == {
        "url": url,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 100,
        "ip_address": "127.0.0.1",
    }


async def test_allowed_updates_that_are_none_mean_the_usual_ones(raw: Raw) -> None:
    for asked, told in (
        (["chat_member", "MESSAGE", "moon"], ["chat_member", "message"]),
        ("nonsense", ["chat_member", "message"]),
        (["moon"], None),
    ):
        await raw("getUpdates", allowed_updates=asked, limit="x", offset="-1")
        assert (await raw("getWebhookInfo")).get("allowed_updates") == told


async def test_who_asks_to_be_let_in(sandbox: Sandbox, raw: Raw, siti: Person, led: Group) -> None:
    kinds = ["chat_join_request", "chat_member", "message"]
    await raw("getUpdates", offset=-1, allowed_updates=kinds)
    link = await raw("createChatInviteLink", chat_id=led.id, creates_join_request=True)
    rina = await sandbox.client.person("Rina")
    await led.change("join", rina, invite_link=link["invite_link"])
    request = next(u["chat_join_request"] for u in await raw("getUpdates") if "chat_join_request" in u)
    assert (request["from"]["id"], request["user_chat_id"], request["invite_link"]) == (rina.id, rina.id, link)
    assert await raw("sendMessage", chat_id=request["user_chat_id"], text="Siapa Anda?")
    await raw("approveChatJoinRequest", chat_id=led.id, user_id=rina.id)
    change = next(u["chat_member"] for u in await raw("getUpdates") if "chat_member" in u)
    assert change["new_chat_member"]["status"] == "member"
    assert (change["invite_link"], change["via_join_request"]) == (link, True)


async def test_a_restricted_member_keeps_what_was_granted(raw: Raw, siti: Person, budi: Person, led: Group) -> None:
    await led.change("promote", rights={"can_restrict_members": True})
    await raw("restrictChatMember", chat_id=led.id, user_id=budi.id, permissions={"can_send_other_messages": True})
    member = await raw("getChatMember", chat_id=led.id, user_id=budi.id)
    granted = {name for name, value in member.items() if value is True and name.startswith("can_")}
    assert {"can_send_messages", "can_send_photos", "can_send_other_messages"} <= granted, "the ones below come along"
    assert not granted & {"can_send_polls", "can_pin_messages", "can_invite_users"}
    assert (member["status"], member["is_member"], member["until_date"]) == ("restricted", True, 0)
    await raw("restrictChatMember", chat_id=led.id, user_id=budi.id, permissions={"can_send_messages": True})
    assert await budi.send("boleh", chat=led)
    with pytest.raises(Refused, match="Budi may not send that there"):
        await budi.send(photo=True, chat=led)


async def test_bans_end_when_their_time_is_up(
    sandbox: Sandbox, raw: Raw, siti: Person, budi: Person, led: Group
) -> None:
    await led.change("promote", rights={"can_restrict_members": True})
    rina = await sandbox.client.person("Rina")
    await led.change("add", rina)
    now = int(sandbox.clock.timestamp())
    silent = {"permissions": {"can_send_messages": False}, "chat_id": led.id, "user_id": budi.id}
    await raw("restrictChatMember", **silent, until_date=now + 3600)
    await raw("banChatMember", chat_id=led.id, user_id=rina.id, until_date=now + 3600)

    async def standing() -> list[str]:
        asked = [await raw("getChatMember", chat_id=led.id, user_id=who.id) for who in (budi, rina)]
        return [member["status"] for member in asked]

    with pytest.raises(Refused, match="Budi may not send that there"):
        await budi.send("boleh?", chat=led)
    assert await standing() == ["restricted", "kicked"]
    await sandbox.client.advance(3601)
    assert await budi.send("boleh!", chat=led)
    assert await standing() == ["member", "left"]
    await raw("restrictChatMember", **silent, until_date=now + 3610)
    await sandbox.client.advance(86_400)
    assert (await standing())[0] == "restricted", "for less than 30 seconds means for ever"
