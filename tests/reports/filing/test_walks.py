"""Random walks through the form: whatever people do, nothing is lost, nothing raises, and there is a way to the end."""

import json
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.filing import (
    LAST_NUMBER,
    Action,
    Asked,
    Attachment,
    Choice,
    Done,
    Draft,
    Edited,
    Misfit,
    NeedsLookup,
    Outcome,
    Pointed,
    Reason,
    Said,
    ScreenKey,
    Sent,
    Tapped,
    advance,
    choices,
    interrupt,
    resume,
)
from reports.filing.answers import Answer
from storage.tables.reports import AttachmentKind
from tests.reports.filing.world import CONTEXT, INSIDE, SEA, STORY, answered, fresh, photo

TEXTS = [
    STORY,
    "Lampu mati dan ktp hilang",
    "Kebakaran di jalan raya",
    "Ada masalah di kampung",
    "Depan Pasar Baru",
    "rusak",
    "",
    "😀😀😀",
    "1",
    "2",
    "7",
    "26",
    "99",
    "tuban",
    "sugiharjo",
    "kependudukan",
    "lewati",
    "kembali",
    "batal",
    "lanjut",
    "kirim",
    "ubah",
    "lanjutkan",
    "tidak",
    "anonim",
    "lokasi",
    "kategori lain",
    "pilih kecamatan",
    "hapus lampiran",
    "kata " * 900,
    "\u202e\u200b",
]
MESSAGES = st.integers(1, 12)
FILES = st.sampled_from("abcdefgh").map(photo) | st.just(
    Attachment(AttachmentKind.DOCUMENT, "app", "app", mime="application/x-msdownload", file_name="a.exe")
)
SAID = st.builds(Said, st.sampled_from(TEXTS) | st.text(max_size=20), MESSAGES)
SENT = st.builds(Sent, FILES, st.none() | st.sampled_from(TEXTS), st.none() | st.sampled_from(["x", "y"]), MESSAGES)
POINTED = st.sampled_from([INSIDE, INSIDE, SEA, (float("nan"), 0.0)]).map(lambda where: Pointed(*where))


@dataclass(frozen=True)
class Press:
    """Tap the nth button of the screen then shown."""

    at: int


@dataclass(frozen=True)
class Amend:
    """Edit one of the messages that the draft remembers."""

    at: int
    text: str


@dataclass(frozen=True)
class Proceed:
    """Answer as a person with a plan would, in a message of that id."""

    message: int


@dataclass(frozen=True)
class ComeAgain:
    """/start in the middle."""


@dataclass(frozen=True)
class Restart:
    """The programme stops; the draft comes back from the database."""


PROCEED = st.builds(Proceed, MESSAGES)
MOVES = st.one_of(
    PROCEED,
    PROCEED,
    PROCEED,
    st.builds(Press, st.integers(0, 30)),
    st.builds(Press, st.integers(0, 30)),
    st.builds(Press, st.integers(0, 3)),
    SAID,
    SENT,
    POINTED,
    st.builds(Misfit, st.sampled_from(["sticker", "poll", "dice"])),
    st.builds(Edited, SAID | SENT | POINTED),
    st.builds(Amend, st.integers(0, 9), st.sampled_from(TEXTS)),
    st.builds(Amend, st.integers(0, 9), st.sampled_from(TEXTS)),
    st.builds(Tapped, st.sampled_from(Action), st.none() | st.just("jalan"), st.just(0)),
    st.just(ComeAgain()),
    st.just(Restart()),
)
# Half of the walks begin somewhere in the middle, for few strollers come far.
WALKS = st.builds(
    lambda begun, rest: [*begun, *rest],
    st.just([]) | st.lists(PROCEED, min_size=1, max_size=5),
    st.lists(MOVES, min_size=1, max_size=25),
)

# What a person with a plan would do on each screen.
SENSIBLE: dict[ScreenKey, Said] = {
    ScreenKey.STORY: Said(STORY),
    ScreenKey.CATEGORY: Said("1"),
    ScreenKey.CATEGORY_LIST: Said("1"),
    ScreenKey.PLACE: Said("Depan Pasar Baru"),
    ScreenKey.KECAMATAN_LIST: Said("1"),
    ScreenKey.DESA_LIST: Said("1"),
    ScreenKey.ATTACHMENTS: Said("lanjut"),
    ScreenKey.IDENTITY: Said("anonim"),
    ScreenKey.SUMMARY: Said("kirim"),
    ScreenKey.EDIT_MENU: Said("kembali"),
    ScreenKey.CONFIRM_CANCEL: Said("lanjutkan"),
    ScreenKey.RESUME: Said("lanjutkan"),
}


def shown(draft: Draft) -> list[Choice]:
    return [choice for row in choices(draft, CONTEXT) for choice in row]


def answer_for(draft: Draft, move: object) -> Answer:
    if isinstance(move, Press):
        offered = shown(draft)
        choice = offered[move.at % len(offered)]
        return Tapped(choice.action, choice.value, draft.revision)
    if isinstance(move, Proceed):
        return Said(SENSIBLE[draft.shown].text, move.message)
    if isinstance(move, Amend):
        files = {item.message_id: item for item in draft.attachments}
        known = sorted({*draft.answered, *files, draft.refused_message or 99} - {None})
        message = known[move.at % len(known)]
        file = files.get(message)
        return Edited(Sent(file, move.text, None, message) if file else Said(move.text, message))
    return move  # type: ignore[return-value]


