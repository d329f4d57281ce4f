"""The satisfaction survey in the chat: nine taps or numbers after a closed report, once a quarter, and never in the way."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from handlers.notices import Notices
from reports.actors import officer
from reports.desk import Desk, Filing
from reports.filing.attachments import Attachment
from reports.satisfaction import index
from storage.tables import AttachmentKind, Identity, Report
from tests.handlers.conftest import ADI, Counter
from tests.timing.world import wib

PETUGAS = officer(11, "Petugas", "DLHP")
PHOTO = Attachment(AttachmentKind.PHOTO, "photo", "unique")
SKIP = "lewati"


class Citizen:
    """Somebody with a resolved report; types or taps."""

    def __init__(self, counter: Counter, user: int = ADI) -> None:
        self.counter = counter
        self.user = user
        self._updates = 10_000 * user

    async def report(self) -> int:
        """File a report and have it resolved."""
        await self.counter.send(self.user, text="/start")
        await self.counter.send(self.user, text="Setuju dan lanjut")
        filing = Filing(await self._person(), "Sampah menumpuk di pasar", "sampah", None, [], Identity.ANONYMOUS)
        number = (await self._do(lambda desk: desk.file(filing))).id or 0
        await self._do(lambda desk: desk.accept(number, PETUGAS))
        await self._do(lambda desk: desk.resolve(number, PETUGAS, "Sudah diangkut", [PHOTO]))
        return number

    async def say(self, text: str) -> list[dict[str, Any]]:
        return await self.counter.send(self.user, text=text)

    async def tap(self, label: str, calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Tap a button of the last of these calls that has it."""
        rows = [row for call in calls for row in (call.get("reply_markup") or {}).get("inline_keyboard", [])]
        data = next(button["callback_data"] for row in reversed(rows) for button in row if button["text"] == label)
        self._updates += 1
        chat = {"id": self.user, "type": "private", "first_name": "Adi"}
        person = {"id": self.user, "is_bot": False, "first_name": "Adi"}
        message = {"message_id": 77, "date": 1, "chat": chat, "text": "?"}
        query = {"id": str(self._updates), "from": person, "chat_instance": "1", "message": message, "data": data}
        return await self.counter.work({"update_id": self._updates, "callback_query": query}, self.user)

    async def judge(self) -> list[dict[str, Any]]:
        """Say that it is fixed, give stars, and skip the comment; return what is asked then."""
        await self.say("Sudah beres")
        await self.say("5")
        return await self.say(SKIP)

    async def _person(self) -> int:
        async with self.counter.database.transaction(self.counter.moment.now()) as transaction:
            person = await transaction.people.by_account(self.user)
        assert person is not None
        return person.id

    async def _do(self, act: Callable[[Desk], Awaitable[Report]]) -> Report:
        office = self.counter.office
        async with self.counter.database.transaction(self.counter.moment.now()) as transaction:
            return await act(Desk(transaction, office.regency, office.calendar, Notices(office, transaction)))


@pytest.fixture
async def citizen(counter: Counter) -> Citizen:
    made = Citizen(counter)
    await made.report()
    return made


def asked(calls: list[dict[str, Any]]) -> str:
    return " ".join(call.get("text", "") for call in calls)


async def kept(counter: Counter, quarter: str = "2026-4") -> list[tuple[int, ...]]:
    async with counter.database.reading() as reading:
        return await reading.surveys.of_agency("DLHP", quarter)


async def test_nine_taps_are_kept(citizen: Citizen) -> None:
    calls = await citizen.judge()
    assert "survei tentang DLHP" in asked(calls)
    calls = await citizen.tap("Isi survei", calls)
    for number in range(1, 10):
        assert f"Survei {number} dari 9" in asked(calls)
        assert [call["method"] for call in calls] == ["editMessageText", "answerCallbackQuery"]
        calls = await citizen.tap("4 Sangat baik" if number % 2 else "3 Baik", calls)
    assert "Terima kasih, survei Anda tersimpan" in asked(calls)
    assert await kept(citizen.counter) == [(4, 3, 4, 3, 4, 3, 4, 3, 4)]


async def test_the_same_can_be_typed(citizen: Citizen) -> None:
    await citizen.judge()
    calls = await citizen.say("isi survei")
    assert "Survei 1 dari 9" in asked(calls)
    assert "1 sampai 4" in asked(await citizen.say("lumayan"))
    assert "1 sampai 4" in asked(await citizen.say("5"))
    for _ in range(9):
        calls = await citizen.say("2")
    assert "Terima kasih" in asked(calls)
    assert await kept(citizen.counter) == [(2,) * 9]


async def test_it_may_be_skipped_at_any_time_and_is_offered_once_a_quarter(citizen: Citizen) -> None:
    calls = await citizen.tap("Isi survei", await citizen.judge())
    await citizen.tap("Lewati", calls)
    assert await kept(citizen.counter) == []
    await citizen.report()
    assert "survei" not in asked(await citizen.judge())
    citizen.counter.moment.move_to(wib("2027-01-04 09:00"))
    await citizen.report()
    assert "survei tentang DLHP" in asked(await citizen.judge())


async def test_a_comment_leads_to_the_offer_too(citizen: Citizen) -> None:
    await citizen.say("Sudah beres")
    await citizen.say("4")
    assert "survei tentang DLHP" in asked(await citizen.say("Cepat sekali, terima kasih"))
    assert "isi survei, atau lewati" in asked(await citizen.say("nanti saja"))


async def test_a_button_of_another_question_is_stale(citizen: Citizen) -> None:
    first = await citizen.tap("Isi survei", await citizen.judge())
    await citizen.tap("3 Baik", first)
    (alert,) = await citizen.tap("1 Tidak baik", first)
    assert (alert["method"], alert["show_alert"]) == ("answerCallbackQuery", True)
    calls = await citizen.say("4")
    assert "Survei 3 dari 9" in asked(calls)


async def test_an_open_form_does_not_wait_for_the_survey(citizen: Citizen) -> None:
    await citizen.say("/lapor")
    await citizen.say("Jalan berlubang dalam di depan pasar")
    push = {"reply_markup": {"inline_keyboard": [[{"text": "Sudah beres", "callback_data": "r1:fixed:1:-"}]]}}
    calls = await citizen.tap("Sudah beres", [push])
    calls = await citizen.tap("Lewati", calls)
    assert "Langkah 2 dari 6" in asked(calls)


async def test_the_index_is_shown_for_five_people_and_not_for_four(counter: Counter) -> None:
    for user in range(1, 6):
        person = Citizen(counter, user)
        await person.report()
        await person.judge()
        await person.say("isi survei")
        assert index(await kept(counter)) is None
        for _ in range(9):
            await person.say("3")
    found = index(await kept(counter))
    assert found is not None
    assert (found.value, found.grade, found.count) == (75.0, "C", 5)
