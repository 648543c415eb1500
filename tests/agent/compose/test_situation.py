"""Situations are known by what tells of them, and not by a word that stands for something else."""

from __future__ import annotations

import pytest

from holdspace.agent.compose.sheets import load
from holdspace.agent.compose.situation import low

BANK = load()


def situations(text: str) -> set[str]:
    """The situations whose cues occur."""
    cued = BANK.cued(low(text))
    return {group.about for group in BANK.groups if group.cues in cued and group.about.startswith("si-")}


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("my english is not so good, sorry", "si-lonely-abroad"),
        ("i'm in my own flat, the snake is in the lounge", "si-numb"),
        ("he died at lunch time", "si-school-hate"),
        ("i fix mowers, the neighbours bring them round", "si-roommate"),
        ("my faith is strong, it is not that", "si-faith"),
        ("how do you get a boy to come out of his room", "si-belongings"),
        ("my supervisor is leaving for another university", "si-boss"),
        ("my colleagues are very good people", "si-colleagues"),
        ("delighted is too much, but ok", "si-overwhelmed"),
        ("my father drained the bottom field by hand", "si-tired"),
        ("the lad came out in his socks", "si-coming-out"),
        ("i'd like him to ring without me asking first", "si-left-out"),
        ("my mate went for it as well and he didn't get it", "si-job-hunting"),
        ("my dog is smarter than my boyfriend and i'm only half joking", "si-partner-fight"),
        ("it's our anniversary, is it paper or cotton", "si-dates"),
    ],
)
def test_a_word_in_another_sense_is_no_situation(text: str, situation: str) -> None:
    assert situation not in situations(text)


@pytest.mark.parametrize(
    ("text", "situation"),
    [
        ("i have no friends here and i'm so homesick", "si-lonely-abroad"),
        ("i just feel nothing", "si-numb"),
        ("i hate school so much", "si-school-hate"),
        ("i've lost my faith", "si-faith"),
        ("i kept her coat", "si-belongings"),
        ("my boss yelled at me again", "si-boss"),
        ("it's all too much", "si-overwhelmed"),
        ("they made a new group chat", "si-left-out"),
        ("my husband and i argued all weekend", "si-partner-fight"),
        ("the first christmas without him", "si-dates"),
        ("my landlord won't mend the heating", "si-landlord"),
        ("should i text him", "si-text-them"),
        ("my mum has dementia", "si-fading"),
        ("my exam is on thursday", "si-exam-soon"),
        ("i got the job", "si-got-it"),
        ("my wife died in march", "si-partner-died"),
    ],
)
def test_what_tells_of_a_situation_is_heard(text: str, situation: str) -> None:
    assert situation in situations(text)
