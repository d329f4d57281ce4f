"""Edits: someone edited a message that had answered a question, and the answer follows."""

from dataclasses import replace

from reports.filing.actions import control_in
from reports.filing.answers import Pointed, Said, Sent
from reports.filing.choices import typed
from reports.filing.context import FormContext
from reports.filing.draft import Draft, ScreenKey, StepKey
from reports.filing.keep_file import keep_file, with_caption
from reports.filing.outcomes import Cancelled, Done, Effect, Notice, Problem, Reason, Remark
from reports.filing.read_words import read_words
from reports.filing.steps import rules_at, step_at, step_of
from reports.filing.steps.attachments import kind_problem
from reports.filing.steps.step import Answered, Read, Stays
from reports.filing.typed_text import clean
from reports.filing.walk import repaired


def edit(draft: Draft, answer: Said | Sent | Pointed, context: FormContext) -> Effect | Done | Cancelled:
    """Take an edited message. The question that stands keeps standing; what no longer fits leaves the old answer.

    Messages that answered nothing here, or whose answer was replaced since, are no business of the form's.
    """
    if isinstance(answer, Said):
        return _edit_words(draft, answer, context)
    if isinstance(answer, Sent):
        return _edit_file(draft, answer, context)
    # A live location moves with its sender; the problem stays where it is.
    return Effect(draft, quiet=True)


def _edit_words(draft: Draft, answer: Said, context: FormContext) -> Effect | Done | Cancelled:
    message = answer.message_id
    if message is not None and message == draft.refused_message:
        return read_words(draft, answer.text, message, context)
    screen = draft.answered.get(message) if message is not None else None
    if screen is None:
        return Effect(draft, quiet=True)
    then = repaired(_as_then(draft, screen), context)
    return _corrected(draft, _read_again(then, answer.text, context), step_of(screen).key)


def _edit_file(draft: Draft, answer: Sent, context: FormContext) -> Effect:
    """Replace the file that the message brought, and the words under it, be they its caption or an answer."""
    message = answer.message_id
    known = next((item for item in draft.attachments if message is not None and item.message_id == message), None)
    screen = draft.answered.get(message) if message is not None else None
    answered = step_of(screen) if screen is not None and step_of(screen).reads_captions else None
    if known is None and answered is None:
        fresh = message is not None and message == draft.refused_message
        return keep_file(draft, answer, context) if fresh else Effect(draft, quiet=True)
    words = clean(answer.caption or "")
    file = replace(answer.attachment, caption=None if answered else words or None, message_id=message)
    if problem := kind_problem(file):
        return Effect(draft, problem=problem)
    changed = replace(draft, attachments=tuple(file if item is known else item for item in draft.attachments))
    if answered is not None and screen is not None:
        return _corrected(draft, answered.screens[screen].read(changed, words, context), answered.key)
    here = step_at(draft)
    if here.reads_captions and words and (not here.filled(draft, context) or message == draft.refused_message):
        return with_caption(Effect(changed), file, context)
    return _corrected(draft, Stays(changed), StepKey.ATTACHMENTS)


def _as_then(draft: Draft, screen: ScreenKey) -> Draft:
    """Return the draft as it stood when the message answered that screen."""
    picker = step_of(screen).picker_then(draft, screen)
    return replace(draft, screen=screen, overlay=None, editing=None, picker=picker)


def _read_again(then: Draft, text: str, context: FormContext) -> Read:
    """Read the new words as the old ones were read; only an answer counts, an edit never steers the form."""
    here = step_at(then)
    unclear = Problem(Reason.EDIT_UNCLEAR, {"field": here.key})
    if choice := typed(then, text, context):
        act = here.acts.get(choice.action)
        done = act(then, choice.value or "", context) if act is not None else None
        if not isinstance(done, Answered):
            return unclear
        return Answered(here.reread(then, done.draft))
    if control_in(text, context.labels):
        return unclear
    read = rules_at(then).read(then, text, context)
    if isinstance(read, Problem):
        return unclear if read.reason in (Reason.NOT_IN_LIST, Reason.CHOOSE) else read
    return replace(read, draft=here.reread(then, read.draft))


def _corrected(draft: Draft, read: Read, field: StepKey) -> Effect:
    """Bring the corrected answer into the draft where it stands; what the correction left open is asked."""
    if isinstance(read, Problem):
        return Effect(draft, problem=read)
    after = replace(read.draft, screen=draft.screen, overlay=draft.overlay, editing=draft.editing, picker=draft.picker)
    if after == draft:
        return Effect(draft, quiet=True)
    return Effect(after, notice=Notice(Remark.UPDATED, {"field": field}))
