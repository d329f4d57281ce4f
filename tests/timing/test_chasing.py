"""Chasing agencies: who is told what, at which minute, and that nobody is told twice."""

from datetime import timedelta

import pytest

from bot.timing.reminding import RETRY
from storage import reminders
from storage.tables import GroupRole, Identity, Proposal, Reminder, ReminderKind
from tests.timing.world import COORDINATION, ENVIRONMENT, LEADERSHIP, PETUGAS, ROADS, SITI, Season, wib

BURNING = "Rumah terbakar di sebelah pasar, api membesar"


async def test_a_silent_agency_is_chased_escalated_and_told_to_the_leadership(opened: Season) -> None:
    number = await opened.file()
    ticket = (await opened.row(number)).ticket
    opened.said.clear()
    await opened.pass_to("2026-12-10 12:00")
    assert opened.to(opened.group(ROADS)) == [
        ("2026-11-26 11:45", f"⏳ {ticket} · Saluran air dan banjir belum ditanggapi; batasnya Jum 27 Nov 16.00."),
        ("2026-11-27 16:00", f"🔴 {ticket} · Saluran air dan banjir melewati batas tanggapan (Jum 27 Nov 16.00)."),
    ]
    heading, card = opened.to(COORDINATION)
    assert heading == ("2026-12-01 16:00", f"🚨 {ticket} belum ditanggapi PUPR PRKP selama 5 hari kerja.")
    assert card == ("2026-12-01 16:00", f"🆕 {ticket} · Saluran air dan banjir")
    assert opened.to(LEADERSHIP) == [
        ("2026-12-03 16:00", f"🚨 {ticket} · Saluran air dan banjir belum ditanggapi PUPR PRKP selama 7 hari kerja.")
    ]
    assert opened.to(SITI) == []


async def test_a_reminder_stands_under_the_card(opened: Season) -> None:
    await opened.file()
    card = next(said for said in opened.said if said.chat == opened.group(ROADS) and said.method == "sendMessage")
    await opened.pass_to("2026-11-26 12:00")
    reply = opened.last(opened.group(ROADS)).payload["reply_parameters"]["message_id"]
    sent = [said for said in opened.said if said.method.startswith("send")]
    assert reply == sent.index(card) + 1


async def test_whoever_answers_is_left_in_peace_until_the_next_clock(opened: Season) -> None:
    number = await opened.file()
    await opened.pass_to("2026-11-26 11:44")
    await opened.do(lambda desk: desk.accept(number, PETUGAS))
    opened.said.clear()
    await opened.pass_to("2026-12-14 16:00")
    assert [minute for minute, _text in opened.to(opened.group(ROADS))] == ["2026-12-03 16:00", "2026-12-14 16:00"]
    assert opened.to(COORDINATION) == []


async def test_a_promise_moves_the_chase(opened: Season) -> None:
    number = await opened.file()
    await opened.do(lambda desk: desk.accept(number, PETUGAS))
    await opened.do(lambda desk: desk.promise(number, PETUGAS, wib("2027-01-29").date()))
    opened.said.clear()
    await opened.pass_to("2027-02-03 16:00")
    times = [minute for minute, _text in opened.to(opened.group(ROADS))]
    assert times == ["2027-01-20 16:00", "2027-01-29 16:00"]
    assert "janji selesai Jum 29 Jan 16.00 sudah tiba" in opened.last(opened.group(ROADS)).text
    assert [minute for minute, _text in opened.to(COORDINATION)] == ["2027-02-02 16:00"] * 2


async def test_after_a_long_downtime_everybody_is_told_once(opened: Season) -> None:
    """The half time, the due moment and the escalations all passed: one message for each audience."""
    await opened.file()
    opened.said.clear()
    opened.moment.move_to(wib("2026-12-07 09:00"))
    await opened.tick()
    await opened.tick()
    assert [minute for minute, _text in opened.to(opened.group(ROADS))] == ["2026-12-07 09:00"]
    assert "melewati batas tanggapan" in opened.last(opened.group(ROADS)).text
    assert len([said for said in opened.said if said.chat == COORDINATION and said.text.startswith("🚨")]) == 1
    assert len(opened.to(LEADERSHIP)) == 1


async def test_nothing_is_said_at_night_and_nothing_to_offices_on_days_off(opened: Season) -> None:
    await opened.file()
    asked = await opened.file()
    await opened.do(lambda desk: desk.ask(asked, PETUGAS, "Sebelah mana?"))
    opened.said.clear()
    opened.moment.move_to(wib("2026-11-27 22:30"))  # down since Thursday; back on Friday night
    await opened.tick()
    assert opened.said == []
    await opened.pass_to("2026-11-30 12:00")
    assert [minute for minute, _text in opened.to(SITI)] == ["2026-11-28 06:00", "2026-11-29 08:12"]
    assert [minute for minute, _text in opened.to(opened.group(ROADS))] == ["2026-11-30 07:30"]


async def test_an_emergency_is_spoken_of_at_any_hour(opened: Season) -> None:
    await opened.file("bencana_damkar_hewan", BURNING)
    opened.said.clear()
    opened.moment.move_to(wib("2026-11-28 23:30"))
    await opened.tick()
    assert [said.minute for said in opened.said][:1] == ["2026-11-28 23:30"]


