"""A bot on grammY, in a process of its own, runs here unchanged: by long polling and by webhook."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import Person, Sandbox

FOLDER = Path(__file__).parent.parent / "npm"
PATIENCE = 20.0


@pytest.fixture(params=["polling", "webhook"])
async def shop(sandbox: Sandbox, request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """The bot of tests/sandbox/npm, at work; it must also end well."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        pytest.fail("install the packages 'nodejs' and 'npm' (node 18 or newer)", pytrace=False)
    if not (FOLDER / "node_modules" / "grammy").is_dir():
        pytest.fail("run 'make npm': it installs what package-lock.json of tests/sandbox/npm names", pytrace=False)
    process = await asyncio.create_subprocess_exec(
        node,
        "bot.js",
        cwd=FOLDER,
        env={
            **os.environ,
            "BOT_TOKEN": sandbox.token,
            "API_ROOT": sandbox.url,
            "WEBHOOK_SECRET": "rahasia" if request.param == "webhook" else "",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        ready = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
        assert ready, (await process.communicate())[1].decode()
        yield
        process.terminate()
        _, complaints = await asyncio.wait_for(process.communicate(), PATIENCE)
        assert (process.returncode, complaints.decode()) == (0, "")
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_a_bot_on_grammy_runs_unchanged(shop: None, sandbox: Sandbox, siti: Person) -> None:
    sandbox.world.strict = False
    welcome = await siti.asks("/start", "Welcome to the pizza shop")
    assert [entity["type"] for entity in welcome.view["entities"]] == ["bold", "italic"]
    assert welcome.buttons == ["Order", "Cancel", "Menu"]
    alert = await (await siti.tap("Cancel")).answer()
    assert (alert["text"], alert["show_alert"]) == ("Nothing to cancel", True)
    assert (await (await siti.tap("Order")).answer())["text"] == "Good choice!"
    edited = await siti.hears("How many?")
    assert edited.edited
    assert edited.buttons == []
    said = await siti.send("2")
    await siti.hears("You ordered 2 in all.")
    await siti.send("3", edit=said)
    await siti.hears("You meant 3?")

    await siti.asks("/where", "Where to?")
    assert (await siti.screen()).keyboard == ["Send my place", "Never mind"]
    await siti.tap("Send my place", location={"latitude": -6.9, "longitude": 112.06})
    await siti.hears("On our way to -6.90")
    assert (await siti.screen()).keyboard == []

    await siti.send("/album")
    await siti.hears("two")
    albums = {m.view["album"] for m in (await siti.screen()).messages if m.kind == "photo" and m.by_bot}
    assert len(albums) == 1
    photo = await siti.send(photo=True)
    size = next(m for m in (await siti.screen()).messages if m.id == photo).view["file"]["file_size"]
    assert (await siti.hears(f"{size} bytes")).reply_to == photo
    await siti.asks("/twice", "400: Bad Request: message is not modified")

    group = await sandbox.client.group("Pizza", [siti])
    await siti.hears("I am a member here.", chat=group)
    assert (await sandbox.client.get("log"))["unknown"] == []
