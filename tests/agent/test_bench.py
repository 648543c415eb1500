"""`make bench`: what it times is the real thing, and a row says what it is measured against."""

from __future__ import annotations

import io
import re

import pytest

from holdspace.agent import bench
from holdspace.agent.compose.brief import Draft
from holdspace.agent.events import Drafted

from .conftest import MakeAgent


def test_a_row_tells_how_many_kept_to_the_goal() -> None:
    out = io.StringIO()
    bench._row(out, "compose a reply", [1.0, 2.0, 5.0, 9.0], 5.0)
    bench._ratio(out, "compose / floor", [4.0, 4.0, 9.0], [8.0])
    row, ratio = out.getvalue().splitlines()
    assert row.endswith("3.5 ms median      5.0 ms p95   3 of 4 within 5 ms")
    assert ratio.split() == ["compose", "/", "floor", "0.50"]


def test_the_composer_that_is_timed_is_the_one_that_speaks(make_agent: MakeAgent) -> None:
    class Said:
        def compose(self, brief: object) -> Draft:
            return Draft(("You set two plates again.",), ("Restatement or Paraphrasing",), ())

    composer = bench._WatchedComposer(Said())
    agent = make_agent(composer=composer)
    replies = [agent.reply(line) for line in bench.LINES[:3]]
    drafted = [event for reply in replies for event in reply.events if isinstance(event, Drafted)]
    assert len(composer.took) == len(drafted) > 0
    assert replies[0].text == "You set two plates again."


def test_the_gate_is_timed_only_where_the_model_spoke(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, grave = "i set the table for two again last night", "i've written the note and i'm going to do it tonight"
    out = io.StringIO()
    monkeypatch.setattr(bench, "TURNS", 12)
    monkeypatch.setattr(bench, "LINES", ("hi", "hi", *(plain, grave) * 3))
    bench._gate(out)
    shown, checked, ratio = out.getvalue().splitlines()
    assert re.fullmatch(r"whole to shown +[\d.]+ ms median +[\d.]+ ms p95   \d of 3 within 20 ms", shown)
    assert re.fullmatch(r"encode and review +[\d.]+ ms median +[\d.]+ ms p95", checked)
    assert re.fullmatch(r"shown / checked +[\d.]+", ratio)


def test_where_nothing_was_timed_a_row_says_so() -> None:
    out = io.StringIO()
    bench._row(out, "whole to shown", [], 20.0)
    bench._ratio(out, "shown / checked", [], [1.0])
    assert out.getvalue().split() == ["whole", "to", "shown", "nothing", "to", "time"]
