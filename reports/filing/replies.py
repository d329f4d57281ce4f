"""Replies: words, files and points become answers to the question that stands, or are kept for a later one."""

from dataclasses import dataclass, replace
from types import MappingProxyType

from reports.filing.acts import ANSWERS, act
from reports.filing.answers import Pointed, Sent
from reports.filing.attachments import MAX_ATTACHMENTS, Attachment
from reports.filing.choices import typed
from reports.filing.context import FormContext
from reports.filing.draft import Draft, ScreenKey, StepKey
from reports.filing.intake import keep_attachment, read_point, read_story, with_point
from reports.filing.labels import Action, control_in
from reports.filing.screens import Cancelled, Done, Notice, Problem, Reason, Remark
from reports.filing.steps import onward, step_at, step_of
from reports.filing.typed_text import clean

# More than the albums that can be on their way at once; older ones are complete.
_ALBUMS_REMEMBERED = 8

# The screens that say which files there are.
_TELLS_FILES = frozenset({ScreenKey.ATTACHMENTS, ScreenKey.SUMMARY})


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of an answer: the draft or the end of the form, with what is to be said about it."""

    result: Draft | Done | Cancelled
    problem: Problem | None = None
    notice: Notice | None = None
    quiet: bool = False
    amends: bool = False


def press(draft: Draft, action: Action, value: str | None, context: FormContext, message: int | None = None) -> Reply:
    """Do what a button does, tapped or named in a message."""
    result = act(draft, action, value, context)
    if isinstance(result, Problem):
        return Reply(draft, problem=result)
    if isinstance(result, Draft) and action in ANSWERS:
        result = noted(result, draft.screen, message)
    cleared = Notice(Remark.ATTACHMENTS_CLEARED, {"count": len(draft.attachments)})
    return Reply(result, notice=cleared if action is Action.CLEAR_ATTACHMENTS else None)


def say(draft: Draft, text: str, message: int | None, context: FormContext) -> Reply:
    """Take words: a choice by its label or number, a control, or the answer itself."""
    if choice := typed(draft, text, context):
        return press(draft, choice.action, choice.value, context, message)
    if control := control_in(text, context.labels):
        lifts = draft.overlay is not None and control is Action.BACK
        return press(draft, Action.CONTINUE if lifts else control, None, context)
    if draft.overlay:
        # Whoever simply answers the question beneath has decided to go on.
        beneath = say(replace(draft, overlay=None), text, message, context)
        return replace(beneath, result=draft, problem=Problem(Reason.CHOOSE)) if beneath.problem else beneath
    read = step_at(draft).readers[draft.screen](draft, text, context)
    if isinstance(read, Problem):
        # The message is remembered: edited, it may yet become the answer.
        return Reply(replace(draft, refused=message) if message is not None else draft, problem=read)
    return Reply(noted(onward(read, context), draft.screen, message) if read.screen is draft.screen else read)


def send(draft: Draft, answer: Sent, context: FormContext) -> Reply:
    """Keep a file at whatever step; under the story's question its words are the story.

    An album is answered once, however far apart its items come: further ones change what the question that stands says
    of the files, or are kept quietly where it says nothing; what does not fit in an album is said once.
    """
    again = answer.album is not None and answer.album in draft.albums
    file = replace(answer.attachment, caption=clean(answer.caption or "") or None, message_id=answer.message_id)
    base = draft if again else replace(draft, overlay=None)
    kept = keep_attachment(base, file)
    if isinstance(kept, Problem):
        reply = Reply(draft, problem=kept)
    else:
        reply = Reply(kept, notice=attachment_notice(base, kept))
    reply = with_story(_with_album(reply, answer.album), file, context)
    return _once_an_album(draft, reply, answer.album, again=again)


def point(draft: Draft, answer: Pointed, context: FormContext) -> Reply:
    """Take a point as the place; where another question stands it is kept, and that question stays."""
    place = read_point(answer, context)
    if isinstance(place, Problem):
        return Reply(draft, problem=place)
    base = replace(draft, overlay=None)
    if step_at(base).key is StepKey.PLACE:
        return Reply(noted(onward(replace(base, place=place), context), ScreenKey.PLACE, None))
    joined = with_point(base.place, place)
    after = replace(base, place=joined)
    if base.place and joined.desa_code != base.place.desa_code:
        # The point overruled the lists; the message that chose from them answers nothing any more.
        after = noted(after, ScreenKey.PLACE, None)
    return Reply(after, notice=Notice(Remark.PLACE_KEPT))


def noted(draft: Draft, screen: ScreenKey, message: int | None) -> Draft:
    """Remember which message answered a screen, instead of the one that did before; None for a tap or a point."""
    key = step_of(screen).key
    rest = {other: where for other, where in draft.answered.items() if step_of(where).key is not key}
    answered = rest if message is None else {**rest, message: screen}
    return replace(draft, answered=MappingProxyType(answered), refused=None)


def attachment_notice(before: Draft, after: Draft) -> Notice:
    """Say how many files are kept, and how many more there may be."""
    count = len(after.attachments)
    remark = Remark.ATTACHMENT_KNOWN if before.attachments == after.attachments else Remark.ATTACHMENT_KEPT
    return Notice(remark, {"count": count, "left": MAX_ATTACHMENTS - count})


def _with_album(reply: Reply, album: str | None) -> Reply:
    draft = reply.result
    if album is None or not isinstance(draft, Draft) or album in draft.albums:
        return reply
    return replace(reply, result=replace(draft, albums=(*draft.albums, album)[-_ALBUMS_REMEMBERED:]))


def with_story(reply: Reply, file: Attachment, context: FormContext) -> Reply:
    """Take the words under a file as the story, if that is what is asked; then they are not its caption too."""
    draft = reply.result
    if not isinstance(draft, Draft) or draft.screen is not ScreenKey.STORY or not file.caption:
        return reply
    story = read_story(draft, file.caption, context)
    if isinstance(story, Problem):
        return replace(reply, result=replace(draft, refused=file.message_id), problem=reply.problem or story)
    attachments = tuple(replace(item, caption=None) if item == file else item for item in story.attachments)
    told = onward(replace(story, overlay=None, attachments=attachments), context)
    return replace(reply, result=noted(told, ScreenKey.STORY, file.message_id))


def _once_an_album(before: Draft, reply: Reply, album: str | None, *, again: bool) -> Reply:
    draft = reply.result
    if album is None or not isinstance(draft, Draft):
        return reply
    stays = again and draft.shown is before.shown
    if reply.problem and before.scolded != album:
        name = reply.problem.args.get("name")
        scolded = replace(draft, scolded=album, unfit=None if name is None else str(name))
        return replace(reply, result=scolded, amends=stays and draft.shown in _TELLS_FILES)
    amends = stays and draft.shown in _TELLS_FILES and draft.attachments != before.attachments
    standing = None
    if amends and before.scolded == album and before.unfit is not None:
        # It was said in the place where the new words will stand.
        standing = Problem(Reason.FILE_NOT_ACCEPTED, {"name": before.unfit})
    return replace(reply, problem=standing, quiet=stays and not amends, amends=amends)
