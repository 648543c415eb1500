"""The ways of telling: told from a chance of their own, or where somebody waves off what is heavy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from holdspace.agent.emotion.context import Said
from holdspace.agent.emotion.learning.scores import ENOUGH, told_from
from holdspace.agent.emotion.reader import EmotionReader, second
from holdspace.agent.emotion.reading import FAMILIES, MARKS, Mark, Reading
from holdspace.agent.emotion.waved import WORDS, waved_off
from holdspace.agent.emotion.weights import NEVER
from holdspace.memory.encoder import Encoder
from holdspace.memory.message import hear

LOSS: list[Said] = [("user", "my husband died in march and i still lay his place"), ("assistant", "mm")]
GOOD_NEWS = (
    "I got the job!",
    "We won! I'm so happy I could dance",
    "I passed my driving test, first try",
    "all good here, just had lunch",
    "I'm fine thanks, how are you?",
    "I'm good, slept well for once",
    "the scan came back clear",
    "my sister had her baby, a girl",
    "thank you so much, that helped",
    "it was lovely, we walked to the sea",
    "I'm doing great actually, the new flat is wonderful",
    "feeling much better today",
    "everything is fine now, he is home",
    "It's ok, I sorted it out",
    "I laughed for the first time in weeks",
    "no worries, thanks anyway",
    "can't complain, sun's out",
    "it's all good, we made up",
    "I'm okay with that",
    "he apologised and we hugged",
)


@pytest.fixture(scope="module")
def reader() -> EmotionReader:
    return EmotionReader.load()


@pytest.mark.parametrize("before", [[], LOSS])
def test_good_news_is_not_taken_for_masking_or_irony(
    reader: EmotionReader, encoder: Encoder, before: list[Said]
) -> None:
    found = reader.read_all(hear(GOOD_NEWS, encoder), [before] * len(GOOD_NEWS))
    told = {text: r.told for text, r in zip(GOOD_NEWS, found, strict=True) if {"masking", "irony"} & set(r.told)}
    assert told == {}


@pytest.mark.parametrize("text", ["I'm fine, really", "its nothing, she was only a cat", "it's whatever, i'm fine"])
def test_what_is_waved_off_after_a_loss_is_masking(reader: EmotionReader, encoder: Encoder, text: str) -> None:
    assert reader.read(hear([text], encoder)[0], LOSS).masking


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("part of me wants to go and part of me wants to stay", "ambivalence"),
        ("my chest is tight and i can't eat", "body"),
        ("I feel so ashamed of what I did", "named"),
    ],
)
def test_a_way_of_telling_is_told_from_its_own_chance(
    reader: EmotionReader, encoder: Encoder, text: str, mark: str
) -> None:
    found = reader.read(hear([text], encoder)[0])
    assert mark in found.told
    assert set(found.mark_from) == set(MARKS)


def test_a_reading_without_chances_of_its_own_tells_from_one_half() -> None:
    reading = Reading("grief", {}, {}, (), 3, 0.0, 0.0, 0.0, marks={"masking": 0.5, "irony": 0.49, "body": 0.9})
    assert reading.told == ("masking", "body")
    marks: dict[Mark, float] = {"masking": 1.0, "irony": 0.2}
    never = replace(reading, marks=marks, mark_from={"masking": NEVER, "irony": 0.2})
    assert never.told == ("irony",)
    assert not never.masking


@pytest.mark.parametrize(
    ("text", "waved"),
    [
        ("im fine", True),
        ("Oh, mustn't grumble.", True),
        ("it's only a cat", True),
        ("I'm fine with that", False),
        ("I'm fine, but my husband laughed", False),
        ("the weather is fine", False),
        ("im fine" + " and then some" * WORDS, False),
    ],
)
def test_what_waves_off(text: str, waved: bool) -> None:
    assert waved_off(text) is waved


def test_the_chance_to_tell_from_is_the_best_with_enough_of_them_right() -> None:
    chances = np.linspace(0, 1, 201)
    true = chances > 0.6

    def counts(least: float) -> tuple[int, int, int]:
        told = chances >= least
        return int((told & true).sum()), int(told.sum()), int(true.sum())

    assert 0.58 <= told_from(counts, 0.5) <= 0.62
    assert told_from(lambda _: (4, 10, 20), 0.5) == NEVER
    assert told_from(lambda _: (ENOUGH - 1, ENOUGH - 1, 20), 0.5) == NEVER


def test_a_second_family_needs_its_chance_or_to_be_named() -> None:
    chances = np.full(len(FAMILIES), 0.02, dtype=np.float32)
    grief, anger, fear = (FAMILIES.index(name) for name in ("grief", "anger", "fear"))
    chances[[grief, anger, fear]] = 0.5, 0.2, 0.1
    assert second(chances, 0.2) == [anger]
    assert second(chances, NEVER) == []
    assert second(chances, NEVER, ("fear", "grief")) == [fear]
