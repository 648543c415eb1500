"""What one utterance shows on its surface, and what it only seems to."""

from __future__ import annotations

import pytest

from holdspace.strategies.cues import ASIDE, asks_about_helper, meant_cues, only_thanks


@pytest.mark.parametrize(
    ("text", "leaves"),
    [
        ("bye!", True),
        ("take care", True),
        ("you take care too", True),
        ("i take care of my kid", False),
        ("have a great day", True),
        ("i have a great job", False),
        ("i want to have a nice life", False),
        ("see you later", True),
        ("how often do you see your daughter", False),
        ("sorry i have to go", True),
        ("i've got to go to bed", True),
        ("got to go", True),
        ("he got to go", False),
        ("i have to go there every day", False),
        ("i will have to leave the job", False),
        ("there's nothing else", True),
        ("nothing else to say", True),
        ("nothing else to live for", False),
        ("please end my suffering", False),
        ("ok, please finish", True),
    ],
)
def test_a_goodbye_is_not_read_into_a_tale(text: str, leaves: bool) -> None:
    assert meant_cues(text).farewell is leaves


@pytest.mark.parametrize(
    ("text", "thanks"),
    [("thank god it is over", False), ("i never appreciate it", False), ("i appreciate it", True), ("thx", True)],
)
def test_thanks_are_meant_for_somebody(text: str, thanks: bool) -> None:
    assert meant_cues(text).thanks is thanks


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("thanks", True),
        ("Thank you so much for listening!", True),
        ("ok thanks, i'll try that", True),
        ("thank you, but it still hurts", False),
        ("thanks. what now?", False),
        ("no thanks", False),
        ("thanks, bye", False),
        ("that helps", False),
        ("", False),
    ],
)
def test_a_plain_thanks_holds_nothing_else(text: str, only: bool) -> None:
    assert only_thanks(text) is only


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("are you a real person?", True),
        ("r u human", True),
        ("What\u2019s your name?", True),
        ("who are you", True),
        ("are you a licensed therapist?", True),
        ("am i really talking to a person", True),
        ("are you really sure", False),
        ("are you real with me", False),
        ("what are you doing tonight", False),
        ("who are your friends", False),
        ("is this a real problem", False),
        ("i am a real person too", False),
        ("are you a bot? " + "and then he left me " * ASIDE, False),
        ("", False),
    ],
)
def test_a_question_about_the_helper_is_known(text: str, asks: bool) -> None:
    assert asks_about_helper(text) is asks


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("i'd love to hear a few of those suggestions", True),
        ("could you give me some tips", True),
        ("do you know any other ideas?", True),
        ("i would like your advice", True),
        ("i don't want any advice", False),
        ("he gives me bad advice", False),
        ("no more tips please", False),
        ("i appreciate the advice", False),
        ("i like your ideas", False),
        ("don't you have any advice?", True),
    ],
)
def test_a_wish_for_advice_is_known(text: str, asks: bool) -> None:
    assert meant_cues(text).asks_advice is asks
