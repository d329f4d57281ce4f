"""What a report's clocks will do: the table of docs/reminders.md, in working days, over weekends, Lebaran and the year's end."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.deadlines import WorkingTime
from reports.holiday_calendar import FixedHolidays, IndonesianHolidays
from reports.regency import Category, Clocks, WorkHours
from reports.reminders import Audience, Rules, newest_for_each, planned
from storage.reminders import Planned
from storage.tables import Closing, Proposal, ReminderKind, Report, Status
from tests.reports.desk.world import REGENCY, category
from tests.storage.samples import report

JAKARTA = ZoneInfo("Asia/Jakarta")
USUAL = WorkHours(time(7, 30), time(16, 0))
INDONESIA = WorkingTime(JAKARTA, USUAL, IndonesianHolidays())
ALWAYS = WorkingTime(JAKARTA, WorkHours(time(0), time(23, 59)), FixedHolidays())
ROADS = category("jalan", "PUPR", proof=True, days=14)
LIGHTS = category("pju", "DLH", proof=False, days=1)
NOBODYS = REGENCY.category_of_report("lama")


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


def filed(at: str, kind: Category = ROADS, **values: Any) -> Report:
    """Return a report as the desk files it."""
    moment = wib(at)
    due = INDONESIA.due(moment, kind.response_days or 3)
    done = INDONESIA.due(moment, kind.resolution_days)
    return report(category=kind.code, filed_at=moment, response_due=due, resolution_due=done, **values)


def table(
    about: Report, now: datetime | None = None, kind: Category = ROADS, clocks: Clocks | None = None
) -> list[tuple[str, str]]:
    """Return kinds with their local moments, in order of time."""
    rules = Rules(kind, clocks or Clocks(), INDONESIA)
    found = sorted(planned(about, rules, now or about.filed_at), key=lambda item: item.at)
    return [(item.kind.value, f"{item.at.astimezone(JAKARTA):%Y-%m-%d %H:%M}") for item in found]


def test_an_unanswered_report_is_chased_at_half_time_three_five_and_seven_days() -> None:
    assert table(filed("2026-11-24 08:12")) == [
        ("response_half", "2026-11-26 11:45"),
        ("response_due", "2026-11-27 16:00"),
        ("response_escalated", "2026-12-01 16:00"),
        ("response_leadership", "2026-12-03 16:00"),
        ("resolution_due", "2026-12-14 16:00"),
        ("resolution_escalated", "2026-12-16 16:00"),
    ]


def test_over_lebaran_every_day_is_a_working_day() -> None:
    """Filed a minute before closing on the last working day before Lebaran 2026 (18 to 24 March are holidays)."""
    assert table(filed("2026-03-17 15:59"))[:4] == [
        ("response_half", "2026-03-26 11:45"),
        ("response_due", "2026-03-27 16:00"),
        ("response_escalated", "2026-03-31 16:00"),
        ("response_leadership", "2026-04-02 16:00"),
    ]


def test_over_a_year_end_the_new_year_is_left_out() -> None:
    assert table(filed("2026-12-30 09:00"))[:4] == [
        ("response_half", "2027-01-04 11:45"),
        ("response_due", "2027-01-06 16:00"),
        ("response_escalated", "2027-01-08 16:00"),
        ("response_leadership", "2027-01-12 16:00"),
    ]


def test_of_two_clocks_only_the_nearer_one_says_when_half_is_gone() -> None:
    kinds = [kind for kind, _ in table(filed("2026-11-24 08:12", LIGHTS), kind=LIGHTS)]
    assert kinds[:3] == ["resolution_half", "resolution_due", "response_due"]
    assert "response_half" not in kinds


def test_once_answered_only_the_resolution_is_chased() -> None:
    taken = filed("2026-11-24 08:12", status=Status.IN_PROGRESS, responded_at=wib("2026-11-24 09:00"))
    assert [kind for kind, _ in table(taken)] == ["resolution_half", "resolution_due", "resolution_escalated"]
    replied = filed("2026-11-24 08:12", responded_at=wib("2026-11-24 09:00"))
    assert table(replied) == table(taken)


def test_a_half_time_that_has_passed_is_left_out() -> None:
    promised = filed("2026-11-24 08:12", status=Status.IN_PROGRESS, responded_at=wib("2026-11-24 09:00"))
    promised.promised_for = promised.resolution_due = wib("2026-11-26 16:00")
    now = wib("2026-11-24 09:00")
    assert table(promised, now) == [
        ("resolution_due", "2026-11-26 16:00"),
        ("resolution_escalated", "2026-11-30 16:00"),
    ]


def test_while_the_coordinators_decide_only_they_are_chased() -> None:
    proposed = filed("2026-11-24 08:12", proposal=Proposal.CANNOT_ACT, responded_at=wib("2026-11-24 09:00"))
    assert [kind for kind, _ in table(proposed)] == ["resolution_escalated"]


def test_a_question_is_recalled_after_two_and_five_days_and_lapses_after_ten_working_days() -> None:
    waiting = filed("2026-11-24 08:12", status=Status.WAITING_REPORTER, waiting_since=wib("2026-11-25 10:30"))
    assert table(waiting) == [
        ("question", "2026-11-27 10:30"),
        ("question", "2026-11-30 10:30"),
        ("question_lapse", "2026-12-09 16:00"),
    ]


def test_is_it_fixed_is_asked_after_three_and_seven_days_and_lapses_after_ten_working_days() -> None:
    done = filed("2026-11-24 08:12", status=Status.RESOLVED, resolved_at=wib("2026-12-18 14:00"))
    assert table(done) == [
        ("confirm", "2026-12-21 14:00"),
        ("confirm", "2026-12-25 14:00"),
        ("confirm_lapse", "2027-01-07 16:00"),
    ]


def test_nobody_is_asked_again_after_the_end() -> None:
    done = filed("2026-11-24 08:12", status=Status.RESOLVED, resolved_at=wib("2026-11-25 14:00"))
    kinds = [kind for kind, _ in table(done, clocks=Clocks(confirm_days=2))]
    assert kinds == ["confirm_lapse"]


@pytest.mark.parametrize(("kind", "expected"), [(ROADS, 1), (LIGHTS, 0), (NOBODYS, 0)])
def test_only_proven_repairs_are_looked_at_again_four_weeks_later(kind: Category, expected: int) -> None:
    ended = wib("2026-12-01 10:00")
    closed = filed("2026-11-24 08:12", status=Status.CLOSED, closing=Closing.CONFIRMED, ended_at=ended)
    assert table(closed, kind=kind) == [], "it was never resolved"
    closed.resolved_at = wib("2026-11-30 10:00")
    assert table(closed, kind=kind) == [("still_good", "2026-12-29 10:00")] * expected


@pytest.mark.parametrize("status", [Status.CANNOT_ACT, Status.REJECTED, Status.MERGED, Status.WITHDRAWN])
def test_what_has_ended_otherwise_is_left_alone(status: Status) -> None:
    assert table(filed("2026-11-24 08:12", status=status, ended_at=wib("2026-11-25 08:00"))) == []


def test_a_category_the_configuration_dropped_keeps_the_regencys_days() -> None:
    kinds = [kind for kind, _ in table(filed("2026-11-24 08:12"), kind=NOBODYS)]
    assert kinds[:4] == ["response_half", "response_due", "response_escalated", "response_leadership"]


def test_a_category_of_its_own_days_escalates_as_long_after_as_the_others() -> None:
    quick = replace(ROADS, response_days=1)
    assert table(filed("2026-11-24 08:12", quick), kind=quick)[:4] == [
        ("response_half", "2026-11-25 11:45"),
        ("response_due", "2026-11-25 16:00"),
        ("response_escalated", "2026-11-27 16:00"),
        ("response_leadership", "2026-12-01 16:00"),
    ]


@given(st.integers(0, 60 * 24 * 400), st.sampled_from([1, 3, 14]), st.integers(1, 5))
def test_moments_never_come_before_the_clock_starts_and_keep_their_order(
    minute: int, resolution: int, response: int
) -> None:
    start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=minute)
    rules = Rules(replace(ROADS, resolution_days=resolution, response_days=response), Clocks(), INDONESIA)
    due, done = INDONESIA.due(start, response), INDONESIA.due(start, resolution)
    about = report(filed_at=start, response_due=due, resolution_due=done)
    found = planned(about, rules, start)
    moments = {item.kind: item.at for item in found}
    assert all(at > start for at in moments.values())
    chain = ("response_half", "response_due", "response_escalated", "response_leadership")
    times = [moments[ReminderKind(kind)] for kind in chain if ReminderKind(kind) in moments]
    assert times == sorted(times)
    assert len({item.key for item in found}) == len(found)
    assert planned(about, rules, start) == found


def test_numbers_follow_the_clock_that_runs() -> None:
    rules = Rules(ROADS, Clocks(), INDONESIA)
    about = filed("2026-11-24 08:12")
    before = {item.key for item in planned(about, rules, about.filed_at)}
    about.response_due = wib("2026-12-01 16:00")
    after = {item.key for item in planned(about, rules, about.filed_at)}
    assert {kind.value for kind, _ in before & after} == {"resolution_due", "resolution_escalated"}


def test_days_beyond_daylight_are_plain_spans() -> None:
    rules = Rules(ROADS, Clocks(question_reminders=(1,), waiting_days=1), ALWAYS)
    waiting = filed("2026-11-24 08:12", status=Status.WAITING_REPORTER, waiting_since=wib("2026-11-27 23:30"))
    assert [item.at for item in planned(waiting, rules, waiting.filed_at)] == [
        wib("2026-11-28 23:30"),
        wib("2026-11-30 23:59"),
    ]


def test_whoever_is_told_late_is_told_once() -> None:
    about = filed("2026-11-24 08:12")
    newest = newest_for_each(planned(about, Rules(ROADS, Clocks(), INDONESIA), about.filed_at))
    assert {who: item.kind for who, item in newest.items()} == {
        Audience.AGENCY: ReminderKind.RESOLUTION_DUE,
        Audience.COORDINATION: ReminderKind.RESOLUTION_ESCALATED,
        Audience.LEADERSHIP: ReminderKind.RESPONSE_LEADERSHIP,
    }
    assert newest_for_each([]) == {}
    one = Planned(ReminderKind.CONFIRM, 1, about.filed_at)
    assert newest_for_each([one]) == {Audience.REPORTER: one}
