"""What people send when nothing was asked: small talk is answered, all else kept and offered as the beginning of a report."""

from aiogram import Router
from aiogram.types import Message

from handlers.citizen import additions, filing, menu, offering, open_questions, opening, tracking, verdict
from handlers.citizen.content import Content, content_of
from handlers.citizen.states import Activity
from handlers.citizen.visit import Visit
from reports.filing import Action, Misfit, Said, Sent
from reports.filing.actions import control_in
from reports.filing.steps.category import MAX_GUESSES
from reports.filing.steps.story import MIN_STORY, MIN_STORY_WORDS
from reports.filing.typed_text import clean, count_words, normalised
from reports.routing import named as categories_named
from reports.small_talk import Talk, kind_of, may_answer

STICKER = "sticker"

_ANSWERS = {Talk.THANKS: "talk-thanks", Talk.ACKNOWLEDGEMENT: "talk-ok"}


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
    if isinstance(content, Misfit) and content.kind == STICKER:
        await answer_small_talk(visit, Talk.ACKNOWLEDGEMENT)
    elif isinstance(content, Misfit):
        await menu.show(visit, "unprompted-misfit")
    elif isinstance(content, Said) and await _is_command_like(visit, content.text):
        return
    else:
        await _out_of_the_blue(visit, content)


async def _out_of_the_blue(visit: Visit, content: Content) -> None:
    """Answer what steers nothing."""
    if visit.person.consented_at is not None and offering.stands(visit):
        visit.memory.wish = None  # an offer stands until something else is said
    talk = kind_of(content.text) if isinstance(content, Said) else None
    answers = isinstance(content, Said) and may_answer(content.text)
    if talk is not None and not answers:
        await answer_small_talk(visit, talk)
    elif await open_questions.waiting(visit):
        await keep(visit, content)
    elif talk is not None:
        await answer_small_talk(visit, talk)
    elif isinstance(content, Said) and await _names_category(visit, content):
        return
    elif isinstance(content, Said) and not opening.keeps(visit) and not _tells(content.text):
        if visit.person.consented_at is None:
            await opening.ask_consent(visit, visit.memory.wish or {"do": "menu"})
        else:
            await menu.show(visit)
    else:
        await keep(visit, content)


async def answer_small_talk(visit: Visit, talk: Talk) -> None:
    """Say one line, or show the reports that were asked about. What waits for a form is offered once more instead."""
    if talk is Talk.MY_REPORTS:
        await tracking.show_list(visit)
    elif visit.person.consented_at is None:
        await opening.ask_consent(visit, visit.memory.wish or {"do": "menu"})
    elif opening.keeps(visit):
        await _ask_again(visit)
    elif talk is Talk.GREETING:
        await menu.show(visit, "talk-greeting")
    else:
        await visit.chat.say(visit.speech(_ANSWERS[talk]))


async def _names_category(visit: Visit, said: Said) -> bool:
    """Offer a report of the category that a word or two name, and nothing else; tell whether they do."""
    categories = categories_named(visit.office.regency, said.text)[:MAX_GUESSES]
    if not categories or opening.keeps(visit):
        return False
    if _tells(said.text):
        opening.keep(visit, said)
    if (say := opening.emergency_in(visit, said)) is not None:
        await visit.chat.say(visit.speech("form-emergency", say=say))
    if visit.person.consented_at is None:
        await opening.ask_consent(visit, {"do": menu.OFFER, "categories": categories})
    else:
        await offering.offer_categories(visit, categories)
    return True


async def _is_command_like(visit: Visit, text: str) -> bool:
    """Do what a typed button, number of the last list or word of the form asks for, if it is one."""
    return (
        await open_questions.typed(visit, text)
        or (not await open_questions.asks_for(visit, text) and await tracking.typed(visit, text))
        or await verdict.typed(visit, normalised(text))
        or await _chooses(visit, text)
        or await _steers(visit, text)
    )


async def _chooses(visit: Visit, text: str) -> bool:
    """Open the form with the category that was offered and is typed; tell whether it is one of them."""
    regency = visit.office.regency
    for code in offering.categories_offered(visit):
        if normalised(text) == normalised(regency.category_name(code)):
            await opening.open_form(visit, code)
            return True
    return False


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
        await _ask_again(visit)
    return True


async def _ask_again(visit: Visit) -> None:
    """Ask once more what shall become of what was sent."""
    if not await open_questions.ask_again(visit):
        await offering.offer(visit)


async def drop(visit: Visit) -> None:
    """Forget what waits for a form, and the offer that stands with it; say so, or that there was nothing."""
    memory = visit.memory
    dropped, memory.kept = bool(memory.kept), []
    # Whoever drops an answer must not read that a report was cancelled.
    said = "conversation-cancelled" if open_questions.stands(visit) else "form-cancelled"
    if offering.stands(visit) or open_questions.stands(visit):
        memory.wish = None
    if dropped and memory.question is not None:
        await visit.chat.remove_buttons(memory.question)
        memory.question = None
    await menu.show(visit, said if dropped else "nothing-to-cancel")


def _tells(text: str) -> bool:
    """Tell whether a text could be a story, rather than a greeting."""
    story = clean(text)
    return len(story) >= MIN_STORY and count_words(story) >= MIN_STORY_WORDS


async def keep_story(visit: Visit, content: Content) -> None:
    """Keep what came too late for its report, unless it says nothing."""
    talks = isinstance(content, Said) and kind_of(content.text) is not None
    if isinstance(content, Said) and (talks or (not visit.memory.kept and not _tells(content.text))):
        return
    await keep(visit, content)


async def keep(visit: Visit, content: Content) -> None:
    """Keep content and ask what shall become of it: an answer to an open question, or a report. An album is answered once."""
    memory = visit.memory
    album = content.album if isinstance(content, Sent) else None
    again = album is not None and memory.album == (album, None)
    if again and not memory.kept:
        return  # an item of an album that was dropped meanwhile
    if isinstance(content, Sent) and not content.attachment.is_accepted:
        await menu.show(visit, "unprompted-misfit")
        return
    if not opening.keep(visit, content):
        if not again and not await open_questions.ask_again(visit, "answer-full"):
            await offering.offer(visit, "offer-full")
        return
    if again:
        open_questions.goes_on(visit, content)
        return
    if album is not None:
        memory.album = (album, None)
    if (say := opening.emergency_in(visit, content)) is not None:
        await visit.chat.say(visit.speech("form-emergency", say=say))
    if visit.person.consented_at is None:
        await opening.ask_consent(visit, {"do": menu.OFFER})
    elif questions := await open_questions.waiting(visit):
        await open_questions.ask_whether(visit, content, questions)
    else:
        await offering.offer(visit)
