"""The front door: greeting, consent, menu, language, help, privacy, and the way out of anything."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from aiogram.types import MaybeInaccessibleMessageUnion as Tapped

from handlers.callbacks import MenuTap, button, keyboard
from handlers.citizen import additions, filing, lookups, menu, muting, offering, opening, payloads, tracking, unprompted
from handlers.citizen.filing import Press
from handlers.citizen.payloads import ToForm, ToReport
from handlers.citizen.states import Activity
from handlers.citizen.visit import Visit
from handlers.texts import LANGUAGES
from reports.filing import Said
from reports.places import Place
from storage.outbox import KEEP_DEAD, KEEP_SENT


def register(router: Router) -> None:
    """Have a router take the menu's buttons."""
    router.callback_query.register(tapped, MenuTap.filter())


def register_words(router: Router) -> None:
    """Have a router take the menu's words, typed."""
    router.message.register(typed, menu.Word())


async def start(message: Message, args: str, visit: Visit) -> None:
    """Greet, or go where the link leads. An open form is never dropped on the way."""
    match payloads.read(args, visit.office) if args else None:
        case ToForm(category, place):
            await opening.open_form(visit, category, place)
        case ToReport(ticket):
            await tracking.show_ticket(visit, ticket)
        case _ if visit.person.consented_at is None:
            await opening.ask_consent(visit, {"do": "menu"})
        case _ if visit.memory.draft is not None:
            await opening.open_form(visit)
        case _:
            await menu.show(visit)


async def file(message: Message, visit: Visit) -> None:
    """Open the form."""
    await opening.open_form(visit)


async def show_help(message: Message, visit: Visit) -> None:
    """Say what can be done here."""
    await _help(visit)


async def language(message: Message, visit: Visit) -> None:
    """Ask for the language."""
    await _ask_language(visit)


async def privacy(message: Message, visit: Visit) -> None:
    """Say what is stored, and for how long."""
    kept = {"sent": KEEP_SENT.days, "dead": KEEP_DEAD.days}
    await visit.chat.say(visit.speech("privacy", regency=visit.office.regency.name, **kept))


async def cancel(message: Message, visit: Visit) -> None:
    """Leave whatever is going on; a form with something in it only after asking."""
    memory = visit.memory
    if memory.activity not in (None, Activity.filing.state):
        await visit.chat.say(visit.speech("conversation-cancelled"))
        await additions.finish(visit)
    elif memory.draft is not None:
        await filing.show(visit, await lookups.advance(visit, memory.draft, Said("batal")))
    else:
        await unprompted.drop(visit)


async def wrong_chat(message: Message, visit: Visit) -> None:
    """Say where a command of officers works."""
    await visit.chat.say(visit.speech("only-in-group"))


async def unknown(message: Message, visit: Visit) -> None:
    """Say that there is no such command; the question that stands keeps standing."""
    await visit.chat.say(visit.speech("unknown-command"))


async def typed(message: Message, word: str, value: str, visit: Visit) -> None:
    """Do what a typed button of the menu does."""
    await _do(visit, word, value, None)


async def tapped(query: CallbackQuery, callback_data: MenuTap, visit: Visit) -> None:
    """Do what a tapped button of the menu does."""
    if callback_data.action == tracking.PAGE:
        await tracking.turn(visit, query, callback_data.value)
        return
    known = await _do(visit, callback_data.action, callback_data.value, query.message)
    if not known:
        await visit.voice.answer(query, visit.speech.plain_text("button-gone"), alert=True)


async def _do(visit: Visit, action: str, value: str, message: Tapped | None) -> bool:
    """Do what a button says; tell whether there is such a button."""
    match action:
        case menu.FILE:
            await opening.open_form(visit, offering.category_offered(visit) if message is None else None)
        case menu.OFFER | menu.CATEGORY:
            category = value if visit.office.regency.has_category(value) else None
            by_name = action == menu.CATEGORY and category is not None
            label = visit.office.regency.category_name(value) if by_name else visit.speech.plain_text("btn-file")
            await opening.open_form(visit, category, press=None if message is None else Press(message, label))
        case menu.NEW:
            press = None if message is None else Press(message, visit.speech.plain_text("btn-new-report"))
            await opening.open_form(visit, press=press)
        case menu.REPORTS:
            await tracking.show_list(visit)
        case menu.HELP:
            await _help(visit)
        case menu.LANGUAGE if value in LANGUAGES:
            await _speak(visit, value, message)
        case menu.LANGUAGE:
            await _ask_language(visit)
        case menu.AGREE:
            await _agreed(visit, message)
        case menu.MUTE | menu.UNMUTE:
            await muting.change(visit, message, muted=action == menu.MUTE)
        case menu.RESUME:
            await _resume(visit, message)
        case _:
            return False
    return True


async def _resume(visit: Visit, message: Tapped | None) -> None:
    """Ask the question at which a draft was left."""
    if message is not None:
        await visit.chat.mark_choice(message, visit.speech.plain_text("btn-resume"))
    if visit.memory.draft is None:
        await menu.show(visit)
        return
    visit.memory.end()
    visit.memory.activity = Activity.filing.state
    await filing.ask_again(visit)


async def _help(visit: Visit) -> None:
    await visit.chat.say(visit.speech("help-citizen"), menu.buttons(visit.speech))


async def _ask_language(visit: Visit) -> None:
    rows = [[button(visit.speech, f"language-{code}", MenuTap(action=menu.LANGUAGE, value=code))] for code in LANGUAGES]
    await visit.chat.say(visit.speech("ask-language"), keyboard(*rows))


async def _speak(visit: Visit, code: str, message: Tapped | None) -> None:
    """Speak another language from now on, beginning with the question that stands."""
    if message is not None:
        await visit.chat.mark_choice(message, visit.speech.plain_text(f"language-{code}"))
    await visit.tx.people.speak(visit.person.id, code)
    visit.speak(visit.office.texts.speech(code))
    if visit.memory.draft is not None and visit.memory.activity == Activity.filing.state:
        await visit.chat.say(visit.speech("language-chosen"))
        await filing.ask_again(visit)
    else:
        await menu.show(visit, "language-chosen")


async def _agreed(visit: Visit, message: Tapped | None) -> None:
    """Note the consent, and go on with what the person came for."""
    memory, person = visit.memory, visit.person
    if message is not None:
        await visit.chat.mark_choice(message, visit.speech.plain_text("btn-agree"))
    elif person.consented_at is None and memory.question is not None:
        await visit.chat.remove_buttons(memory.question)
    if person.consented_at is None:
        memory.question = None
        await visit.tx.people.consent(person.id)
        visit.person = await visit.tx.people.get(person.id) or person
    wish, memory.wish = memory.wish or {}, None
    if wish.get("do") == menu.FILE:
        place = Place.from_json(wish["place"]) if wish.get("place") else None
        await opening.open_form(visit, wish.get("category"), place)
    elif wish.get("do") == menu.OFFER and wish.get("categories"):
        await offering.offer_categories(visit, wish["categories"])
    elif wish.get("do") == menu.OFFER and memory.kept:
        await offering.offer(visit)
    else:
        await menu.show(visit)
