"""Filing a report, side by side: this bot, plain aiogram in memory, and the two durable ways people build such bots.

All four show the same screens with the same calls to Telegram; a fifth, plain aiogram without buttons, does half of that.

Each contestant is a process of its own on one core, talking to the same fake Bot API server on the other, with the same
citizens sending the same eight messages. Contestants take turns, round after round, so that whatever else the machine
does hits all of them; figures are medians over the rounds, ratios medians of the ratios within a round.

    python benchmarks/filing.py                     about two minutes
    python benchmarks/filing.py --delay-ms 60       with the answer time of a real network
    python benchmarks/filing.py --bar               exit 1 below 1.3 times plain aiogram or 3 times a durable one
"""

import argparse
import json
import platform
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import contestants
import taprose
from contestants import Contestant
from flow import filing
from process import Stuck, cores, fake_telegram, running
from rich.console import Console
from rich.table import Table

MESSAGES = len(filing(0))
"""Messages in a flow."""
BUSY_SERVER = 0.85
"""Share of its core above which the fake server, and not the bot, may be what limits a run."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a contestant is put through in each round."""

    people: int
    flows: int
    seconds: float
    warm_up: int
    delay_ms: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one contestant did in one round."""

    flows_per_second: float
    p50_ms: float
    p95_ms: float
    cpu_seconds_per_flow: float
    peak_bytes: int
    server_busy: float
    calls_per_flow: dict[str, float]
    """By the Bot API's method in lower case, without polling; empty if some step was never answered."""
    step_p50_ms: dict[str, float]


def measure(contestant: Contestant, load: Load) -> Outcome:
    """Run one contestant once. Raises Stuck, with the end of its output, if it does not answer as it should."""
    core, server_core = cores()
    options = {f"--{name.replace('_', '-')}": str(value) for name, value in asdict(load).items()}
    arguments = [word for option in options.items() for word in option]
    with tempfile.TemporaryDirectory(prefix="filing-") as name, fake_telegram(server_core, *arguments) as telegram:
        directory = Path(name)
        log = directory / "output.log"
        try:
            with running(contestant.command(telegram.url, directory), core, log) as bot:
                telegram.wait("polled", bot)
                telegram.wait("began", bot)
                cpu = bot.cpu
                figures = telegram.wait("ended", bot)
                cpu = bot.cpu - cpu
                peak = bot.memory("VmHWM")
        except Stuck as stuck:
            tail = log.read_text(errors="replace")[-2000:]
            raise Stuck(f"{contestant.title}: {stuck}\nIts output ends with:\n{tail}") from None
    latencies = [seconds * 1000 for step in figures["latencies"].values() for seconds in step]
    percentiles = quantiles(latencies, n=100)
    flows = len(latencies) / MESSAGES
    return Outcome(
        flows_per_second=flows / figures["seconds"],
        p50_ms=percentiles[49],
        p95_ms=percentiles[94],
        cpu_seconds_per_flow=cpu / flows,
        peak_bytes=peak,
        server_busy=figures["busy"],
        calls_per_flow=_calls_per_flow(figures),
        step_p50_ms={step: median(seconds) * 1000 for step, seconds in figures["latencies"].items()},
    )


def _calls_per_flow(figures: dict[str, Any]) -> dict[str, float]:
    answers = {step: len(seconds) for step, seconds in figures["latencies"].items()}
    if len(answers) < MESSAGES:
        return {}
    per_flow: dict[str, float] = {}
    for step, calls in figures["calls"].items():
        for method, number in calls.items():
            per_flow[method] = per_flow.get(method, 0) + number / answers[step]
    return per_flow


Rounds = dict[str, list[Outcome]]
"""Outcomes by contestant, one a round, in the order of the rounds."""


def ratio(rounds: Rounds, key: str, other: str) -> float | None:
    """Return how many times faster one contestant is than another: the median over the rounds, or None if one is missing."""
    if key not in rounds or other not in rounds:
        return None
    pairs = zip(rounds[key], rounds[other], strict=True)
    return median(one.flows_per_second / two.flows_per_second for one, two in pairs)


