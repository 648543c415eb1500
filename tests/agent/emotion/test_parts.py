"""Grave news in much small talk is heard, and small talk stays small talk."""

from __future__ import annotations

import pytest

from holdspace.agent.emotion.parts import PART_WORDS, parts
from holdspace.agent.emotion.reader import EmotionReader
from holdspace.memory.encoder import Encoder
from holdspace.memory.message import hear

SMALL_TALK = (
    "So I did the shopping on Monday, the usual, and they had moved the bread again. The bus was full so I walked "
    "back along the canal, about forty minutes. I made soup with the leftover chicken and watched the quiz, the one "
    "with the tall host. On Wednesday I took the car in for its service and read a magazine in the waiting room. The "
    "man said the tyres would do another year. Then I cleaned out the shed, found the old tent poles and two tins of "
    "paint. My neighbour came by to borrow the ladder and we talked about the bins. They are changing the collection "
    "to every second week from March. I booked the dentist for the ninth and renewed the library card. Lunch was "
    "cheese on toast."
)


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("grave", ["My son was killed on Tuesday.", "My mum died this morning."])
@pytest.mark.parametrize("last", [True, False])
def test_one_grave_line_in_a_ramble_is_heard(encoder: Encoder, times: int, grave: str, last: bool) -> None:
    talk = " ".join([SMALL_TALK] * times)
    text = f"{talk} {grave}" if last else f"{grave} {talk}"
    found = EmotionReader.load().read(hear([text], encoder)[0])
    assert found.dominant == "grief"
    assert found.cause is not None
    assert grave.split()[1] in found.cause


def test_small_talk_alone_is_neutral(encoder: Encoder) -> None:
    for times in (1, 2):
        found = EmotionReader.load().read(hear([" ".join([SMALL_TALK] * times)], encoder)[0])
        assert (found.dominant, found.intensity) == ("neutral", 1)


def test_a_short_message_has_no_parts() -> None:
    assert parts("my son was killed on tuesday") == []
    assert parts("") == []
    assert parts("word " * 200) == [], "one clause without an end"
    assert parts("They came. " * 30) == []


@pytest.mark.parametrize("text", [SMALL_TALK, SMALL_TALK.replace(". ", " and then ").lower(), f"{SMALL_TALK} " * 9])
def test_parts_hold_every_word_in_order(text: str) -> None:
    found = parts(text)
    assert " ".join(found).split() == text.split()
    assert len(found) > 5
    assert all(len(part.split()) <= 2 * PART_WORDS for part in found)
