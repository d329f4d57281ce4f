"""Opening the form: consent first, an open draft before a new one, and what was already sent inside it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.callbacks import MenuTap, button, keyboard
from handlers.calls import Keyboard
from handlers.citizen import filing, lookups, menu
from handlers.citizen.content import Content
from handlers.citizen.filing import Press
from handlers.citizen.memory import Json
from handlers.citizen.states import Activity
from handlers.citizen.visit import Visit
from reports.filing import Asked, Attachment, Pointed, Said, Sent, interrupt
from reports.places import Place

KEPT_FOR = timedelta(hours=24)
"""How long content that came without a form waits for one."""

MOST_KEPT = 12
"""Messages that wait for a form: five files, a place and a long story in pieces."""


async def open_form(
    visit: Visit, category: str | None = None, place: Place | None = None, press: Press | None = None
) -> None:
    """Show the first question of a form, or what has to be asked before it."""
    memory = visit.memory
    prefill: Json = {"category": category, "place": place.to_json() if place else None}
    if visit.person.consented_at is None:
        await ask_consent(visit, {"do": menu.FILE, **prefill})
        return
    if memory.draft is not None and not (memory.draft.is_empty and (category or place or memory.kept)):
        memory.activity, memory.report = Activity.filing.state, None
        memory.wish = prefill if category or place else None
        await filing.show(visit, interrupt(memory.draft, visit.form), press)
        return
    asked = filing.begin(visit, category, place)
    answers, memory.kept, memory.wish = _recent(visit), [], None
    await filing.show(visit, await with_answers(visit, asked, answers), press)


async def ask_consent(visit: Visit, wish: Json) -> None:
    """Show the privacy notice; what was wanted comes after it."""
    visit.memory.wish = wish
    ask = keyboard([button(visit.speech, "btn-agree", MenuTap(action=menu.AGREE))])
    await ask_instead(visit, visit.speech("consent", regency=visit.office.regency.name), ask)


async def ask_instead(visit: Visit, text: str, markup: Keyboard) -> None:
    """Put a question outside the form; the one before it is no longer asked."""
    before = visit.memory.question
    visit.memory.question = await visit.chat.say(text, markup)
    if before is not None:
        await visit.chat.remove_buttons(before)


def keeps(visit: Visit) -> bool:
    """Tell whether content waits for a form."""
    return any(_is_recent(visit, item) for item in visit.memory.kept)


def keep(visit: Visit, content: Content) -> bool:
    """Keep content for a form to come; False when there is too much of it already."""
    kept = [item for item in visit.memory.kept if _is_recent(visit, item)]
    visit.memory.kept = kept
    if len(kept) >= MOST_KEPT:
        return False
    kept.append({"at": int(visit.tx.now.timestamp()), **_packed(content)})
    return True


def take(visit: Visit, messages: Collection[int]) -> list[Content]:
    """Return the kept content of these messages; it is kept no longer."""
    taken = [item for item in visit.memory.kept if item["id"] in messages and _is_recent(visit, item)]
    visit.memory.kept = [item for item in visit.memory.kept if item["id"] not in messages]
    return [_unpacked(item) for item in taken]


def reword(visit: Visit, content: Content) -> bool:
    """Replace kept content by its edited form; False when it was not kept."""
    for place, item in enumerate(visit.memory.kept):
        if item["id"] == content.message_id:
            visit.memory.kept[place] = {"at": item["at"], **_packed(content)}
            return True
    return False


def emergency_in(visit: Visit, content: Content) -> str | None:
    """Return whom to call, if the words speak of danger."""
    words = content.text if isinstance(content, Said) else content.caption if isinstance(content, Sent) else None
    found = visit.form.emergency(words) if words else None
    return found.say if found else None


async def with_answers(visit: Visit, asked: Asked, answers: Sequence[Content]) -> Asked:
    """Return the form with all of these answered at once, files first, then the words, then the place.

    The screen is the last one; what was said on the way (danger, something refused) is on it.
    """
    files = [item for item in answers if isinstance(item, Sent)]
    points = [item for item in answers if isinstance(item, Pointed)]
    written = [item for item in answers if isinstance(item, Said)]
    if len(written) + sum(item.caption is not None for item in files) > 1:
        # Several pieces are one story; editing one of them cannot stand for all.
        pieces = [
            item.caption if isinstance(item, Sent) else item.text for item in answers if not isinstance(item, Pointed)
        ]
        written = [Said("\n".join(piece for piece in pieces if piece))]
        files = [replace(item, caption=None) for item in files]
    draft, screen = asked.draft, asked.screen
    problem, emergency = None, None
    sequence: list[Content] = [*files, *written, *points]
    for answer in sequence:
        outcome = await lookups.advance(visit, draft, answer)
        if not isinstance(outcome, Asked):
            continue
        draft, screen = outcome.draft, outcome.screen
        problem, emergency = screen.problem or problem, screen.emergency or emergency
    return Asked(draft, replace(screen, problem=problem, notice=None, emergency=emergency))


def _recent(visit: Visit) -> list[Content]:
    return [_unpacked(item) for item in visit.memory.kept if _is_recent(visit, item)]


def _is_recent(visit: Visit, item: Json) -> bool:
    return bool(item["at"] > visit.tx.now.timestamp() - KEPT_FOR.total_seconds())


def _packed(content: Content) -> Json:
    match content:
        case Said():
            return {"id": content.message_id, "text": content.text}
        case Sent():
            file = content.attachment.to_json()
            return {"id": content.message_id, "file": file, "caption": content.caption, "album": content.album}
        case Pointed():
            where = [content.latitude, content.longitude, content.title, content.address]
            return {"id": content.message_id, "point": where}


def _unpacked(item: Json) -> Content:
    if "text" in item:
        return Said(item["text"], item["id"])
    if "file" in item:
        return Sent(Attachment.from_json(item["file"]), item["caption"], item["album"], item["id"])
    latitude, longitude, title, address = item["point"]
    return Pointed(latitude, longitude, title, address, item["id"])
