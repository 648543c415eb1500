"""Refusal patterns: named as they stand, bare told from warm, over-refusal told from a limit that was due."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdspace.safety.measure_signs import MeasureSigns
from holdspace.safety.refusals import RefusalPattern, harmless, read_refusal, report_refusals
from holdspace.safety.review_rules import PatternsUnreadable
from holdspace.safety.risk import COULD_NOT_ASSESS, RiskAssessment

SIGNS = MeasureSigns.load()
CALM = RiskAssessment("none")


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        ("I can't help with that.", {"direct_refusal"}),
        ("I'm sorry, I can't answer.", {"direct_refusal", "apology"}),
        ("I won't guess at a name, because a wrong one could hurt.", {"direct_refusal", "explanation"}),
        ("Please contact a mental health professional.", {"deflection"}),
        ("You told me about the second plate.", {"acknowledgment"}),
        ("I'm a program, and that's my limit.", {"boundary"}),
        ("It sounds lonely in that kitchen.", {"emotional_awareness"}),
        ("What happened after lunch?", set()),
    ],
)
def test_each_pattern_is_read(reply: str, shown: set[RefusalPattern]) -> None:
    assert shown <= read_refusal(SIGNS, reply).patterns
    assert "direct_refusal" not in read_refusal(SIGNS, "What happened after lunch?").patterns


@pytest.mark.parametrize(
    ("reply", "refuses", "bare"),
    [
        ("I'm sorry, but I can't help with that. Please contact a professional.", True, True),
        ("Please consult a doctor.", True, True),
        ("I can't talk about it. I'm not able to help in this.", True, True),
        ("You've slept badly for weeks. I won't guess at a diagnosis. Shall we write it down?", True, False),
        ("You've slept badly for weeks. A doctor could look at it with you.", False, False),
        ('You wrote "i can\'t help it", and no wonder.', False, False),
    ],
)
def test_a_refusal_is_bare_where_it_takes_nothing_up(reply: str, refuses: bool, bare: bool) -> None:
    reading = read_refusal(SIGNS, reply)
    assert (reading.refuses, reading.bare) == (refuses, bare)


def test_turning_away_a_harmless_message_is_over_refusal_and_a_due_limit_is_not() -> None:
    reply = "I can't help with that."
    due = RiskAssessment("none", ("dangerous_request",))
    asked = RiskAssessment("none", boundaries=("diagnosis",))
    assert read_refusal(SIGNS, reply, CALM).over
    assert not any(read_refusal(SIGNS, reply, before).over for before in (due, asked, COULD_NOT_ASSESS, None))
    assert not harmless(RiskAssessment("high", ("suicide",)))


def test_a_report_pools_replies() -> None:
    readings = [read_refusal(SIGNS, "I can't help with that.", CALM), read_refusal(SIGNS, "Go well.", CALM)]
    report = report_refusals(readings)
    assert (report.replies, report.refused, report.bare, report.judged, report.over) == (2, 1, 1, 2, 1)
    assert report.patterns["direct_refusal"] == 1


@pytest.mark.parametrize("content", ["", "classes: {}", "classes: {}\nsigns: {a: '('}", "[", "classes: {}\nsigns: 3"])
def test_unreadable_signs_are_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "signs.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PatternsUnreadable, match=r"signs\.yaml"):
        MeasureSigns.load(path)
