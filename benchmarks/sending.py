"""Sending within Telegram's limits, side by side: this courier, python-telegram-bot's limiter, aiogram with retries.

Each sender is a process of its own with the same messages for a fresh strict local Telegram; meanwhile one person a
second taps a button and waits for the answer. Limits are real time, so that a full run takes several minutes.

    python benchmarks/sending.py                    3,000 messages to 600 people, 300 cards to 5 groups
    python benchmarks/sending.py --scale 0.1        a tenth of it
    python benchmarks/sending.py --only taprose --bar
"""

import argparse
import asyncio
import importlib.util
import json
import os
import sys
import tempfile
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import aiohttp
from process import HERE, ROOT, cores, pin
from rich.console import Console
from rich.table import Table
from sending_load import ANSWER, TAP, Item, Load, items

sys.path.insert(0, str(ROOT))

from sandbox import Person, Sandbox

SENDERS = {
    "taprose": "Taprose",
    "ptb": "PTB AIORateLimiter",
    "aiogram": "aiogram + retry",
}
ALLOWED = 30.0
PATIENCE = 900.0
"""Seconds after which a sender that is not done is stopped."""


@dataclass(slots=True)
class Outcome:
    """What one sender did."""

    done: bool = False
    seconds: float = 0.0
    used: float = 0.0
    refused: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    tap_p50_ms: float = 0.0
    tap_p95_ms: float = 0.0
    taps: int = 0
    late_card_s: float = 0.0
    cpu_ms: float = 0.0
    taps_ms: list[float] = field(default_factory=list)


async def measure(name: str, people: int, groups: int, messages: int, cards: int) -> Outcome:
    """Run one sender against a strict local Telegram."""
    async with Sandbox(strict=True) as server:
        # Every call counts here, the tens of thousands of refused ones of a careless sender included.
        server.world.call_log.records = deque(maxlen=1_000_000)
        crowd = [(await server.client.person(f"Warga{n}", started=True)).id for n in range(people)]
        owner = await server.client.person("Petugas")
        rooms = [(await server.client.group(f"OPD {n}", [owner])).id for n in range(groups)]
        tappers = [await server.client.person(f"Pengetuk{n}", started=True) for n in range(240)]
        await _give_buttons(server, tappers)
        load = items(crowd, rooms, messages, cards)
        with tempfile.TemporaryDirectory(prefix="sending-") as directory:
            return await _watch(name, server, load, tappers, Path(directory))


async def _watch(name: str, server: Sandbox, load: list[Item], tappers: list[Person], directory: Path) -> Outcome:
    outcome = Outcome()
    process = await _start(name, Load(server.url, server.token, str(directory), pace=True, items=load), directory)
    await _event(process, "ready")
    began, began_at = time.monotonic(), time.time()
    process.stdin.write(b"go\n")  # type: ignore[union-attr]
    tapping = asyncio.create_task(_tap(tappers, outcome))
    try:
        told = await asyncio.wait_for(_event(process, "done"), PATIENCE)
        outcome.done, outcome.cpu_ms = True, told["cpu"] * 1000 / len(load)
    except TimeoutError:
        pass
    tapping.cancel()
    await asyncio.gather(tapping, return_exceptions=True)
    await _stop(process)
    _count(server, load, outcome, began, began_at)
    return outcome


async def _tap(tappers: list[Person], outcome: Outcome) -> None:
    """Have one person a second tap; each waits for the answer on their own."""
    waiting = set()

    async def one(person: Person) -> None:
        started = time.monotonic()
        await person.tap(TAP)
        await person.hears(ANSWER, timeout=120)
        outcome.taps_ms.append((time.monotonic() - started) * 1000)

    try:
        for person in tappers:
            task = asyncio.create_task(one(person))
            waiting.add(task)
            task.add_done_callback(waiting.discard)
            await asyncio.sleep(1.0)
    finally:
        # Those still waiting are counted with what they have waited: leaving them out would flatter slow senders.
        outcome.taps = len(outcome.taps_ms) + len(waiting)
        outcome.taps_ms.extend([120_000.0] * sum(not task.done() for task in waiting))
        for task in waiting:
            task.cancel()


def _count(server: Sandbox, load: list[Item], outcome: Outcome, began: float, began_at: float) -> None:
    """Read what arrived, and when, from the local Telegram's own record."""
    sent = [entry for entry in server.world.call_log.records if entry.status == 200 and entry.method == "sendMessage"]
    seen: dict[int, list[int]] = {}
    cards: dict[int, float] = {}
    times, copies = [], {}
    for entry in sent:
        asked = entry.parameters
        text, chat = str(asked["text"]), int(asked["chat_id"])
        if text in {ANSWER, TAP}:
            continue
        for word in text.split():
            number = int(word[1:-1])
            if word.startswith("m"):
                seen.setdefault(chat, []).append(number)
                times.append(entry.at)
            else:
                cards.setdefault(number, entry.at)
                seen.setdefault(chat, []).append(number)
            copies[word] = copies.get(word, 0) + 1
    outcome.lost = sum(item.text not in copies for item in load)
    outcome.doubled = sum(count - 1 for count in copies.values())
    outcome.disordered = sum(row != sorted(row) for row in seen.values())
    outcome.refused = server.world.rate_limits.refused
    outcome.seconds = max(times, default=began_at) - min(times, default=began_at)
    # The people's messages are what the overall limit holds back; all that was sent in their time counts as used.
    within = [entry for entry in sent if times and min(times) <= entry.at <= max(times)]
    outcome.used = len(within) / (ALLOWED * max(1.0, outcome.seconds)) if outcome.seconds else 0.0
    outcome.late_card_s = max(cards.values(), default=began_at) - began_at
    if len(outcome.taps_ms) > 1:
        outcome.tap_p50_ms = median(outcome.taps_ms)
        outcome.tap_p95_ms = quantiles(outcome.taps_ms, n=20)[-1]


