"""Sentences and the keys by which two count as the same."""

from __future__ import annotations

import pytest

from holdspace.prompts.sentences import sentence_key, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two? Three", ("One.", "Two?", "Three")),
        ('She said "no." Then left.', ('She said "no."', "Then left.")),
        ("Dr. Who came.", ("Dr. Who came.",)),
        ("", ()),
    ],
)
def test_split(text: str, sentences: tuple[str, ...]) -> None:
    assert split_sentences(text) == sentences


def test_key() -> None:
    assert sentence_key("Oh, I see.") == sentence_key("oh I see")
    assert sentence_key("!?") == ""
