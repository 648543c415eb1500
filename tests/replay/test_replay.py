"""Playing: what is met passes, what is missed is shown with its evidence, and every turn can be written down."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from holdspace.agent.emotion.reading import Reading, Shift
from holdspace.agent.events import Ended, Event, Perceived, RiskFound, Sentence, Started
from holdspace.agent.replay.replay import Replay
from holdspace.agent.usage_error import UsageError


@dataclass
class Echo:
    """Reads sadness in everything, a little more of it each time, and answers with the person's words."""

    heard: list[tuple[str, str]] = field(default_factory=list)
    breaks_on: str = "never"

    def warm(self, user_id: str | None = None) -> None: ...

    def stream(
        self, text: str, *, user_id: str = "me", session: str | None = None, turn_id: str | None = None
    ) -> Iterator[Event]:
        if text == self.breaks_on:
            raise RuntimeError("no words")
        self.heard.append((user_id, text))
        yield Started(turn_id or "", user_id, session or "")
        reading = Reading("sadness", {"sadness": 0.8, "grief": 0.2}, {}, (), 3, -0.5, 0, 0, words=("miss",))
        yield Perceived(reading, Shift("worsening", "neutral", "sadness", -3))
        yield RiskFound("low", "low", ("self_harm",), ("so tired",), "support", True, "one mild sign")
        yield Sentence(0, f"You said {text}.")
        yield Ended(turn_id or "", f"You said {text}.", "support", ("Reflection of feelings",), False)

    def new_session(self, user_id: str = "me") -> str:
        return user_id

    def set_country(self, country: str, user_id: str = "me") -> str:
        if country != "IE":
            raise ValueError(f"no lines for {country}")
        return country

    def close(self) -> None: ...


@dataclass
class Played:
    code: int
    out: str
    report: str


def play(companion: Any, *files: Path, target: str | None = None) -> Played:
    out, report = io.StringIO(), io.StringIO()
    code = Replay(companion, out, report, target).run([str(file) for file in files])
    return Played(code, out.getvalue(), report.getvalue())


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


ALL_MET = """
name: Met
country: IE
turns:
  - user: I miss her
    expect:
      emotion: [grief, sadness]
      intensity: {min: 2, max: 3}
      shift: worsening
      risk: {at_least: low, at_most: elevated}
      categories: [self_harm]
      route: support
      strategy: [Question, Reflection of feelings]
      reply: {contains: ["YOU SAID", "miss her"], excludes: should}
"""

ALL_MISSED = """
name: Missed
turns:
  - user: fine so far
  - user: I miss her
    expect:
      emotion: joy
      intensity: {min: 4}
      shift: improving
      risk: none
      categories: [suicide]
      route: completion
      strategy: Question
      reply: {contains: plates, excludes: [miss]}
"""


def test_a_script_that_goes_as_expected_is_one_line(tmp_path: Path) -> None:
    played = play(Echo(), write(tmp_path, "a.yaml", ALL_MET))
    assert played.code == 0
    assert played.out == ("ok    Met (1 turn, 10 expectations met)\n1 conversation, 1 turn, 10 expectations: all met\n")


def test_a_miss_shows_turn_words_expectation_and_evidence(tmp_path: Path) -> None:
    played = play(Echo(), write(tmp_path, "a.yaml", ALL_MISSED), write(tmp_path, "b.yaml", ALL_MET))
    assert played.code == 1
    assert (
        played.out
        == """\
MISS  Missed (2 turns, 9 of 9 expectations missed)
  turn 2: "I miss her"
    emotion     expected  joy
                got       sadness
                because   sadness 0.80, grief 0.20; words: miss
    intensity   expected  4 to 5
                got       3
    shift       expected  improving
                got       worsening
                because   neutral -> sadness, size -3
    risk        expected  none
                got       low
                because   evidence: "so tired"; one mild sign
    categories  expected  suicide
                got       self_harm
                because   evidence: "so tired"; one mild sign
    route       expected  completion
                got       support
    strategy    expected  Question
                got       Reflection of feelings
                because   nothing was planned
    reply       expected  contains "plates"
                got       You said I miss her.
    reply       expected  excludes "miss"
                got       You said I miss her.
ok    Met (1 turn, 10 expectations met)
2 conversations, 3 turns, 19 expectations: 9 missed
"""
    )