async def _give_buttons(server: Sandbox, tappers: list[Person]) -> None:
    server.world.strict = False
    keyboard = {"inline_keyboard": [[{"text": TAP, "callback_data": TAP}]]}
    async with aiohttp.ClientSession() as session:
        for person in tappers:
            body = {"chat_id": person.id, "text": TAP, "reply_markup": keyboard}
            async with session.post(f"{server.url}/bot{server.token}/sendMessage", json=body) as response:
                assert response.status == 200, await response.text()
    server.world.strict = True


async def processor_time(name: str, messages: int) -> float:
    """Return the processor milliseconds per message, without limits on either side."""
    async with Sandbox(strict=False) as server:
        people = [(await server.client.person(f"Warga{n}", started=True)).id for n in range(100)]
        with tempfile.TemporaryDirectory(prefix="sending-") as directory:
            load = Load(server.url, server.token, directory, pace=False, items=items(people, [], messages, 0))
            process = await _start(name, load, Path(directory))
            await _event(process, "ready")
            process.stdin.write(b"go\n")  # type: ignore[union-attr]
            told = await asyncio.wait_for(_event(process, "done"), PATIENCE)
            await _stop(process)
            return float(told["cpu"]) * 1000 / messages


async def _start(name: str, load: Load, directory: Path) -> asyncio.subprocess.Process:
    load.write(directory / "load.json")
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(HERE / f"sending_{name}.py"), str(directory / "load.json"),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}"},
    )  # fmt: skip
    pin(process.pid, cores()[0])
    return process


async def _event(process: asyncio.subprocess.Process, event: str) -> dict[str, Any]:
    while True:
        line = await process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise SystemExit(f"a sender ended before it was {event}")
        if line.startswith(b"{"):
            told: dict[str, Any] = json.loads(line)
            if told["event"] == event:
                return told


async def _stop(process: asyncio.subprocess.Process) -> None:
    process.stdin.close()  # type: ignore[union-attr]
    try:
        await asyncio.wait_for(process.wait(), 10)
    except TimeoutError:
        process.kill()
        await process.wait()


def show(outcomes: dict[str, Outcome], cpu: dict[str, float], messages: int, cards: int) -> None:
    """Print the table."""
    table = Table(title=f"{messages} messages to people, {cards} cards to groups, one tap a second")
    for column in (
        "",
        "used",
        "refused",
        "lost",
        "doubled",
        "disordered",
        "tap p50",
        "tap p95",
        "last card",
        "CPU ms",
        "bare CPU ms",
    ):
        table.add_column(column, justify="left" if not column else "right")
    for name, outcome in outcomes.items():
        table.add_row(
            SENDERS[name] + ("" if outcome.done else " (not done)"),
            f"{outcome.used:.1%}", str(outcome.refused), str(outcome.lost), str(outcome.doubled),
            str(outcome.disordered), f"{outcome.tap_p50_ms:.0f} ms", f"{outcome.tap_p95_ms:.0f} ms",
            f"{outcome.late_card_s:.0f} s", f"{outcome.cpu_ms:.2f}", f"{cpu.get(name, 0):.2f}",
        )  # fmt: skip
    Console(width=150).print(table)


def missed(outcome: Outcome) -> list[str]:
    """Return the bars that were missed."""
    bars = {
        "95% of the allowed rate": outcome.used >= 0.95,
        "no refusal": outcome.refused == 0,
        "nothing lost": outcome.done and outcome.lost == 0,
        "nothing doubled": outcome.doubled == 0,
        "order kept": outcome.disordered == 0,
        "taps answered within 300 ms": outcome.tap_p95_ms <= 300,
    }
    return [name for name, held in bars.items() if not held]


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", nargs="+", choices=list(SENDERS), default=list(SENDERS))
    parser.add_argument("--bar", action="store_true")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    chosen = list(arguments.only)
    if "ptb" in chosen and importlib.util.find_spec("aiolimiter") is None:
        print("PTB AIORateLimiter is left out: it needs the package aiolimiter")
        chosen.remove("ptb")
    scale = arguments.scale
    people, messages, cards = int(600 * scale), int(3000 * scale), int(300 * scale)
    core = cores()[1]
    pin(0, core)
    outcomes, cpu = {}, {}
    for name in chosen:
        outcomes[name] = asyncio.run(measure(name, people, 5, messages, cards))
        cpu[name] = asyncio.run(processor_time(name, 2000))
    show(outcomes, cpu, messages, cards)
    if arguments.json:
        arguments.json.write_text(json.dumps({name: asdict(outcome) for name, outcome in outcomes.items()}))
    if arguments.bar and "taprose" in outcomes and (failed := missed(outcomes["taprose"])):
        sys.exit(f"missed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
