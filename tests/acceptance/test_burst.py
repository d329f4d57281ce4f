"""A flood for one agency: its cards are gathered, and every button of the gathered ones opens its card."""

from bot.telegram import Limits
from sandbox import Screen
from tests.acceptance.world import ROADS, file, open_world
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
