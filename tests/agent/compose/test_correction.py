"""Who puts us right is heard: the mistake is owned in half a line, and the rest of the message answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdspace.agent.compose.composer import OfflineComposer
from holdspace.agent.compose.correction import correction_in

from .moment import PLAIN

COMPOSER = OfflineComposer.load()
BEFORE = ("my sister moved out in spring",)
CORRECTED = (
    ("waiting for what? it's finished", "You're waiting for the other shoe to drop.", "it's finished"),
    ("what panic? i was asleep", "A wave of panic mostly passes.", "i was asleep"),
    ("jealous? i'm not jealous, i asked about the lease", "It may be that you're jealous.",
     "any advice about the lease"),
    ("the garden of what? i live in a flat", "There's a garden in what you say.", "i live in a flat"),
    ("nobody is shouting. we had a quiet dinner", "All that shouting takes it out of you.", "we had a quiet dinner"),
    ("i never said anything about my job. it's the house", "Your job sounds heavy.", "it's the house"),
    ("are you even listening? the boiler broke and i have no money", "It has a shape now.",
     "the boiler broke and i have no money"),
    ("that doesn't answer my question", "Go on.", ""),
    ("you didn't answer me. which form do i send", "I'm with you.", "which form do i send"),
    ("no. i said my husband moved out. he took the dog", "So you're typing.",
     "my husband moved out. he took the dog"),
)  # fmt: skip
PLAIN_TELLING = (
    ("that evening? awful", "What was that evening like?"),
    ("no one is close by", "Is anyone close to you?"),
    ("i asked her to stay and she wouldn't", "What happened then?"),
    ("i don't know what he wants", "That leaves you guessing."),
    ("i'm not sleeping", "What are the nights like?"),
    ("what can i do about the panic?", "A wave of panic mostly passes."),
    ("my sister? she never rings", "Your sister seems far off."),
    ("that's not nothing, is it", "You rang her."),
)


@pytest.mark.parametrize(("text", "last", "rest"), CORRECTED)
def test_a_correction_is_heard_and_the_rest_kept(text: str, last: str, rest: str) -> None:
    found = correction_in(text, last, BEFORE)
    assert found is not None
    assert found.rest == rest


@pytest.mark.parametrize(("text", "last"), PLAIN_TELLING)
def test_an_answer_or_telling_is_no_correction(text: str, last: str) -> None:
    assert correction_in(text, last, BEFORE) is None


def test_nothing_is_put_right_before_anything_was_said() -> None:
    assert correction_in("that's not what i asked", None, ()) is None


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("text", "last", "rest"), CORRECTED)
def test_a_correction_is_owned_first(text: str, last: str, rest: str, seed: int) -> None:
    brief = replace(PLAIN, text=text, last_reply=last, earlier=BEFORE, turn=1, family="anger", seed=seed)
    draft = COMPOSER.compose(brief)
    assert draft.phrases[0].startswith("mo-amends" if rest else "mo-misheard"), draft.text
    assert draft.text.count("?") <= 1
    assert not any("anger" in phrase or "-hot" in phrase for phrase in draft.phrases), draft.text


def test_a_question_that_went_unanswered_is_answered_after_all() -> None:
    asked = ("how do i tell my flatmate i'm moving?",)
    brief = replace(PLAIN, text="you didn't answer that", last_reply="I hear you.", earlier=asked, turn=1)
    draft = COMPOSER.compose(brief)
    assert draft.phrases[0].startswith("mo-amends")
    assert len(draft.phrases) >= 2


def test_at_high_risk_no_mistake_is_owned() -> None:
    brief = replace(PLAIN, text="what panic? i was asleep", last_reply="A wave of panic mostly passes.",
                    earlier=BEFORE, turn=1, risk="high")  # fmt: skip
    assert not any(phrase.startswith("mo-amends") for phrase in COMPOSER.compose(brief).phrases)
