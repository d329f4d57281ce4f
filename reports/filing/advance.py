"""Advancing: one answer taken, one screen given. The whole walk through the form is in this function."""

from dataclasses import replace

from reports.filing.answers import Answer, Edited, Misfit, Pointed, Said, Sent, Tapped
from reports.filing.choices import offers
from reports.filing.context import FormContext
from reports.filing.corrections import correct
from reports.filing.draft import Draft, ScreenKey
from reports.filing.replies import Reply, point, press, say, send
from reports.filing.screens import Asked, Notice, Outcome, Problem, Reason, Screen
from reports.filing.steps import sound, step_at


def advance(draft: Draft, answer: Answer, context: FormContext) -> Outcome:
    """Return where an answer leads: the next question (or the same, with the reason), or the end of the form.

    Never raises for anything a person can do. The draft given is not changed.
    """
    draft = sound(draft, context)
    return _outcome(draft, _reply(draft, answer, context), context)


def current(draft: Draft, context: FormContext) -> Asked:
    """Return the question that stands, to be shown (again)."""
    draft = sound(draft, context)
    return Asked(draft, _screen(draft))


def interrupt(draft: Draft, context: FormContext) -> Asked:
    """Ask whether to go on with this draft or begin anew: its person came in by the front door again.

    A draft with nothing in it is simply shown.
    """
    before = sound(draft, context)
    after = before if before.is_empty else replace(before, overlay=ScreenKey.RESUME)
    return current(_revised(before, after), context)


def _reply(draft: Draft, answer: Answer, context: FormContext) -> Reply:
    match answer:
        case Said():
            return say(draft, answer.text, answer.message_id, context)
        case Tapped():
            return _tap(draft, answer, context)
        case Sent():
            return send(draft, answer, context)
        case Pointed():
            return point(draft, answer, context)
        case Edited():
            return correct(draft, answer.answer, context)
        case Misfit():
            return Reply(draft, problem=Problem(Reason.MISFIT, {"kind": answer.kind}))


def _tap(draft: Draft, answer: Tapped, context: FormContext) -> Reply:
    if answer.revision != draft.revision or not offers(draft, answer.action, answer.value, context):
        return Reply(draft, problem=Problem(Reason.STALE))
    return press(draft, answer.action, answer.value, context)


def _outcome(before: Draft, reply: Reply, context: FormContext) -> Outcome:
    if not isinstance(reply.result, Draft):
        return reply.result
    after, emergency = _alarmed(before, reply.result, context)
    after = _revised(before, after)
    screen = _screen(after, reply.problem, reply.notice, emergency)
    return Asked(after, screen, reply.quiet and emergency is None, reply.amends and emergency is None)


def _screen(
    draft: Draft, problem: Problem | None = None, notice: Notice | None = None, emergency: str | None = None
) -> Screen:
    return Screen(draft.shown, step_at(draft).number, problem, notice, emergency)


def _alarmed(before: Draft, after: Draft, context: FormContext) -> tuple[Draft, str | None]:
    """Recognise danger in a new story: whom to call is said once, before anything else is asked."""
    if after.story is None or after.story == before.story or after.emergency_shown:
        return after, None
    emergency = context.emergency(after.story)
    if emergency is None:
        return after, None
    return replace(after, emergency_shown=True), emergency.say


def _revised(before: Draft, after: Draft) -> Draft:
    """Let the revision grow when the buttons shown before may no longer mean what they say.

    Attachments do not count: `Lanjut` may be tapped while the next photo is still on its way.
    """
    return replace(after, revision=before.revision + 1) if _meaning(before) != _meaning(after) else after


def _meaning(draft: Draft) -> tuple[object, ...]:
    return (
        draft.shown,
        draft.editing,
        draft.picker,
        draft.guesses,
        draft.story,
        draft.category,
        draft.place,
        draft.identity,
    )