async def test_many_at_once_are_one_list_whose_tickets_open_cards(opened: Season) -> None:
    tickets = [(await opened.row(await opened.file())).ticket for _ in range(25)]
    opened.said.clear()
    await opened.pass_to("2026-11-27 16:00")
    lists = [said for said in opened.said if said.chat == opened.group(ROADS) and said.minute == "2026-11-27 16:00"]
    assert [len(said.buttons) for said in lists] == [20, 5]
    assert lists[0].text.startswith("⏰ 25 laporan perlu perhatian.")
    assert [ticket for said in lists for ticket in said.buttons] == tickets
    assert all(len(said.text) < 4_096 for said in lists)


async def test_what_one_group_hears_at_once_is_one_list_however_many_groups_there_are(
    opened: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.timing.reminding.PORTION", 6)
    for _ in range(4):
        await opened.file()
        await opened.file("sampah")
    await opened.pass_to("2026-11-27 16:00")
    for code in (ROADS, ENVIRONMENT):
        told = opened.to(opened.group(code), "2026-11-26 17:00")
        assert [line for _minute, line in told] == ["⏰ 4 laporan perlu perhatian. Ketuk nomornya untuk membuka kartu."]


async def test_the_leadership_reads_a_list_and_has_nothing_to_tap(opened: Season) -> None:
    for _ in range(4):
        await opened.file()
    await opened.pass_to("2026-12-03 17:00")
    read = [said for said in opened.said if said.chat == LEADERSHIP]
    assert [(said.text.split("\n")[0], said.buttons) for said in read] == [("⏰ 4 laporan perlu perhatian.", ())]


async def test_a_confidential_story_is_in_no_reminder(opened: Season) -> None:
    number = await opened.file()
    async with opened.database.transaction(opened.moment.now()) as transaction:
        report = await transaction.session.get(type(await opened.row(number)), number)
        assert report is not None
        report.identity = Identity.CONFIDENTIAL
    opened.said.clear()
    await opened.pass_to("2026-11-27 16:00")
    for said in opened.said:
        assert "tersumbat" not in said.text
        assert said.payload["protect_content"] is True


async def test_a_group_unlinked_meanwhile_leaves_its_reminders_to_the_coordinators(opened: Season) -> None:
    await opened.file()
    async with opened.database.transaction(opened.moment.now()) as transaction:
        group = await transaction.groups.get(opened.group(ROADS))
        assert group is not None
        await transaction.groups.link(group, GroupRole.UNLINKED, None, None)
    opened.said.clear()
    await opened.pass_to("2026-11-27 16:00")
    assert opened.to(opened.group(ROADS)) == []
    assert [minute for minute, _text in opened.to(COORDINATION)] == ["2026-11-26 11:45", "2026-11-27 16:00"]


async def test_while_the_coordinators_decide_the_agency_is_not_chased(opened: Season) -> None:
    number = await opened.file()
    await opened.do(lambda desk: desk.propose(number, PETUGAS, Proposal.CANNOT_ACT, "Bukan jalan kabupaten"))
    opened.said.clear()
    await opened.pass_to("2026-12-20 16:00")
    assert opened.to(opened.group(ROADS)) == []
    assert [minute for minute, _text in opened.to(COORDINATION)] == ["2026-12-16 16:00"] * 2


async def test_a_clock_set_back_or_forward_says_nothing_twice(opened: Season) -> None:
    await opened.file()
    await opened.pass_to("2026-11-27 16:00")
    said = len(opened.said)
    opened.moment.move(timedelta(days=-2))
    await opened.pass_to("2026-11-27 17:00")
    assert len(opened.said) == said


async def test_a_rerouted_report_is_the_other_agencys_with_a_clock_of_its_own(opened: Season) -> None:
    number = await opened.file()
    await opened.pass_to("2026-11-26 09:00")
    await opened.do(lambda desk: desk.reroute(number, PETUGAS, ENVIRONMENT, "Ini lampu jalan"))
    opened.said.clear()
    await opened.pass_to("2026-12-01 16:00")
    assert opened.to(opened.group(ROADS)) == []
    assert [minute for minute, _text in opened.to(opened.group(ENVIRONMENT))] == [
        "2026-11-30 11:45",
        "2026-12-01 16:00",
    ]


async def test_one_that_cannot_be_worked_is_tried_later_and_does_not_stop_the_others(
    opened: Season, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = await opened.file(), await opened.file()
    genuine = type(opened.office).rules

    def rules(office: object, report: object) -> object:
        if getattr(report, "id", None) == broken:
            raise RuntimeError("a fault in the rules")
        return genuine(office, report)  # type: ignore[arg-type]

    monkeypatch.setattr(type(opened.office), "rules", rules)
    opened.said.clear()
    opened.moment.move_to(wib("2026-11-26 11:45"))
    await opened.tick()
    ticket = (await opened.row(sound)).ticket
    assert [text.split()[1] for _minute, text in opened.to(opened.group(ROADS))] == [ticket]
    monkeypatch.undo()
    assert await opened.next_due() == opened.moment.now() + RETRY
    await opened.pass_to("2026-11-26 13:00")
    assert len(opened.to(opened.group(ROADS))) == 2


async def test_a_row_about_no_report_any_more_is_dropped(opened: Season) -> None:
    async with opened.database.transaction(opened.moment.now()) as transaction:
        transaction.session.add(
            Reminder(
                subject=reminders.of_report(77), kind=ReminderKind.CONFIRM, number=1, due_at=opened.moment.now()
            )
        )  # fmt: skip
    await opened.tick()
    assert await opened.next_due() is None
