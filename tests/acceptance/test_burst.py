"""A flood for one agency: its cards are gathered, and every button of the gathered ones opens its card."""

from collections.abc import Callable
from contextlib import suppress

from bot.telegram import Limits
from reports import tickets
from sandbox import Person, Screen, attachment
from tests import personal_files as personal
from tests.acceptance.world import ROADS, World, file, open_world
from tests.conftest import Store

REPORTS = 18
NARROW = Limits(overall=1_000, group=10, burst=1_000_000, person_per_second=1_000_000.0)
"""A group that takes ten messages a minute, so that a few reports are a flood to it; people are not held up."""


async def test_every_button_of_a_combined_card_opens_its_card(sqlite_store: Store) -> None:
    async with open_world(sqlite_store.url, agencies=(ROADS,), limits=NARROW) as world:
        officer, group, client = world.officer(), world.group(), world.server.client
        tickets = {await file(await world.citizen(f"Warga{number}", "Uji")) for number in range(REPORTS)}

        def shown(screen: Screen) -> set[str]:
            text = "\n".join(screen.texts)
            return {ticket for ticket in tickets if ticket in text}

        for _ in range(10):
            if shown(await officer.screen(group)) == tickets:
                break
            await client.advance(31)
            await officer.until(shown, chat=group)
        screen = await officer.until(lambda seen: shown(seen) == tickets, chat=group)
        combined = [message for message in screen.messages if "datang bersamaan" in message.text]
        gathered = [label for message in combined for label in message.buttons if label in tickets]
        assert len(gathered) >= REPORTS // 2
        for ticket in gathered:
            await officer.tap(ticket, chat=group)
            await client.advance(61)
            await officer.until(
                lambda seen, ticket=ticket: any(  # type: ignore[misc]
                    ticket in message.text and "Terima" in message.buttons for message in seen.messages
                ),
                chat=group,
            )
        await officer.tap("Terima", chat=group)
        await client.advance(61)
        await officer.until(lambda seen: "Diterima Petugas Satu" in "".join(seen.texts), chat=group)


async def test_a_file_of_a_combined_card_comes_when_it_is_opened_and_never_without_its_report(
    sqlite_store: Store,
) -> None:
    async with open_world(sqlite_store.url, agencies=(ROADS,), limits=NARROW) as world:
        officer, group = world.officer(), world.group()
        reporters = {}
        for number in range(8):
            person = await world.citizen(f"Warga{number}", "Uji")
            reporters[await file(person, document=_letter(number))] = person
        for person in reporters.values():
            await _add(person, attachment(personal.picture(), "foto.jpg", "image/jpeg"))

        def gathered_in(screen: Screen) -> set[str]:
            combined = [message for message in screen.messages if "datang bersamaan" in message.text]
            return {label for message in combined for label in message.buttons if label in reporters}

        screen = await _until(
            world,
            lambda seen: (
                gathered_in(seen) | set(_tickets_of(seen, "berkas.pdf")) == set(reporters)
                and set(_tickets_of(seen, "berkas.jpg")) == set(reporters)
            ),
        )
        gathered = gathered_in(screen)
        assert len(gathered) >= len(reporters) // 2
        assert not gathered & set(_tickets_of(screen, "berkas.pdf"))
        for ticket in gathered:
            await officer.tap(ticket, chat=group)
            await _until(world, lambda seen, ticket=ticket: ticket in _tickets_of(seen, "berkas.pdf"))  # type: ignore[misc]
        screen = await _until(world, lambda seen: set(_tickets_of(seen, "berkas.pdf")) == set(reporters))
        # None of them came without what names its report, nor twice.
        assert sorted(_tickets_of(screen, "berkas.pdf")) == sorted(reporters)
        assert sorted(_tickets_of(screen, "berkas.jpg")) == sorted(reporters)


def _letter(number: int) -> dict[str, object]:
    return attachment(personal.pdf(), f"surat{number}.pdf", "application/pdf")


async def _add(person: Person, document: dict[str, object]) -> None:
    tracker = (await person.screen()).find("Laporan terkirim")
    await person.send(document=document, caption="Fotonya", reply_to=tracker.id)


async def _until(world: World, holds: Callable[[Screen], bool]) -> Screen:
    """Let minutes pass until the group looks as it should."""
    officer, group = world.officer(), world.group()
    for _ in range(60):
        screen = await officer.screen(group, limit=1_000)
        if holds(screen):
            return screen
        with suppress(AssertionError):  # what comes may need the next minute
            await officer.until(lambda seen, before=screen.seq: seen.seq > before, chat=group, timeout=0.5)  # type: ignore[misc]
            continue
        await world.server.client.advance(31)
    raise AssertionError(f"not seen for half an hour:\n{await officer.screen(group, limit=1_000)!r}")


def _tickets_of(screen: Screen, name: str) -> list[str]:
    """Return of which report each file of a name is, as who reads the group sees it; empty where that is not to be seen."""
    by_id = {message.id: message for message in screen.messages}
    found = []
    for message in screen.messages:
        if message.by_bot and (message.raw.get("document") or {}).get("file_name") == name:
            below = by_id.get((message.raw.get("reply_to_message") or {}).get("message_id", 0))
            named = tickets.find(message.text) or ([] if below is None else tickets.find(below.text))
            found.append(named[0] if len(set(named)) == 1 else "")
    return found
