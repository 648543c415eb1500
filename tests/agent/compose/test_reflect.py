"""Turning a person's words round: the table is the specification, the rest holds for any text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.agent.compose.reflect import clauses
from holdspace.agent.compose.soundness import LONGEST, SHORTEST, is_broken

REFLECTIONS = [
    (row["written"], tuple(row["turned"]))
    for row in yaml.safe_load((Path(__file__).parent / "reflections.yaml").read_text(encoding="utf-8"))
]

WORDS = re.findall(r"\S+", "i i'm my mum was and so not tired you he don't me lost job ? . , 😀 é the")


@pytest.mark.parametrize(("written", "turned"), REFLECTIONS)
def test_turned(written: str, turned: tuple[str, ...]) -> None:
    assert tuple(clause.turned for clause in clauses(written)) == turned


def test_the_table_is_large() -> None:
    assert len(REFLECTIONS) >= 120


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS)))
def test_no_first_person_and_no_listener_is_left(words: list[str]) -> None:
    for clause in clauses(" ".join(words)):
        assert not re.search(r"\b(?:i|i'm|my|me)\b", clause.turned)
        assert SHORTEST - 1 <= len(clause.source.split()) <= LONGEST


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert all(clause.turned for clause in clauses(text))


@pytest.mark.parametrize(
    "text",
    [
        "she is tired but love the garden", "i'm quiet for protect him", "the boss change the plan again",
        "i did not tell yet to my mother", "i had me hands full all day", "he would of liked it", "we was late again",
        "how i can ask him", "without to say a word",
        "it's only be a month since he left", "my dad and him are best friends",
        "i've been a tough year", "he married another women", "their name are on the door",
    ],
)  # fmt: skip
def test_slips_and_dialect_are_left_with_the_one_who_speaks(text: str) -> None:
    assert is_broken(text)


@pytest.mark.parametrize(
    "text",
    [
        "she said nothing all day", "i made her say sorry", "my wife says she's done", "i let my son go alone",
        "he is kind and makes me laugh", "i do it for work", "he told me to go", "i was little when he left",
    ],
)  # fmt: skip
def test_plain_speech_may_be_said_back(text: str) -> None:
    assert not is_broken(text)