def test_every_script_is_somebody_new(tmp_path: Path) -> None:
    companion = Echo()
    script = write(tmp_path, "a.yaml", ALL_MET)
    play(companion, script, script)
    assert len({user for user, _ in companion.heard}) == 2


def test_a_recorded_conversation_is_played_and_read_aloud(tmp_path: Path) -> None:
    lines = (
        '{"id":"c1","extra":1,"turns":[{"role":"user","content":"one"},{"role":"assistant","content":"old"},'
        '{"role":"user","content":"two","strategy":null}]}\n'
        "\n"
        "{broken\n"
        '{"id":"c2","turns":[{"role":"nobody","content":"x"}]}\n'
        '{"id":3,"turns":[{"role":"user","content":"three"}]}\n'
    )
    companion = Echo()
    file = write(tmp_path, "c.jsonl", lines)
    played = play(companion, file)
    assert played.code == 0
    assert [text for _, text in companion.heard] == ["one", "two", "three"]
    assert played.out.splitlines()[:3] == ["--- c1", "person:    one", "holdspace: You said one."]
    assert played.out.splitlines()[-1] == "2 conversations, 3 turns played"
    assert f"{file}:3: not JSON at column 2; skipped" in played.report
    assert f"{file}:4: turns[0].role: input should be 'user', 'assistant' or 'system'; skipped" in played.report
    assert "2 lines skipped" in played.report


def test_every_turn_is_written_with_all_its_events_and_the_same_each_time(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    files = (
        write(tmp_path, "a.yaml", ALL_MET),
        write(tmp_path, "c.jsonl", '{"id":"c1","turns":[{"role":"user","content":"hi"}]}'),
    )
    play(Echo(), *files, target=str(target))
    first = target.read_bytes()
    scripted, recorded = (json.loads(line) for line in first.splitlines())
    assert list(scripted) == ["script", "turn", "user", "reply", "route", "strategies", "events"]
    assert (scripted["script"], recorded["id"], recorded["turn"]) == ("Met", "c1", 1)
    assert [event["type"] for event in scripted["events"]] == ["started", "perceived", "risk", "sentence", "ended"]
    assert scripted["events"][1]["reading"]["families"] == {"sadness": 0.8, "grief": 0.2}
    play(Echo(), *files, target=str(target))
    assert target.read_bytes() == first


def test_a_conversation_that_breaks_is_told_and_the_next_is_played(tmp_path: Path) -> None:
    played = play(
        Echo(breaks_on="I miss her"), write(tmp_path, "a.yaml", ALL_MISSED), write(tmp_path, "b.yaml", ALL_MET)
    )
    assert played.code == 1
    assert "  turn 2 broke off: RuntimeError: no words" in played.out
    assert played.out.endswith("2 broke off\n")


def test_a_slip_in_the_last_script_is_told_before_the_first_is_played(tmp_path: Path) -> None:
    companion = Echo()
    with pytest.raises(UsageError, match="unknown key"):
        play(companion, write(tmp_path, "a.yaml", ALL_MET), write(tmp_path, "b.yaml", ALL_MET + "mood: bad"))
    assert companion.heard == []


def test_an_unknown_country_is_a_slip_of_its_file(tmp_path: Path) -> None:
    file = write(tmp_path, "a.yaml", ALL_MET.replace("country: IE", "country: XX"))
    with pytest.raises(UsageError, match=r"a.yaml: `country`: no lines for XX"):
        play(Echo(), file)


def test_control_characters_in_a_script_do_not_reach_the_report(tmp_path: Path) -> None:
    text = ALL_MISSED.replace("I miss her", '"I \\e[31mmiss\\a her"')
    assert "\x1b" not in play(Echo(), write(tmp_path, "a.yaml", text)).out
