"""What citizens think of the agencies: the survey's index and the stars of a quarter, side by side and never mixed.

The coordinators and the leadership see every agency, an agency sees itself. Nothing is shown of fewer than five people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time

from aiogram.types import Message

from handlers.parts.actors import members_of
from handlers.texts import Markup
from handlers.visit import GroupVisit
from handlers.wording import decimal
from reports import satisfaction
from reports.authority import View, may_of_agency
from reports.errors import Missing
from reports.regency import Agency
from reports.satisfaction import ELEMENTS, FEWEST_ANSWERS, Index, Stars
from storage.ratings import StarsGiven

LINES = 40
"""Agencies in one message: a line of at most 100 characters each stays under Telegram's 4,096."""


@dataclass(frozen=True, slots=True)
class _Figures:
    """What is known about an agency in a quarter; None where too few people said anything."""

    agency: Agency
    index: Index | None
    stars: Stars | None


async def asked(message: Message, args: str, visit: GroupVisit) -> None:
    """Show the figures of a quarter ("2026-3", this one if none is named), of all agencies or of one."""
    members = members_of(visit.group)
    if members.agency is None and not may_of_agency(members, View.SATISFACTION, None):
        await visit.voice.reply(message, visit.speech("help-unlinked"))
        return
    today = visit.tx.now.astimezone(visit.office.regency.timezone).date()
    quarter, wanted = _meant(args, satisfaction.quarter(today), visit)
    if wanted is None and members.agency is not None:
        wanted = visit.office.regency.agency(members.agency)
    if not may_of_agency(members, View.SATISFACTION, None if wanted is None else wanted.code):
        await visit.voice.reply(message, visit.speech("satisfaction-not-yours"))
    elif wanted is None:
        await visit.voice.reply(message, await _every(visit, quarter))
    else:
        await visit.voice.reply(message, await _one(visit, quarter, wanted))


def _meant(words: str, quarter: str, visit: GroupVisit) -> tuple[str, Agency | None]:
    """Return the quarter and the agency that somebody wrote, in any order. Raises Missing("quarter")."""
    named = {name.upper(): agency for agency in visit.office.regency.agencies for name in (agency.code, agency.short)}
    said = words.upper().split()
    quarters = [word for word in said if satisfaction.is_quarter(word)]
    name = " ".join(word for word in said if word not in quarters)
    if (name and name not in named) or len(quarters) > 1:
        raise Missing("quarter")
    return (quarters or [quarter])[0], named.get(name)


async def _every(visit: GroupVisit, quarter: str) -> Markup:
    say = visit.speech
    given = await _given(visit, quarter)
    found = [await _figures(visit, agency, quarter, given) for agency in visit.office.regency.agencies]
    known = [figures for figures in found if figures.index or figures.stars]
    lines = [_head(visit, quarter)]
    lines += [
        say("satisfaction-line", agency=figures.agency.short, figures=" · ".join(_written(visit, figures)))
        for figures in known[:LINES]
    ]
    if len(known) > LINES:
        lines.append(say("satisfaction-rest", count=len(known) - LINES))
    if few := len(found) - len(known):
        lines.append(say("satisfaction-few", count=few, fewest=FEWEST_ANSWERS))
    return Markup("\n".join([*lines, say("satisfaction-note")]))


async def _one(visit: GroupVisit, quarter: str, agency: Agency) -> Markup:
    say = visit.speech
    figures = await _figures(visit, agency, quarter, await _given(visit, quarter))
    lines = [_head(visit, quarter)]
    if written := list(_written(visit, figures)):
        lines.append(say("satisfaction-line", agency=agency.short, figures=" · ".join(written)))
    else:
        lines.append(say("satisfaction-own-few", agency=agency.short, fewest=FEWEST_ANSWERS))
    if figures.index is not None:
        lines += [
            say("satisfaction-element", name=say(f"element-{name}"), value=decimal(value, say))
            for name, value in zip(ELEMENTS, figures.index.elements, strict=True)
        ]
    return Markup("\n".join([*lines, say("satisfaction-note")]))


async def _given(visit: GroupVisit, quarter: str) -> Mapping[str, StarsGiven]:
    calendar = visit.office.calendar(None)
    first, after = satisfaction.days_of(quarter)
    return await visit.tx.ratings.of_agencies(calendar.at(first, time.min), calendar.at(after, time.min))


async def _figures(visit: GroupVisit, agency: Agency, quarter: str, given: Mapping[str, StarsGiven]) -> _Figures:
    index = satisfaction.index(await visit.tx.surveys.of_agency(agency.code, quarter))
    rated = given.get(agency.code)
    return _Figures(agency, index, None if rated is None else satisfaction.stars(rated.stars, rated.count))


def _head(visit: GroupVisit, quarter: str) -> Markup:
    year, _, number = quarter.partition("-")
    return visit.speech("satisfaction-head", number=number, year=year)


def _written(visit: GroupVisit, figures: _Figures) -> Iterator[str]:
    say = visit.speech
    if (index := figures.index) is not None:
        value = decimal(index.value, say)
        yield say.plain_text("satisfaction-index", value=value, grade=index.grade, count=index.count)
    if (stars := figures.stars) is not None:
        yield say.plain_text("satisfaction-stars", mean=decimal(stars.mean, say), count=stars.count)