def shortfalls(rounds: Rounds) -> list[str]:
    """Return one line for each bar that this bot does not reach; bars of contestants who took no part count as missed."""
    lines = []
    for peer in contestants.ALL:
        if peer.bar is None:
            continue
        reached = ratio(rounds, contestants.TAPROSE.key, peer.key)
        if reached is None:
            lines.append(f"{peer.title}: not compared; the bar is {peer.bar}")
        elif reached < peer.bar:
            lines.append(f"{peer.title}: {reached:.2f} times as fast; the bar is {peer.bar}")
    return lines


def table(rounds: Rounds, load: Load) -> Table:
    """Return the medians as people read them."""
    result = Table(
        title=f"{load.people} citizens, {load.flows} flows of 8 messages, {load.delay_ms:g} ms a send",
        caption="medians over the rounds; ×: flows/s against aiogram in memory; p50, p95: ms to the reply; "
        "CPU: ms a flow; MB: peak memory; calls: to Telegram, a flow; server: load of its core",
    )
    for heading in ("", "flows/s", "×", "p50", "p95", "CPU", "MB", "calls", "server"):
        result.add_column(heading, justify="left" if not heading else "right", no_wrap=not heading)
    for contestant in contestants.ALL:
        outcomes = rounds.get(contestant.key)
        if not outcomes:
            continue
        against = ratio(rounds, contestant.key, contestants.PLAIN.key)
        busy = median(o.server_busy for o in outcomes)
        calls = median(sum(o.calls_per_flow.values()) for o in outcomes)
        result.add_row(
            contestant.title,
            f"{median(o.flows_per_second for o in outcomes):.1f}",
            "" if against is None else f"{against:.2f}",
            f"{median(o.p50_ms for o in outcomes):.0f}",
            f"{median(o.p95_ms for o in outcomes):.0f}",
            f"{median(o.cpu_seconds_per_flow for o in outcomes) * 1000:.1f}",
            f"{median(o.peak_bytes for o in outcomes) / 1e6:.0f}",
            f"{calls:.1f}" if calls else "-",
            f"{busy:.0%}" + (" !" if busy > BUSY_SERVER else ""),
        )
    return result


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100, help="citizens at once (default: %(default)s)")
    parser.add_argument("--flows", type=int, default=400, help="measured flows in each round (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=15, help="longest measured phase (default: %(default)s)")
    parser.add_argument("--warm-up", type=int, default=50, help="flows before those (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="(default: %(default)s)")
    parser.add_argument("--delay-ms", type=float, default=0, help="time each send takes (default: none)")
    keys = [contestant.key for contestant in contestants.ALL]
    parser.add_argument("--only", nargs="+", choices=keys, default=keys, metavar="WHO", help=f"of {', '.join(keys)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every round's figures there")
    parser.add_argument("--bar", action="store_true", help="exit 1 where this bot is not fast enough")
    return parser.parse_args()


def main() -> int:
    """Run the rounds and print what they gave."""
    chosen = options()
    console, progress = Console(), Console(stderr=True)
    load = Load(chosen.people, chosen.flows, chosen.seconds, chosen.warm_up, chosen.delay_ms)
    rounds: Rounds = {}
    if contestants.TAPROSE.key in chosen.only and not taprose.available():
        progress.print("The bot is not in this tree (bot/__main__.py); only its peers are measured.")
        chosen.only.remove(contestants.TAPROSE.key)
    try:
        for number in range(1, chosen.rounds + 1):
            for contestant in contestants.ALL:
                if contestant.key in chosen.only:
                    with progress.status(f"Round {number} of {chosen.rounds}: {contestant.title}"):
                        rounds.setdefault(contestant.key, []).append(measure(contestant, load))
    except Stuck as stuck:
        progress.print(str(stuck), markup=False, highlight=False)
        return 1
    console.print(table(rounds, load))
    if chosen.json:
        figures = {
            "load": asdict(load),
            "machine": {"cores": len(set(cores())), "python": platform.python_version(), "system": platform.system()},
            "rounds": {key: [asdict(outcome) for outcome in outcomes] for key, outcomes in rounds.items()},
            "ratios_to_plain": {key: ratio(rounds, key, contestants.PLAIN.key) for key in rounds},
        }
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n")
    missed = shortfalls(rounds) if chosen.bar else []
    for line in missed:
        console.print(f"Below the bar: {line}", markup=False)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
