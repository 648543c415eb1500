"""Where a conversation is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from holdspace.strategies.seeker import Feeling, SeekerState
from holdspace.strategies.stages import stage_of

Talk = Callable[[str], SeekerState]

OPENING = "> my sister stopped talking to me\n[Question] What happened?\n> we fought over the house"
HEARD = OPENING + "\n[Reflection of feelings] Hurt, and angry too.\n> yes, both"
COMFORTED = HEARD + "\n[Affirmation and Reassurance] You wrote to her all the same.\n> i did"


@pytest.mark.parametrize(
    ("script", "stage"),
    [
        ("", "exploration"),
        ("> hello", "exploration"),
        ("> what should I do about my sister", "exploration"),
        (OPENING, "exploration"),
        (HEARD, "comforting"),
        (COMFORTED, "comforting"),
        (COMFORTED + "\n[Question] What now?\n> what should I do", "action"),
        (COMFORTED + "\n[Others] Take care.\n> thanks, bye", "action"),
        (HEARD + "\n[Providing Suggestions] A letter?\n> hm\n[Information] Many do.\n> maybe", "action"),
        (HEARD + "\n[Providing Suggestions] A letter?\n> no, that won't work", "comforting"),
    ],
)
def test_the_stage_follows_the_talk(talk: Talk, script: str, stage: str) -> None:
    assert stage_of(talk(script)) == stage


def test_a_strong_feeling_brings_comfort_back(talk: Talk) -> None:
    state = talk(COMFORTED + "\n[Question] What now?\n> what should I do")
    strong = Feeling(5, -0.8, 0.6, True)
    assert stage_of(replace(state, feelings=(strong,) * 5)) == "comforting"


def test_a_given_stage_is_taken(talk: Talk) -> None:
    assert stage_of(replace(talk("> hello"), stage="action")) == "action"
