"""Offers to begin a report: with what was sent, or of a category that was named. One stands until something else is said."""

from collections.abc import Sequence

from handlers.callbacks import MenuTap, button, keyboard, named
from handlers.calls import Button
from handlers.citizen import menu, opening
from handlers.citizen.visit import Visit


async def offer(visit: Visit, name: str = "offer") -> None:
    """Offer to begin a report with what was sent."""
    speech = visit.speech
    if len(visit.memory.kept) > 1 and name == "offer":
        name = "offer-more"
    rows = keyboard([button(speech, "btn-file", MenuTap(action=menu.OFFER))], _elsewhere(visit))
    visit.memory.wish = {"do": menu.OFFER}
    await opening.ask_instead(visit, speech(name, count=len(visit.memory.kept)), rows)


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
    await opening.ask_instead(visit, text, keyboard(*rows, _elsewhere(visit)))
    visit.memory.wish = {"do": menu.OFFER, "categories": list(categories)}


def stands(visit: Visit) -> bool:
    """Tell whether an offer stands."""
    return visit.memory.wish is not None and visit.memory.wish.get("do") == menu.OFFER


def categories_offered(visit: Visit) -> list[str]:
    """Return the categories in the offer that stands."""
    offered = (visit.memory.wish or {}).get("categories", ()) if stands(visit) else ()
    return [code for code in offered if visit.office.regency.has_category(code)]


def category_offered(visit: Visit) -> str | None:
    """Return the one category in the offer that stands, for whoever types its button."""
    offered = categories_offered(visit)
    return offered[0] if len(offered) == 1 else None


def _elsewhere(visit: Visit) -> list[Button]:
    return [
        button(visit.speech, "btn-reports", MenuTap(action=menu.REPORTS)),
        button(visit.speech, "btn-help", MenuTap(action=menu.HELP)),
    ]
