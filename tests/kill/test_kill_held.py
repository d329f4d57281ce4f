"""The bot is killed while words wait for a group that cannot be reached: nothing that was acknowledged is missing."""

from pathlib import Path

import pytest

from bot.settings.loading import load
from bot.trying.cast import populate
from sandbox import Sandbox
from tests.acceptance.world import ENVIRONMENT, ROADS, button_on, file
from tests.conftest import Store
from tests.kill.process import ROOT, Mortal
from tests.kill.test_kill import PATIENCE, _everything_is_sent, _rows, _with_groups

WORDS = 24


@pytest.mark.timeout(120)
async def test_killed_while_words_are_held_all_of_them_arrive_in_order(store: Store, tmp_path: Path) -> None:
    async with Sandbox(strict=False) as server:
        settings = load(ROOT / "config.toml", {})
        cast = await populate(server.client, settings, only=(ROADS, ENVIRONMENT))
        assert cast.coordination is not None
        assert cast.coordinator is not None
        group, officer = cast.agencies[ROADS], cast.officers[ROADS][0]
        config = tmp_path / "config.toml"
        config.write_text(_with_groups({code: chat.id for code, chat in cast.agencies.items()}))
        bot = Mortal(
            config,
            {
                "TAPROSE_TELEGRAM__API_URL": server.url,
                "TAPROSE_TELEGRAM__TOKEN": server.token,
                "TAPROSE_TELEGRAM__LISTEN": "127.0.0.1:0",
                "TAPROSE_STORAGE__URL": store.url,
                "TAPROSE_GROUPS__COORDINATION": str(cast.coordination.id),
            },
        )
        try:
            await bot.start()
            person = await server.client.person("Wagimin", last_name="Pranoto")
            ticket = await file(person)
            await officer.until(lambda seen: button_on(seen, "Terima"), chat=group)
            tracker = (await person.screen()).find("Laporan terkirim").id
            await group.permit(can_send_messages=False)
            for number in range(WORDS):
                await person.send(f"tambahan {number}.", reply_to=tracker)
                if number % 8 == 7:
                    await cast.coordinator.until(
                        lambda seen: any("tidak dapat dijangkau (" in text for text in seen.texts),
                        chat=cast.coordination,
                        timeout=PATIENCE,
                    )
                    bot.kill()
                    await bot.dead()
                    await bot.start()
            last = f"tambahan {WORDS - 1}."
            await cast.coordinator.until(
                lambda seen: last in "\n".join(seen.texts), chat=cast.coordination, timeout=PATIENCE
            )
            await group.permit(can_send_messages=True)
            await officer.send("/bantuan", chat=group)
            seen = await officer.until(lambda seen: last in "\n".join(seen.texts), chat=group, timeout=PATIENCE)
            await _everything_is_sent(store)
            assert await bot.stop() == 0
        finally:
            await bot.stop()
        text = "\n".join(shown.text for shown in seen.messages if shown.by_bot)
        places = [text.index(f"tambahan {number}.") for number in range(WORDS)]
        assert places == sorted(places)
        assert ticket in text
        told = (await server.client.screen(cast.coordination.id)).texts
        alarms = {text for text in told if "tidak dapat dijangkau (" in text}
        assert len(alarms) == 1, "told once; it was in flight when the bot was killed, and may be there twice"
        assert bot.deaths == 3
        assert not await _rows(store, "SELECT * FROM outbox WHERE state = 'dead'")
