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
        "i'm not sad about it",
        "i don't feel lonely at all",
        "she was angry with me",
        "the low shelf is empty",
        "never felt afraid of him",
    ],
)
def test_what_is_denied_or_another_s_is_not_named(text: str) -> None:
    assert named(text) == {}
