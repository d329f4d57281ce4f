"""What people send when nothing was asked: small talk is answered, all else kept and offered as the beginning of a report."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.types import Message

from handlers.callbacks import MenuTap, button, keyboard, named
from handlers.calls import Button
from handlers.citizen import additions, filing, menu, opening, tracking, verdict
from handlers.citizen.content import Content, content_of
from handlers.citizen.states import Activity
from handlers.citizen.visit import Visit
from reports.filing import Action, Misfit, Said, Sent
from reports.filing.actions import control_in
from reports.filing.steps.category import MAX_GUESSES
from reports.filing.steps.story import MIN_STORY, MIN_STORY_WORDS
from reports.filing.typed_text import clean, count_words, normalised
from reports.routing import named as categories_named
from reports.small_talk import Talk, kind_of

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
    if visit.person.consented_at is not None:
        visit.memory.wish = None  # an offer stands until something else is said
    if isinstance(content, Said) and (talk := kind_of(content.text)) is not None:
        await answer_small_talk(visit, talk)
    elif isinstance(content, Said) and await _names_category(visit, content):
        return
    elif isinstance(content, Said) and not visit.memory.kept and not _tells(content.text):
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
        await offer(visit)
    elif talk is Talk.GREETING:
        await menu.show(visit, "talk-greeting")
    else:
        await visit.chat.say(visit.speech(_ANSWERS[talk]))


async def _names_category(visit: Visit, said: Said) -> bool:
    """Offer a report of the category that a word or two name, and nothing else; tell whether they do."""
    categories = categories_named(visit.office.regency, said.text)[:MAX_GUESSES]
    if not categories or visit.memory.kept:
        return False
    if _tells(said.text):
        opening.keep(visit, said)
    if (say := opening.emergency_in(visit, said)) is not None:
        await visit.chat.say(visit.speech("form-emergency", say=say))
    if visit.person.consented_at is None:
        await opening.ask_consent(visit, {"do": menu.OFFER, "categories": categories})
    else:
        await offer_categories(visit, categories)
    return True


async def offer_categories(visit: Visit, categories: Sequence[str]) -> None:
    """Offer to begin a report of a category that was named, or of one of a few."""
    regency, speech = visit.office.regency, visit.speech
    first, *others = [regency.category_of_report(code) for code in categories]
    if others:
        text = speech("offer-categories")
        rows = [
            [named(f"{each.emoji} {each.name}".strip(), MenuTap(action=menu.CATEGORY, value=each.code))]
            for each in (first, *others)
        ]
    else:
        text = speech("offer-category", category=first.name)
        rows = [[button(speech, "btn-file", MenuTap(action=menu.OFFER, value=first.code))]]
    rows.append(_elsewhere(visit))
    await opening.ask_instead(visit, text, keyboard(*rows))
    visit.memory.wish = {"do": menu.OFFER, "categories": list(categories)}


def category_offered(visit: Visit) -> str | None:
    """Return the one category in the offer that was made last, for whoever types its button."""
    offered = _categories_offered(visit)
    return offered[0] if len(offered) == 1 else None


def _categories_offered(visit: Visit) -> list[str]:
    wish = visit.memory.wish or {}
    offered = wish.get("categories", ()) if wish.get("do") == menu.OFFER else ()
    return [code for code in offered if visit.office.regency.has_category(code)]


async def _is_command_like(visit: Visit, text: str) -> bool:
    """Do what a typed button, number of the last list or word of the form asks for, if it is one."""
    return (
        await tracking.typed(visit, text)
        or await verdict.typed(visit, normalised(text))
        or await _chooses(visit, text)
        or await _steers(visit, text)
    )


async def _chooses(visit: Visit, text: str) -> bool:
    """Open the form with the category that was offered and is typed; tell whether it is one of them."""
    regency = visit.office.regency
    for code in _categories_offered(visit):
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
        await offer(visit)
    return True


async def drop(visit: Visit) -> None:
    """Forget what waits for a form, and the offer that stands with it; say so, or that there was nothing."""
    memory = visit.memory
    dropped, memory.kept = bool(memory.kept), []
    if memory.wish is not None and memory.wish.get("do") == menu.OFFER:
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
    if isinstance(content, Said) and (kind_of(content.text) or (not memory.kept and not _tells(content.text))):
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
        _elsewhere(visit),
    )
    visit.memory.wish = {"do": menu.OFFER}
    await opening.ask_instead(visit, speech(name, count=len(visit.memory.kept)), rows)


def _elsewhere(visit: Visit) -> list[Button]:
    return [
        button(visit.speech, "btn-reports", MenuTap(action=menu.REPORTS)),
        button(visit.speech, "btn-help", MenuTap(action=menu.HELP)),
    ]
