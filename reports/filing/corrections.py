"""Corrections: someone edited a message that had answered a question, and the answer follows."""

from dataclasses import replace

from reports.filing.acts import ANSWERS, act
from reports.filing.answers import Pointed, Said, Sent
from reports.filing.choices import typed
from reports.filing.context import FormContext
from reports.filing.draft import Draft, Picker, ScreenKey
from reports.filing.intake import read_story
from reports.filing.labels import control_in
from reports.filing.replies import Reply, say, send, with_story
from reports.filing.screens import Notice, Problem, Reason, Remark, Result
from reports.filing.steps import sound, step_at, step_of
from reports.filing.typed_text import clean
from reports.places import Place


def correct(draft: Draft, answer: Said | Sent | Pointed, context: FormContext) -> Reply:
    """Take an edited message. The question that stands keeps standing; what no longer fits leaves the old answer.

    Messages that answered nothing here, or whose answer was replaced since, are no business of the form's.
    """
    if isinstance(answer, Said):
        return _correct_words(draft, answer, context)
    if isinstance(answer, Sent):
        return _correct_file(draft, answer, context)
    # A live location moves with its sender; the problem stays where it is.
    return Reply(draft, quiet=True)


def _correct_words(draft: Draft, answer: Said, context: FormContext) -> Reply:
    message = answer.message_id
    if message is not None and message == draft.refused:
        return say(draft, answer.text, message, context)
    screen = draft.answered.get(message) if message is not None else None
    if screen is None:
        return Reply(draft, quiet=True)
    then = sound(_as_then(draft, screen), context)
    return _settled(draft, _read_again(then, answer.text, context), screen, context)


def _correct_file(draft: Draft, answer: Sent, context: FormContext) -> Reply:
    """Replace the file that the message brought, and the words under it, be they its caption or the story."""
    message = answer.message_id
    known = next((item for item in draft.attachments if message is not None and item.message_id == message), None)
    told = message is not None and draft.answered.get(message) is ScreenKey.STORY
    if known is None and not told:
        fresh = message is not None and message == draft.refused
        return send(draft, answer, context) if fresh else Reply(draft, quiet=True)
    words = clean(answer.caption or "")
    file = replace(answer.attachment, caption=None if told else words or None, message_id=message)
    if not file.is_accepted:
        return Reply(draft, problem=Problem(Reason.FILE_NOT_ACCEPTED, {"name": file.file_name or ""}))
    changed = replace(draft, attachments=tuple(file if item is known else item for item in draft.attachments))
    if told:
        return _settled(draft, read_story(changed, words, context), ScreenKey.STORY, context)
    if draft.screen is ScreenKey.STORY and (draft.story is None or message == draft.refused) and words:
        return with_story(Reply(changed), file, context)
    return _settled(draft, changed, ScreenKey.ATTACHMENTS, context)


def _as_then(draft: Draft, screen: ScreenKey) -> Draft:
    """Return the draft as it stood when the message answered that screen."""
    kecamatan = draft.place.kecamatan_code if draft.place and screen is ScreenKey.DESA_LIST else None
    return replace(draft, screen=screen, overlay=None, editing=None, picker=Picker(kecamatan_code=kecamatan))


def _read_again(then: Draft, text: str, context: FormContext) -> Result:
    """Read the new words as the old ones were read; only an answer counts, an edit never steers the form."""
    unclear = Problem(Reason.EDIT_UNCLEAR, {"field": step_at(then).key})
    if choice := typed(then, text, context):
        if choice.action not in ANSWERS:
            return unclear
        read = act(then, choice.action, choice.value, context)
    elif control_in(text, context.labels):
        return unclear
    else:
        read = step_at(then).readers[then.screen](then, text, context)
    if isinstance(read, Problem) and read.reason in (Reason.NOT_IN_LIST, Reason.CHOOSE):
        return unclear
    if isinstance(read, Draft) and then.place and read.place is not then.place:
        return replace(read, place=_reworded(then.place, read.place))
    return read


def _reworded(old: Place, new: Place | None) -> Place:
    """Return the place in its new words, with the point that may have joined the old ones."""
    told = new.to_json() if new else {}
    return Place.from_json({**old.to_json(), "desa_code": None, "desa": None, **told})


def _settled(draft: Draft, result: Result, screen: ScreenKey, context: FormContext) -> Reply:
    """Bring the corrected fields into the draft where it stands; what the correction left open is asked (`sound`)."""
    if isinstance(result, Problem):
        return Reply(draft, problem=result)
    if not isinstance(result, Draft):
        return Reply(draft, quiet=True)
    after = replace(
        draft,
        story=result.story,
        guesses=result.guesses,
        category=result.category,
        place=result.place,
        attachments=result.attachments,
        identity=result.identity,
    )
    if after == draft:
        return Reply(draft, quiet=True)
    field = step_of(screen).key
    return Reply(sound(after, context), notice=Notice(Remark.UPDATED, {"field": field}))