def step(draft: Draft, move: object) -> tuple[Answer | None, Outcome]:
    if isinstance(move, ComeAgain):
        return None, interrupt(draft, CONTEXT)
    if isinstance(move, Restart):
        draft = Draft.from_json(json.loads(json.dumps(draft.to_json())))
        move = Misfit("restart")
    answer = answer_for(draft, move)
    return answer, answered(draft, answer, CONTEXT)


def reached(moves: list[object]) -> Draft:
    """Return where the walk leads; one that ends the form goes on where it was."""
    draft = fresh()
    for move in moves:
        _, outcome = step(draft, move)
        if isinstance(outcome, Asked):
            draft = outcome.draft
    return draft


def told(draft: Draft) -> tuple[object, ...]:
    return draft.story, draft.category, draft.place, draft.identity


@settings(max_examples=400, deadline=None)
@given(WALKS)
def test_nothing_told_is_lost(moves: list[object]) -> None:
    draft = fresh()
    for move in moves:
        answer, outcome = step(draft, move)
        if not isinstance(outcome, Asked):
            continue
        after = outcome.draft
        gone = [old for old, new in zip(told(draft), told(after), strict=True) if old is not None and new is None]
        assert not gone
        cleared = outcome.screen.notice is not None and outcome.screen.notice.remark == "attachments_cleared"
        assert cleared or len(after.attachments) >= len(draft.attachments)
        if answer is None or isinstance(answer, Misfit):
            assert told(after) == told(draft)
        if outcome.screen.problem is not None and not isinstance(answer, Sent):
            assert told(after) == told(draft)
            assert after.screen is draft.screen
        draft = after


@settings(max_examples=200, deadline=None)
@given(WALKS)
def test_a_look_up_that_fails_costs_nothing_but_its_findings(moves: list[object]) -> None:
    draft = fresh()
    for move in moves:
        answer, outcome = step(draft, move)
        if answer is not None and isinstance(needed := advance(draft, answer, CONTEXT), NeedsLookup):
            assert isinstance(outcome, Asked)
            blind = resume(needed, None, CONTEXT)
            assert isinstance(blind, Asked)
            assert told(blind.draft) == told(outcome.draft)
            assert blind.draft.attachments == outcome.draft.attachments
            assert blind.draft.guesses == ()
            assert blind.screen.emergency == outcome.screen.emergency
            assert shown(blind.draft)
        if isinstance(outcome, Asked):
            draft = outcome.draft


@settings(max_examples=400, deadline=None)
@given(WALKS)
def test_every_screen_can_be_shown_and_stored(moves: list[object]) -> None:
    draft = fresh()
    for move in moves:
        _, outcome = step(draft, move)
        if not isinstance(outcome, Asked):
            continue
        after = outcome.draft
        assert 1 <= outcome.screen.number <= LAST_NUMBER
        assert outcome.screen.key is after.shown
        assert shown(after)
        assert all(row for row in choices(after, CONTEXT))
        assert len({(choice.action, choice.value) for choice in shown(after)}) == len(shown(after))
        assert Draft.from_json(json.loads(json.dumps(after.to_json()))) == after
        assert after.revision >= draft.revision
        if outcome.screen.key is not draft.shown:
            assert after.revision > draft.revision
            assert not outcome.quiet
            assert not outcome.amends
        if outcome.quiet:
            assert not outcome.amends
            assert outcome.screen.problem is None
            assert outcome.screen.emergency is None
        draft = after


@settings(max_examples=300, deadline=None)
@given(WALKS)
def test_there_is_always_a_way_to_the_end(moves: list[object]) -> None:
    draft = reached(moves)
    for _ in range(12):
        outcome = answered(draft, SENSIBLE[draft.shown], CONTEXT)
        if isinstance(outcome, Done):
            break
        assert isinstance(outcome, Asked)
        draft = outcome.draft
    else:
        raise AssertionError(f"no way to the end, still at {draft.shown}")
    sent = outcome.draft
    assert sent.story
    assert sent.category
    assert sent.identity
    assert sent.place or not CONTEXT.regency.category(sent.category).needs_place


@settings(max_examples=200, deadline=None)
@given(WALKS)
def test_what_is_typed_does_what_its_button_does(moves: list[object]) -> None:
    draft = reached(moves)
    for choice in shown(draft):
        tapped = answered(draft, Tapped(choice.action, choice.value, draft.revision), CONTEXT)
        for text in (choice.label, f"👉 {choice.label.upper()}!", str(choice.number or choice.label)):
            assert answered(draft, Said(text), CONTEXT) == tapped


@settings(max_examples=200, deadline=None)
@given(WALKS, st.sampled_from(Action), st.none() | st.sampled_from(["jalan", "35.23.16", "1", "", "x" * 40]))
def test_a_button_that_is_not_there_changes_nothing(moves: list[object], action: Action, value: str | None) -> None:
    draft = reached(moves)
    for button in (Tapped(action, value, draft.revision - 1), Tapped(action, value, draft.revision)):
        there = (action, value) in {(choice.action, choice.value) for choice in shown(draft)}
        going_on = draft.shown is ScreenKey.ATTACHMENTS and action in (Action.SKIP, Action.NEXT)
        if button.revision == draft.revision and (there or going_on):
            continue
        outcome = answered(draft, button, CONTEXT)
        assert isinstance(outcome, Asked)
        assert outcome.draft == draft
        assert outcome.screen.problem is not None
        assert outcome.screen.problem.reason is Reason.STALE
