"""The movement of a session as one plain sentence, from made-up readings to the words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.agent.emotion.movement import Rolling, follow
from holdspace.agent.emotion.reading import FAMILIES, Reading
from holdspace.agent.emotion.shift import signed_value
from holdspace.agent.terminal import words
from holdspace.agent.terminal.course import movement_sentence


def said(turns: str) -> str:
    """The sentence after the last turn; `grief4` is grief at intensity 4, a leading `~` is masking."""
    rolling = Rolling()
    for turn in turns.split():
        name = turn.lstrip("~")
        marks: Any = {"masking": 0.9} if turn[0] == "~" else {}
        family: Any = name[:-1]
        reading = Reading(family, {family: 0.8, "neutral": 0.2}, {}, (), int(name[-1]), 0, 0, 0, marks=marks)
        rolling, movement = follow(rolling, reading)
    return movement_sentence(movement)


@pytest.mark.parametrize(
    ("turns", "sentence"),
    [
        ("neutral1", words.NOTHING_TOLD),
        ("neutral1 neutral2", words.NOTHING_TOLD),
        ("neutral1 grief4", words.FIRST_FELT),
        ("grief4 ~joy2", "It sounded as if it might be heavier than you let on."),
        ("grief3 ~sadness2", "It sounded as if it might be heavier than you let on."),
        ("grief3 ~sadness3", words.TREND["level"]),
        ("grief3 ~grief5", words.HEAVIER_ONE),
        ("grief4 grief4 joy2", words.LIGHT_MOMENT),
        ("grief5 confusion3", words.TREND["level"]),
        ("grief5 sadness1", words.TREND["level"]),
        ("joy1 joy1 joy4", words.LIGHTER_ONE),
        ("joy5 joy5 joy1 joy1", "Still light, if a little less than before."),
        ("sadness3 sadness3 sadness3 sadness3 sadness5", words.HEAVIER_ONE),
        ("grief4 joy2 joy2 neutral1 neutral1 neutral1", words.HELD),
        ("grief4 joy2 joy2 neutral1 neutral1 neutral1 anger2", words.HEAVY_AFTER_LOW),
        ("grief4 joy2 joy2 neutral1 neutral1 neutral1 anger2 anger2 anger1", words.ABOVE_LOW),
        ("joy4 neutral1 sadness3 sadness4", "It got heavier over the last two messages."),
        ("grief4 relief_hope3 relief_hope3 relief_hope3 relief_hope3 relief_hope3 grief3", words.HEAVY_MOMENT),
        (
            "sadness5 sadness3 sadness3 sadness2",
            "It eased over the last three messages, after being heavy since the start.",
        ),
        ("joy2 grief5 grief5 grief5 sadness1 sadness1", "It eased over the last two messages."),
        ("sadness4 relief_hope2 joy2", "You have come back up from the lowest point in two messages."),
        ("sadness4 joy2 joy2 joy2 joy2 joy2 joy2", words.HELD),
        ("joy3 grief4 grief4", "It got heavier over the last two messages."),
        ("grief4 joy2 joy2 joy2 grief4 grief4", words.RELAPSE),
        ("grief4 joy2 joy2 joy2 grief4 grief4 grief4 grief4 grief4", words.RELAPSE),
        ("grief4 anger4 anger4", "Most of what you tell me now is anger; before, it was grief."),
        ("grief4 grief4 grief4", words.TREND["level"]),
        ("joy2 grief4 grief4 grief4 sadness2", words.TREND["level"]),
        ("joy5 joy4 joy3 joy3 joy2 joy2 sadness1 joy1 neutral1", words.TREND["falling"]),
        ("grief4 grief4 grief4 grief4 grief4", "It has been about as heavy for the last five messages."),
        ("grief3 " * 14, "It has been about as heavy for the last 14 messages."),
    ],
)
def test_every_course_has_its_sentence(turns: str, sentence: str) -> None:
    assert said(turns) == sentence


@given(st.lists(st.tuples(st.sampled_from(FAMILIES), st.integers(1, 5)), min_size=2, max_size=30))
def test_no_sentence_says_the_contrary_of_the_turn(turns: list[tuple[str, int]]) -> None:
    readings = [Reading(family, {family: 1.0}, {}, (), n, 0, 0, 0) for family, n in turns]  # type: ignore[dict-item,arg-type]
    last, sentence = signed_value(readings[-1]), said(" ".join(f"{family}{intensity}" for family, intensity in turns))
    brighter = sentence in (words.LIGHT_MOMENT, words.LIGHTER_ONE, words.LESS_LIGHT)
    heavier = sentence in (words.HEAVY_MOMENT, words.HEAVIER_ONE, words.HEAVY_AFTER_LOW)
    assert not brighter or last > 0
    assert not heavier or last < 0
    counted = re.search(r"(?:eased|heavier) over the last (\w+) message", sentence)
    if counted:
        tail = [signed_value(reading) for reading in readings][-words.COUNTED.index(counted[1]) :]
        assert 0 not in tail


@given(st.lists(st.tuples(st.sampled_from(FAMILIES), st.integers(1, 5), st.booleans()), min_size=1, max_size=30))
def test_there_is_always_one_whole_sentence(turns: list[tuple[str, int, bool]]) -> None:
    sentence = said(" ".join(f"{'~' * masks}{family}{intensity}" for family, intensity, masks in turns))
    assert sentence.endswith(".")
    assert len(sentence) <= 100
    assert sentence.isascii()
    assert "_" not in sentence
    assert "{" not in sentence
    assert re.search(r"\b(no|one) messages\b|-\d", sentence) is None
