"""The form in the chat: updates become answers, outcomes become screens. What a step is, reports/filing knows."""

from dataclasses import dataclass

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message
from aiogram.types import MaybeInaccessibleMessageUnion as Tapped

from handlers.callbacks import FormTap
from handlers.citizen import form, lookups, menu
from handlers.citizen.content import content_of
from handlers.citizen.states import Activity
from handlers.citizen.visit import Visit
from reports import filing
from reports.desk import Filing
from reports.filing import Action, Asked, Cancelled, Done, Draft, Outcome, Reason, StepKey
from reports.filing.steps import step_at
from reports.places import Place

DELETABLE_SECONDS = 47 * 3600
"""Telegram lets a bot delete its messages for 48 hours (core.telegram.org/bots/api#deletemessage); one is for the queue."""


@dataclass(frozen=True, slots=True)
class Press:
    """A tapped button: its message, its words, and the step it stood on (None: no step of the form)."""

    message: Tapped
    label: str
    step: StepKey | None = None


def register(router: Router) -> None:
    """Have a router take the answers to an open form."""
    router.message.register(answered, StateFilter(Activity.filing))
    router.callback_query.register(tapped, FormTap.filter())


async def answered(message: Message, visit: Visit) -> None:
    """Take a message as the answer to the question that stands."""
    content = content_of(message)
    draft = visit.memory.draft
    if draft is None:
        visit.memory.end()
        await menu.show(visit)
    elif content is not None:
        await show(visit, await lookups.advance(visit, draft, content))


async def tapped(query: CallbackQuery, callback_data: FormTap, visit: Visit) -> None:
    """Take a tapped button; a stale one is answered as such, with the question that stands below."""
    draft, message = visit.memory.draft, query.message
    if draft is None or message is None:
        await visit.voice.answer(query, visit.speech.plain_text("button-gone"), alert=True)
        if message is not None:
            await visit.chat.remove_buttons(message.message_id)
            await menu.show(visit)
        return
    visit.memory.activity, visit.memory.report = Activity.filing.state, None
    answer = _tap(callback_data)
    outcome = await lookups.advance(visit, draft, answer)
    if isinstance(outcome, Asked) and outcome.screen.problem and outcome.screen.problem.reason is Reason.STALE:
        await visit.voice.answer(query, visit.speech.plain_text("button-gone"), alert=True)
        if message.message_id != visit.memory.question:
            await visit.chat.remove_buttons(message.message_id)
        await show(visit, outcome)
        return
    label = form.label_of(answer.action, answer.value, filing.choices(draft, visit.form), visit.form)
    await show(visit, outcome, Press(message, label, step_at(draft).key))


def begin(visit: Visit, category: str | None = None, place: Place | None = None) -> Asked:
    """Return the first question of a new form, with what is known already in it."""
    visit.memory.activity, visit.memory.report = Activity.filing.state, None
    last = max(visit.memory.revision, visit.memory.draft.revision if visit.memory.draft else 0)
    draft = filing.begin(visit.tx.now, category=category, place=place, after=last)
    return filing.current(draft, visit.form)


async def ask_again(visit: Visit) -> None:
    """Show the question that stands below everything else. Nothing happens when none does."""
    if visit.memory.draft is not None:
        visit.memory.activity = Activity.filing.state
        await show(visit, filing.current(visit.memory.draft, visit.form))


async def show(visit: Visit, outcome: Outcome, press: Press | None = None) -> None:
    """Show what an answer led to: the next question, the end, or a new beginning."""
    match outcome:
        case Asked():
            visit.memory.draft = outcome.draft
            if not outcome.quiet:
                await _ask(visit, outcome, press)
        case Done():
            await _file(visit, outcome.draft, press)
        case Cancelled():
            await _drop(visit, outcome, press)


async def _ask(visit: Visit, asked: Asked, press: Press | None) -> None:
    """Put a question: in the place of the one tapped or amended while its step goes on, else as a message of its own."""
    memory, chat, context, screen = visit.memory, visit.chat, visit.form, asked.screen
    rows = filing.choices(asked.draft, context)
    text = form.text(visit.speech, asked.draft, screen, rows, context)
    markup = form.buttons(asked.draft, rows)
    if press is not None and press.step == screen.step:
        await chat.change(press.message.message_id, text, markup)
        memory.question = press.message.message_id
    elif asked.amends and memory.question is not None:
        await chat.change(memory.question, text, markup)
    else:
        if filing.asks_location(asked.draft) and memory.pointer is None:
            memory.pointer = await chat.say(*form.pointer(visit.speech, context))
            memory.pointed_at = visit.tx.now.timestamp()
        question = await chat.say(text, markup)
        await _close(visit, press)
        memory.question = question
    if screen.step is not StepKey.PLACE:
        await _drop_pointer(visit)


async def _close(visit: Visit, press: Press | None) -> None:
    """Take the buttons from the question that was answered, and write below it what was tapped."""
    before = visit.memory.question
    visit.memory.question = None
    if press is not None:
        await visit.chat.mark_choice(press.message, press.label)
        # A message still in the outbox when it was noted has another id now, most likely this one.
        if before is None or before < 0 or before == press.message.message_id:
            return
    if before is not None:
        await visit.chat.remove_buttons(before)


async def _file(visit: Visit, draft: Draft, press: Press | None) -> None:
    """Hand the finished form in. The receipt comes with the notices; the messages that told it can still be edited."""
    assert draft.story and draft.category and draft.identity  # noqa: S101, PT018  `Done` is given of complete drafts
    report = await visit.desk.file(
        Filing(
            reporter_id=visit.person.id,
            story=draft.whole_story,
            category=draft.category,
            place=draft.place,
            attachments=draft.attachments,
            identity=draft.identity,
        )
    )
    assert report.id is not None  # noqa: S101  it is stored
    told = {*draft.answered, *(item.message_id for item in draft.attachments if item.message_id is not None)}
    await visit.tx.links.remember(visit.chat.id, sorted(told), report.id)
    if draft.albums:
        visit.memory.album = (draft.albums[-1], report.id)
    await _end(visit, draft, press)


async def _drop(visit: Visit, cancelled: Cancelled, press: Press | None) -> None:
    """Throw the draft away; begin a new one if that is what was wanted."""
    await _end(visit, cancelled.draft, press)
    if not cancelled.restart:
        await menu.show(visit, "form-cancelled")
        return
    wish, visit.memory.wish = visit.memory.wish or {}, None
    place = Place.from_json(wish["place"]) if wish.get("place") else None
    await show(visit, begin(visit, wish.get("category"), place))


async def _end(visit: Visit, draft: Draft, press: Press | None) -> None:
    await _close(visit, press)
    await _drop_pointer(visit)
    visit.memory.draft, visit.memory.revision = None, draft.revision
    visit.memory.end()


async def _drop_pointer(visit: Visit) -> None:
    memory = visit.memory
    if memory.pointer is None:
        return
    if visit.tx.now.timestamp() - (memory.pointed_at or 0) < DELETABLE_SECONDS:
        await visit.chat.remove(memory.pointer)
    else:
        await visit.chat.remove_keyboard(visit.speech("form-pointer-gone"))
    memory.pointer = memory.pointed_at = None


def _tap(data: FormTap) -> filing.Tapped:
    """Return what a button says; one that no form ever had is as stale as an old one."""
    known = next((action for action in Action if action == data.action), None)
    if known is None:
        return filing.Tapped(Action.CONTINUE, None, -1)
    return filing.Tapped(known, None if data.value == form.NOTHING else data.value, data.revision)
