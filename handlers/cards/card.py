"""The card: a report as a group sees it, with the buttons for what its agency can do now."""

from handlers.callbacks import CardTap, button, keyboard
from handlers.calls import Keyboard
from handlers.cards.acts import offered
from handlers.office import Office
from handlers.parts.icons import ICONS
from handlers.parts.names import agency_name, status_name
from handlers.parts.places import place_of, with_map
from handlers.parts.reporter_words import in_line
from handlers.texts import Markup, Speech
from handlers.wording import cut, shown_name, when
from reports.actors import Actor, ActorRole
from reports.assignments import lead_of
from reports.authority import View, may
from reports.clocks import clock
from storage.clocks import ClockKind
from storage.tables import Report, Status

STORY_UNITS = 2_600
"""UTF-16 units of the story on the card; with every other line the message stays under Telegram's 4,096."""

REASON_UNITS = 400


def text(office: Office, report: Report, viewer: Actor, reporter_name: str, supporters: int) -> tuple[Markup, str]:
    """Return the card's text, and what of the story did not fit on it (empty for nearly all).

    `supporters`: how many people support the report.
    """
    speech = office.group_speech
    head = speech(
        "card-head",
        icon=ICONS[report.status],
        ticket=report.ticket,
        category=office.regency.category_name(report.category),
    )
    if not may(viewer, View.REPORT, report):
        elsewhere = speech(
            "card-elsewhere",
            icon="↪️",
            ticket=report.ticket,
            category=office.regency.category_name(report.category),
            agency=agency_name(office, lead_of(report), speech),
        )
        return elsewhere, ""
    shown, rest = cut(report.story, STORY_UNITS)
    story = in_line(report, shown)
    if rest:
        story = Markup(story + speech("card-continued"))
    place = speech("card-place", place=with_map(place_of(report.place), speech))
    lines = [head, *_above(office, report, viewer), story, place]
    lines += [_about(office, report, reporter_name), *_counts(report, supporters, speech), *_standing(office, report)]
    return Markup("\n".join(line for line in lines if line)), rest


def buttons(office: Office, report: Report, viewer: Actor) -> Keyboard:
    """Return what the viewing group can do now."""
    entries = offered(report, viewer)
    taps = [
        button(office.group_speech, f"btn-{entry.name}", CardTap(action=entry.name, report=report.id or 0))
        for entry in entries
    ]
    if viewer.role is ActorRole.COORDINATOR:
        numbers = sorted({entry.row for entry in entries})
        rows = [[tap for entry, tap in zip(entries, taps, strict=True) if entry.row == row] for row in numbers]
        return keyboard(*rows)
    # What an officer does next stands above what is done otherwise.
    return keyboard(taps[:2], taps[2:])


def _above(office: Office, report: Report, viewer: Actor) -> list[Markup]:
    if viewer.role is not ActorRole.COORDINATOR:
        return []
    speech = office.group_speech
    name = agency_name(office, lead_of(report), speech)
    if report.proposal is not None:
        return [speech("card-with", agency=name)]
    if lead_of(report) is None:
        return [speech("card-second-bounce" if report.bounces else "card-unrouted")]
    return [speech("card-with", agency=name)]


def _about(office: Office, report: Report, reporter_name: str) -> Markup:
    speech, zone = office.group_speech, office.regency.timezone
    parts = [
        speech("card-who", who=shown_name(reporter_name, report.identity, speech)),
        speech("card-filed", when=when(report.filed_at, zone, speech)),
    ]
    if (counts := clock(report)) is not None:
        is_promise = report.promised_for is not None and counts.runs
        name = (
            "card-respond-by"
            if counts.kind is ClockKind.RESPONSE
            else "card-promised"
            if is_promise
            else "card-resolve-by"
        )
        parts.append(speech(name, when=when(counts.due, zone, speech)))
    return Markup("   ".join(parts))


def _counts(report: Report, supporters: int, speech: Speech) -> list[Markup]:
    lines = []
    if supporters:
        lines.append(speech("card-supporters", count=supporters))
    if report.bounces:
        lines.append(speech("card-bounces", count=report.bounces))
    if report.nudges:
        lines.append(speech("card-nudges", count=report.nudges))
    if report.reopenings:
        lines.append(speech("card-reopenings", count=report.reopenings))
    if report.stars:
        lines.append(speech("card-stars", stars=report.stars))
    return lines


def _standing(office: Office, report: Report) -> list[Markup]:
    speech, zone = office.group_speech, office.regency.timezone
    lines = []
    if report.status is not Status.SUBMITTED:
        lines.append(speech("card-status", icon=ICONS[report.status], status=status_name(report.status, speech)))
    if report.last_act and report.last_at:
        lines.append(
            speech(
                f"card-act-{report.last_act}",
                who=report.last_actor or speech.plain_text("coordinators"),
                when=when(report.last_at, zone, speech),
            )
        )
    if report.proposal is not None:
        lines.append(speech("card-proposal", reason=cut(report.proposal_reason or "", REASON_UNITS)[0]))
    return lines
