"""The pace: whatever is asked for and however long answers take, no window ever holds more than Telegram allows."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram import Limits, Pacing
from tests.clock import MovableMoment

PERSON, GROUP = 5_000_000_001, -1_001_234_567_890
LIMITS = Limits()

chats = st.sampled_from([PERSON, PERSON + 1, PERSON + 2, GROUP, GROUP - 1])
calls = st.lists(
    st.tuples(chats, st.integers(1, 10), st.floats(0, 0.5), st.booleans()), min_size=1, max_size=150
)  # chat, items of an album, seconds until the next wish, whether somebody waits for it


def count(pacing: Pacing, method: str, call: dict[str, Any]) -> None:
    """Count a call as begun and answered now."""
    pacing.finish(pacing.begin(method, call))


def refuse(pacing: Pacing, chat: int, seconds: float) -> None:
    """Have Telegram refuse a message to a chat."""
    pacing.note_refusal("sendMessage", {"chat_id": chat, "text": "a"}, seconds)


def most(moments: list[float], seconds: float) -> int:
    """Return how many of the moments lie at most in any window of that length, its end left out."""
    return max(sum(start <= moment < start + seconds - 1e-6 for moment in moments) for start in moments)


@settings(deadline=None, max_examples=60)
@given(calls)
def test_no_window_holds_more_than_telegram_allows(wishes: list[tuple[int, int, float, bool]]) -> None:
    clock = MovableMoment()
    pacing = Pacing(LIMITS, clock.monotonic)
    sent: list[tuple[float, int, int]] = []
    for chat, items, pause, asked in wishes:
        method = "sendMediaGroup" if items > 1 else "sendMessage"
        data = {"chat_id": chat, "media": [{}] * items} if items > 1 else {"chat_id": chat, "text": "a"}
        for _ in range(1_000):
            seconds = max(pacing.chat_wait(method, data), pacing.overall_wait(items, asked=asked))
            if seconds <= 0:
                break
            clock.move(seconds=seconds + 1e-5)
        else:
            raise AssertionError("the pace never lets it go")
        pacing.finish(pacing.begin(method, data, asked=asked))
        sent.append((clock.monotonic(), chat, items))
        clock.move(seconds=pause)
    assert most([at for at, _, items in sent for _ in range(items)], 1.0) <= LIMITS.overall
    for group in (GROUP, GROUP - 1):
        moments = [at for at, chat, items in sent if chat == group for _ in range(items)]
        assert not moments or most(moments, LIMITS.group_seconds) <= LIMITS.group
    for person in (PERSON, PERSON + 1, PERSON + 2):
        singles = [at for at, chat, items in sent if chat == person and items == 1]
        for first, at in enumerate(singles):
            within = [later for later in singles[first:] if later - at < 10 - 1e-6]
            assert len(within) <= LIMITS.burst + 10 * LIMITS.person_per_second


def test_answers_to_taps_are_not_counted() -> None:
    clock = MovableMoment()
    pacing = Pacing(LIMITS, clock.monotonic)
    for _ in range(200):
        assert pacing.wait("answerCallbackQuery", {"callback_query_id": "1"}) == 0
        count(pacing, "answerCallbackQuery", {"callback_query_id": "1"})
    assert pacing.wait("sendMessage", {"chat_id": PERSON}) == 0


def test_a_person_gets_three_at_once_and_then_one_a_second() -> None:
    clock = MovableMoment()
    pacing = Pacing(LIMITS, clock.monotonic)
    for _ in range(3):
        assert pacing.wait("sendMessage", {"chat_id": PERSON}) == 0
        count(pacing, "sendMessage", {"chat_id": PERSON})
    assert 0.9 < pacing.wait("sendMessage", {"chat_id": PERSON}) <= 1.1
    assert pacing.wait("sendMessage", {"chat_id": PERSON + 1}) == 0


def test_a_hold_lasts_until_its_time_and_a_shorter_one_does_not_end_it() -> None:
    clock = MovableMoment()
    pacing = Pacing(LIMITS, clock.monotonic)
    refuse(pacing, GROUP, 30)
    refuse(pacing, GROUP, 5)
    assert pacing.wait("sendMessage", {"chat_id": GROUP}) == 30
    assert pacing.wait("sendMessage", {"chat_id": PERSON}) == 0
    clock.move(seconds=30)
    assert pacing.wait("sendMessage", {"chat_id": GROUP}) == 0


def test_a_refusal_holds_every_call_to_its_chat_and_nothing_else() -> None:
    pacing = Pacing(LIMITS, MovableMoment().monotonic)
    pacing.note_refusal("setMessageReaction", {"chat_id": GROUP, "message_id": 1}, 295)
    assert pacing.wait("sendMessage", {"chat_id": GROUP}) == 295
    assert pacing.wait("sendMessage", {"chat_id": GROUP - 1}) == 0
    assert pacing.wait("setMessageReaction", {"chat_id": GROUP - 1, "message_id": 1}) == 0
    assert pacing.overall_wait() == 0
    assert pacing.rate() == LIMITS.overall


def test_a_refusal_of_a_call_without_a_chat_holds_its_method_and_nothing_else() -> None:
    pacing = Pacing(LIMITS, MovableMoment().monotonic)
    for _ in range(10):
        pacing.note_refusal("setMyCommands", {"commands": []}, 1_800)
    assert pacing.wait("setMyCommands", {"commands": []}) == 1_800
    assert pacing.wait("answerCallbackQuery", {"callback_query_id": "1"}) == 0
    assert pacing.wait("sendMessage", {"chat_id": PERSON}) == 0


def test_three_chats_refused_without_a_reason_of_their_own_hold_everything_for_a_while() -> None:
    clock = MovableMoment()
    pacing = Pacing(LIMITS, clock.monotonic)
    for number in range(2):
        refuse(pacing, PERSON + number, 1_800)
    refuse(pacing, PERSON, 1_800)
    assert pacing.overall_wait() == 0
    refuse(pacing, GROUP, 1_800)
    assert pacing.overall_wait() == pacing.overall_wait(cost=0) == 30
    assert pacing.rate() < LIMITS.overall
    clock.move(seconds=30)
    assert pacing.wait("sendMessage", {"chat_id": PERSON + 9}) == 0
    refuse(pacing, PERSON + 9, 4)
    assert pacing.overall_wait() == 4


def test_three_chats_refused_far_apart_hold_nothing_else() -> None:
    clock = MovableMoment()
    pacing = Pacing(LIMITS, clock.monotonic)
    for number in range(10):
        refuse(pacing, PERSON + number, 1_800)
        clock.move(seconds=31)
    assert pacing.overall_wait() == 0


def test_full_groups_that_are_refused_say_nothing_of_the_others() -> None:
    clock = MovableMoment()
    pacing = Pacing(LIMITS, clock.monotonic)
    for number in range(5):
        for _ in range(LIMITS.group // 2):
            count(pacing, "sendMessage", {"chat_id": GROUP - number})
        refuse(pacing, GROUP - number, 40)
        clock.move(seconds=2)
    assert pacing.overall_wait() == 0


def test_the_pace_lowered_by_refusals_comes_back() -> None:
    clock = MovableMoment()
    pacing = Pacing(LIMITS, clock.monotonic)
    for number in range(3):
        refuse(pacing, PERSON + number, 1)
    assert pacing.rate() == 24
    clock.move(seconds=61)
    assert pacing.rate() == 30
