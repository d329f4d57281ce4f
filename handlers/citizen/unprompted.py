"""What people send when nothing was asked: it is kept, and offered as the beginning of a report."""

from aiogram import Router
from aiogram.types import Message

from handlers.callbacks import MenuTap, button, keyboard
from handlers.citizen import additions, filing, menu, opening, tracking, verdict
from handlers.citizen.content import Content, content_of
from handlers.citizen.states import Activity
from handlers.citizen.visit import Visit
from reports.filing import Action, Misfit, Said, Sent
from reports.filing.actions import control_in
from reports.filing.steps.story import MIN_STORY, MIN_STORY_WORDS
from reports.filing.typed_text import clean, count_words, normalised


def register(router: Router) -> None:
    """Have a router take everything that nobody else takes."""
    router.message.register(anything)


async def anything(message: Message, visit: Visit) -> None:
    """Answer a message that came out of the blue."""
    if visit.memory.activity is not None:
        # The conversation about a report ended by itself; what it interrupted goes on.
        visit.memory.end()
        if visit.memory.draft is not None:
            visit.memory.activity = Activity.filing.state
            await filing.answered(message, visit)
            return
    content = content_of(message)
    if content is None or await additions.belongs_to_album(visit, content):
        return
    if isinstance(content, Misfit):
        await menu.show(visit, "unprompted-misfit")
    elif isinstance(content, Said) and await _is_command_like(visit, content.text):
        return
    elif isinstance(content, Said) and not visit.memory.kept and not _tells(content.text):
        if visit.person.consented_at is None:
            await opening.ask_consent(visit, visit.memory.wish or {"do": "menu"})
        else:
            await menu.show(visit)
    else:
        await keep(visit, content)


async def _is_command_like(visit: Visit, text: str) -> bool:
    """Do what a typed button, number of the last list or word of the form asks for, if it is one."""
    return (
        await tracking.typed(visit, text) or await verdict.typed(visit, normalised(text)) or await _steers(visit, text)
    )


async def _steers(visit: Visit, text: str) -> bool:
    """Answer a word that leads through the form: no story is made of it. `batal` drops what waits for a form."""
    control = control_in(text, visit.form.labels)
    if control is None or not (control is Action.CANCEL or visit.memory.kept):
        return False
    if control is Action.CANCEL:
        await drop(visit)
    elif visit.person.consented_at is None:
        await opening.ask_consent(visit, visit.memory.wish or {"do": menu.OFFER})
    else:
        await offer(visit)
    return True


async def drop(visit: Visit) -> None:
    """Forget what waits for a form, and the offer that stands with it; say so, or that there was nothing."""
    memory = visit.memory
    dropped, memory.kept = bool(memory.kept), []
    if memory.wish == {"do": menu.OFFER}:
        memory.wish = None
    if dropped and memory.question is not None:
        await visit.chat.remove_buttons(memory.question)
        memory.question = None
    await menu.show(visit, "form-cancelled" if dropped else "nothing-to-cancel")


def _tells(text: str) -> bool:
    """Tell whether a text could be a story, rather than a greeting."""
    story = clean(text)
    return len(story) >= MIN_STORY and count_words(story) >= MIN_STORY_WORDS


async def keep(visit: Visit, content: Content) -> None:
    """Keep content for a report and offer to make one of it; an album is answered once, a greeting not at all."""
    memory = visit.memory
    if isinstance(content, Said) and not memory.kept and not _tells(content.text):
        return
    album = content.album if isinstance(content, Sent) else None
    again = album is not None and memory.album == (album, None)
    if again and not memory.kept:
        return  # an item of an album that was dropped meanwhile
    if isinstance(content, Sent) and not content.attachment.is_accepted:
        await menu.show(visit, "unprompted-misfit")
        return
    if not opening.keep(visit, content) or again:
        if not again:
            await offer(visit, "offer-full")
        return
    if album is not None:
        memory.album = (album, None)
    if (say := opening.emergency_in(visit, content)) is not None:
        await visit.chat.say(visit.speech("form-emergency", say=say))
    if visit.person.consented_at is None:
        await opening.ask_consent(visit, {"do": menu.OFFER})
    else:
        await offer(visit)


async def offer(visit: Visit, name: str = "offer") -> None:
    """Offer to begin a report with what was sent."""
    speech = visit.speech
    if len(visit.memory.kept) > 1 and name == "offer":
        name = "offer-more"
    rows = keyboard(
        [button(speech, "btn-file", MenuTap(action=menu.OFFER))],
        [
            button(speech, "btn-reports", MenuTap(action=menu.REPORTS)),
            button(speech, "btn-help", MenuTap(action=menu.HELP)),
        ],
    )
    await opening.ask_instead(visit, speech(name, count=len(visit.memory.kept)), rows)
