"""Where a conversation is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from holdspace.strategies.seeker import Feeling, SeekerState
from holdspace.strategies.stages import stage_and_why, stage_of

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


@pytest.mark.parametrize(
    ("script", "changed", "why"),
    [
        ("> hello", {}, "only begun to tell it, so I listen"),
        (OPENING, {}, "still much I do not know, so I ask"),
        (HEARD, {}, "how it is for you comes next. Ideas can wait."),
        (COMFORTED + "\n[Others] Take care.\n> thanks, bye", {}, "saying goodbye, so nothing new"),
        (COMFORTED, {"risk_rank": 2}, "in danger, so nothing else is hurried"),
        (COMFORTED, {"feelings": (Feeling(5, -0.8, 0.6, True),)}, "very strong just now, so nothing is hurried"),
        (COMFORTED, {"refused_suggestion": True}, "did not want what I suggested, so I go back"),
        (COMFORTED + "\n[Question] What now?\n> what should I do", {}, "asked what could be done, and enough"),
        ("> hello", {"stage": "action"}, "set from outside"),
    ],
)
def test_the_stage_is_explained_by_what_was_seen_and_what_follows(
    talk: Talk, script: str, changed: dict[str, object], why: str
) -> None:
    assert why in stage_and_why(replace(talk(script), **changed))[1]  # type: ignore[arg-type]
