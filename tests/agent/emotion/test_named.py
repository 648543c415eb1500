"""A feeling that is named is heard as what it is called, unless it is denied or not one's own."""

from __future__ import annotations

import pytest

from holdspace.agent.emotion.named import named
from holdspace.agent.emotion.reader import EmotionReader
from holdspace.agent.emotion.reading import Family
from holdspace.memory.encoder import Encoder
from holdspace.memory.message import hear


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("she just hugged me. i feel so relieved", "relief_hope"),
        ("I'm really lonely since the move", "loneliness"),
        ("im ashamed of how i spoke to her", "shame_guilt"),
        ("honestly I am so angry I could scream", "anger"),
        ("it makes me feel invisible at my own table", "loneliness"),
        ("feeling a bit hopeful after the call", "relief_hope"),
        ("i'm scared to open the letter", "fear"),
        ("I felt proud for once", "joy"),
    ],
)
def test_what_is_named_is_what_is_read(encoder: Encoder, text: str, family: Family) -> None:
    assert EmotionReader.load().read(hear([text], encoder)[0]).dominant == family


@pytest.mark.parametrize(
    "text",
    [
        "i was touched by a man on the bus",
        "i was touched every night",
        "im low on petrol",
        "I'm down for pizza",
        "i was down the shops when she rang",
        "i'm mad about jazz",
        "i'm lost for words",
        "i'm better at maths than english",
        "i feel better about nothing these days",
        "I'm alone with the kids and he is at the door",
        "i was happy before he died",
        "i felt calmer until last week",
    ],
)
def test_a_word_that_means_something_else_or_is_over_names_nothing(text: str) -> None:
    assert named(text) == {}


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("i'm better off dead", "sadness"),
        ("he says i'm pathetic", "shame_guilt"),
        ("I said i'm scared", "fear"),
        ("i feel nervous before every shift", "anxiety"),
        ("i feel better than yesterday", "relief_hope"),
        ("i'm so touched by what you wrote", "gratitude"),
        ("i feel so alone with it", "loneliness"),
    ],
)
def test_what_is_close_to_that_is_named_still(text: str, family: Family) -> None:
    assert list(named(text)) == [family]


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("I feel sad and angry", ["sadness", "anger"]),
        ("i'm so ashamed, lonely and scared", ["shame_guilt", "loneliness", "fear"]),
        ("I was relieved but also a bit guilty", ["shame_guilt", "relief_hope"]),
        ("i'm sad but not angry", ["sadness"]),
        ("i feel sad and alone with the kids", ["sadness"]),
        ("i feel sad and he is angry", ["sadness"]),
    ],
)
def test_what_is_named_in_the_same_breath_is_named_too(text: str, families: list[Family]) -> None:
    assert list(named(text)) == families


def test_a_second_family_is_told_when_the_person_names_it(encoder: Encoder) -> None:
    reader = EmotionReader.load()
    both, one = (reader.read(hear([text], encoder)[0]) for text in ("I feel sad and angry", "I feel sad, he left me"))
    assert {both.dominant, *both.secondary} == {"sadness", "anger"}
    assert one.secondary == ()


@pytest.mark.parametrize(
    "text",
    [
        "i'm not sad about it",
        "i don't feel lonely at all",
        "she was angry with me",
        "the low shelf is empty",
        "never felt afraid of him",
        "she said 'i am so happy' and i had to leave",
        "they think i'm mad",
        "my friend keeps saying i'm scared",
        "i wish i was happy",
        "she wanted me to pretend i'm happy",
        "i can't say that i'm happy",
    ],
)
def test_what_is_denied_or_another_s_is_not_named(text: str) -> None:
    assert named(text) == {}
