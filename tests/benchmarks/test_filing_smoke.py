"""The filing benchmark still runs: a handful of flows, no figure judged."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def test_a_peer_files_a_handful_of_reports_and_a_bar_without_comparison_is_missed(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    load = ["--people", "3", "--flows", "6", "--warm-up", "1", "--rounds", "1"]
    ran = subprocess.run(
        [sys.executable, str(BENCHMARKS / "filing.py"), "--only", "plain", *load, "--bar", "--json", str(figures)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1, ran.stderr
    assert "Below the bar: aiogram in memory: not compared" in ran.stdout
    told = json.loads(figures.read_text())
    assert told["ratios_to_plain"] == {"plain": 1.0}
    [outcome] = told["rounds"]["plain"]
    assert outcome["flows_per_second"] > 0
    assert 0 < outcome["p50_ms"] <= outcome["p95_ms"]
    assert outcome["peak_bytes"] > 1e6


@dataclass
class Heard:
    """A crowd of two, and what came of it."""

    crowd: Any
    sent: list[dict[str, Any]] = field(default_factory=list)
    greeted: int = 0
    filed: int = 0

    def sent_by(self, citizen: int) -> int:
        return sum(message["chat"]["id"] == citizen for message in self.sent)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from citizens import Crowd

    def greeted() -> None:
        seen.greeted += 1

    def filed() -> None:
        seen.filed += 1

    seen = Heard(None)
    seen.crowd = Crowd(2, seen.sent.append, greeted, filed)
    return seen


def test_everyone_greets_the_bot_before_anything_is_filed(heard: Heard) -> None:
    heard.crowd.onboard()
    for citizen in heard.crowd.citizens:
        assert heard.greeted == 0
        heard.crowd.hear(citizen, "Selamat datang")
        heard.crowd.hear(citizen, "Menu")
    assert heard.greeted == 1
    assert len(heard.sent) == 4
    assert heard.filed == 0


def test_a_citizen_goes_on_only_at_the_expected_answer(heard: Heard) -> None:
    heard.crowd.file()
    heard.crowd.measure()
    citizen, other = heard.crowd.citizens
    answers = [f"Langkah {n} dari 6" for n in range(1, 7)] + ["TBN-26-000001", "TBN-26-000001"]
    for number, answer in enumerate(answers, start=1):
        heard.crowd.hear(citizen, "sebentar")
        heard.crowd.hear(-100, answer)
        assert heard.sent_by(citizen) == number
        heard.crowd.hear(citizen, answer)
    assert heard.filed == 1
    assert heard.sent_by(citizen) == 9
    assert heard.sent_by(other) == 1
    figures = heard.crowd.stop()
    assert [len(seconds) for seconds in figures.latencies.values()] == [1] * 8
    heard.crowd.hear(citizen, answers[0])
    assert heard.sent_by(citizen) == 9


def test_a_citizen_without_an_answer_is_named(heard: Heard) -> None:
    heard.crowd.file()
    heard.crowd.hear(next(iter(heard.crowd.citizens)), "ada kesalahan")
    first, _ = heard.crowd.stuck()
    assert "'lapor'" in first
    assert "ada kesalahan" in first


def test_every_flow_is_eight_messages_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from flow import STORY_LENGTH, filing

    flows = [filing(number) for number in range(3000)]
    assert {len(steps) for steps in flows} == {8}
    stories = {steps[1].content["text"] for steps in flows}
    places = {tuple(steps[3].content["location"].values()) for steps in flows}
    assert len(stories) == len(places) == len(flows)
    assert {len(story) for story in stories} == {STORY_LENGTH}
