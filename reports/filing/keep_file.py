"""Files: kept at whatever question stands; the words under one may be the answer to it."""

from dataclasses import replace

from reports.filing.answers import Sent
from reports.filing.attachments import Attachment
from reports.filing.context import FormContext
from reports.filing.draft import Draft
from reports.filing.outcomes import Effect, Problem, Reason
from reports.filing.steps import rules_at, step_at
from reports.filing.steps.attachments import kept
from reports.filing.steps.step import noted
from reports.filing.typed_text import clean

_ALBUMS_REMEMBERED = 8
"""More than the albums that can be on their way at once; older ones are complete."""


def keep_file(draft: Draft, answer: Sent, context: FormContext) -> Effect:
    """Keep a file at whatever step; under the story's question its words are the story.

    An album is answered once, however far apart its items come: further ones change what the question that stands says
    of the files, or are kept quietly where it says nothing; what does not fit in an album is said once.
    """
    again = answer.album is not None and answer.album in draft.albums
    file = replace(answer.attachment, caption=clean(answer.caption or "") or None, message_id=answer.message_id)
    result = kept(draft if again else replace(draft, overlay=None), file)
    if isinstance(result, Problem):
        effect = Effect(_with_words(draft, file), problem=result)
    else:
        effect = Effect(result.draft, notice=result.notice)
    effect = with_caption(_with_album(effect, answer.album), file, context)
    return effect if answer.album is None else _once_an_album(draft, effect, answer.album, again=again)


def _with_words(draft: Draft, file: Attachment) -> Draft:
    """Return the draft with the words under a file that is not kept: they go on with the story."""
    if not file.caption or file.caption in draft.further or step_at(draft).reads_captions:
        return draft
    return replace(draft, further=(*draft.further, file.caption))


def with_caption(effect: Effect, file: Attachment, context: FormContext) -> Effect:
    """Take the words under a file as the answer, if the question that stands reads them; they are no caption then."""
    draft = effect.draft
    here = step_at(draft)
    if not here.reads_captions or not file.caption:
        return effect
    read = rules_at(draft).read(draft, file.caption, context)
    if isinstance(read, Problem):
        return replace(effect, draft=replace(draft, refused_message=file.message_id), problem=effect.problem or read)
    files = tuple(replace(item, caption=None) if item == file else item for item in read.draft.attachments)
    told = replace(read.draft, overlay=None, attachments=files)
    return replace(effect, draft=noted(told, here.screens, draft.screen, file.message_id), goes_on=True)


def _with_album(effect: Effect, album: str | None) -> Effect:
    draft = effect.draft
    if album is None or album in draft.albums:
        return effect
    return replace(effect, draft=replace(draft, albums=(*draft.albums, album)[-_ALBUMS_REMEMBERED:]))


def _once_an_album(before: Draft, effect: Effect, album: str, *, again: bool) -> Effect:
    draft = effect.draft
    stays = again and not effect.goes_on and draft.shown is before.shown
    retells = stays and draft.overlay is None and rules_at(draft).tells_files
    if effect.problem and before.refused_album != album:
        name = effect.problem.args.get("name")
        refused = replace(draft, refused_album=album, refused_file=None if name is None else str(name))
        return replace(effect, draft=refused, amends=retells)
    amends = retells and draft.attachments != before.attachments
    standing = None
    if amends and before.refused_album == album and before.refused_file is not None:
        # It was said in the place where the new words will stand.
        standing = Problem(Reason.FILE_NOT_ACCEPTED, {"name": before.refused_file})
    return replace(effect, problem=standing, quiet=stays and not amends, amends=amends)
