"""Signs alone are read as the words they stand for."""

from __future__ import annotations

import pytest

from holdspace.agent.emotion.reader import EmotionReader
from holdspace.agent.emotion.reading import NEGATIVE, POSITIVE
from holdspace.agent.emotion.signs import SIGNS, in_words
from holdspace.memory.encoder import Encoder
from holdspace.memory.message import hear


@pytest.mark.parametrize("text", ["😭", "💔💔", ":(", "😡!!", "😱", "🥺😔"])
def test_a_sad_an_angry_or_a_frightened_sign_is_heard(encoder: Encoder, text: str) -> None:
    found = EmotionReader.load().read(hear([text], encoder)[0])
    assert found.dominant in NEGATIVE
    assert found.cause is None, "the words it stands for are not the person's"
    assert found.words == ()


@pytest.mark.parametrize("text", ["😂", "🎉🎉🎉", "🙏", "😊"])
def test_a_glad_sign_is_heard(encoder: Encoder, text: str) -> None:
    assert EmotionReader.load().read(hear([text], encoder)[0]).dominant in POSITIVE


@pytest.mark.parametrize("text", ["🚗", "...", "?!", "🧦🧦", "⚽"])
def test_a_sign_that_says_no_feeling_says_none(text: str) -> None:
    assert in_words(text) == ""


def test_each_meaning_is_said_once_and_few_of_them() -> None:
    assert in_words("😭😢😭") == "I'm crying"
    assert in_words("😭💔😡😂") == "I'm crying, my heart is broken, I'm angry"


def test_no_sign_has_letters_or_digits() -> None:
    assert not [sign for sign in SIGNS if any(mark.isalnum() for mark in sign)]
