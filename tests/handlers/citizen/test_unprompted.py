"""Words of buttons, typed while messages wait in the offer to make a report of them."""

from typing import Any

import pytest

from tests.handlers.citizen.test_albums import photo
from tests.handlers.conftest import Counter

STORY = "Jalan berlubang dalam di depan pasar, dua motor jatuh"


async def _agreed(counter: Counter) -> None:
    await counter.send(text="/start")
    await counter.send(text="Setuju dan lanjut")


def buttons(call: dict[str, Any]) -> list[str]:
    return [button["text"] for row in call["reply_markup"]["inline_keyboard"] for button in row]


@pytest.mark.parametrize("word", ["batal", "Batal", "/batal", "Cancel"])
async def test_cancel_drops_what_waits_and_the_buttons_of_the_offer(counter: Counter, word: str) -> None:
    await _agreed(counter)
    await counter.send(text=STORY)
    if word == "Cancel":
        await counter.send(text="English")
    stripped, said = await counter.send(text=word)
    assert stripped["method"] == "editMessageReplyMarkup"
    assert said["text"].startswith(("Laporan dibatalkan", "The report is cancelled"))
    opened = await counter.send(text="/lapor")
    assert any(part in opened[0]["text"] for part in ("Langkah 1 dari 6", "Step 1 of 6"))


@pytest.mark.parametrize("word", ["kembali", "lewati", "lanjut", "kirim", "ubah"])
async def test_other_words_of_the_form_bring_the_offer_again_and_are_not_kept(counter: Counter, word: str) -> None:
    await _agreed(counter)
    await counter.send(text=STORY)
    offered, stripped = await counter.send(text=word)
    assert buttons(offered) == ["Buat laporan", "Laporan saya", "Bantuan"]
    assert "2 pesan" not in offered["text"]
    assert stripped["method"] == "editMessageReplyMarkup"
    opened = await counter.send(text="buat laporan")
    assert "Langkah 2 dari 6" in opened[0]["text"]


async def test_the_offers_own_words_do_what_its_buttons_do(counter: Counter) -> None:
    await _agreed(counter)
    await counter.send(text=STORY)
    assert "Bantuan" in (await counter.send(text="bantuan"))[0]["text"]
    assert "belum punya laporan" in (await counter.send(text="laporan saya"))[0]["text"]
    assert "Langkah 2 dari 6" in (await counter.send(text="Buat laporan"))[0]["text"]


async def test_cancel_with_nothing_waiting_says_so(counter: Counter) -> None:
    await _agreed(counter)
    (said,) = await counter.send(text="batal")
    assert said["text"] == "Tidak ada yang perlu dibatalkan."


async def test_cancel_before_consent_drops_what_waits_too(counter: Counter) -> None:
    await counter.send(text=STORY)
    stripped, said = await counter.send(text="batal")
    assert stripped["method"] == "editMessageReplyMarkup"
    assert said["text"].startswith("Laporan dibatalkan")
    (_consent, *_rest) = await counter.send(text="/lapor")
    opened = await counter.send(text="Setuju dan lanjut")
    assert any("Langkah 1 dari 6" in call.get("text", "") for call in opened)


async def test_an_album_item_on_its_way_does_not_undo_a_cancel(counter: Counter) -> None:
    await _agreed(counter)
    await counter.send(**photo(1))
    assert len(await counter.send(text="batal")) == 2
    assert await counter.send(**photo(2)) == []
    assert "Langkah 1 dari 6" in (await counter.send(text="/lapor"))[0]["text"]
