"""Requests put to us are heard wherever they stand, and a farewell at the end of a longer message is one."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from holdspace.agent.compose.composer import OfflineComposer
from holdspace.agent.compose.register import act_of
from holdspace.agent.compose.scene import read_scene
from holdspace.agent.compose.situation import cue_in, low, mentions_of, person_in, shares_words, topics_of
from holdspace.agent.compose.threads import best_clause

from .moment import PLAIN

COMPOSER = OfflineComposer.load()
HEARD = {
    "fair. can you actually follow what i mean or are you guessing": "asks_understanding",
    "alright then. which room should i pack first": "asks_first",
    "i only need to know what to study": "asks_first",
    "my sister is cross with me. should i text her or wait": "asks_either",
    "the shift is over. do you think i did something wrong? they were kind about it": "asks_verdict",
    "i kept his old slippers by the door. is that daft": "asks_verdict",
    "the letter came today. so how do i tell my mother? she's on her own": "asks_advice",
    "i want to ask him out. what i should write": "asks_advice",
    "I'll phone the landlord after work. thank you, bye": "goodbye",
    "the kids are in bed at last. cheers, bye": "goodbye",
    "i will take the form to the office tomorrow. thanks": "goodbye",
    "right, that's the doorbell. wish me luck": "goodbye",
    "they said yes to the flat. thanks": "thanks",
}
NOT_HEARD = {
    "i can't go on any more. bye": None,
    "i took them all. thanks, bye": None,
    "she wanted to know which one came first": None,
    "i don't know how to tell her": None,
    "she left without saying goodbye": None,
}


@pytest.mark.parametrize(("text", "act"), [*HEARD.items(), *NOT_HEARD.items()])
def test_what_is_asked_or_ended_is_heard(text: str, act: str | None) -> None:
    assert act_of(text) == act


@pytest.mark.parametrize("seed", range(4))
def test_a_goodbye_wishes_them_well_with_what_they_will_do(seed: int) -> None:
    text = "I'll phone the landlord after work. thank you, bye"
    draft = COMPOSER.compose(replace(PLAIN, text=text, turn=3, earlier=("hello",), seed=seed))
    assert "phone the landlord" in draft.text
    assert "?" not in draft.text


@pytest.mark.parametrize("text", ["i can't face it. bye", "i'll do it then. bye", "i'll go to bed now. bye"])
def test_what_is_no_step_is_not_wished_well(text: str) -> None:
    for seed in range(6):
        draft = COMPOSER.compose(replace(PLAIN, text=text, turn=3, earlier=("hello",), seed=seed))
        assert not any("goodbye-step" in phrase for phrase in draft.phrases), draft.text


@pytest.mark.parametrize("text", ["okay", "yeah ok", "alright, one idea then", "yes. the brother one"])
def test_what_was_offered_and_taken_up_is_given(text: str) -> None:
    offer = next(g.phrases[0].text for g in COMPOSER.bank.groups if g.id == "su-offer")
    brief = replace(PLAIN, text=text, last_reply=offer, family="sadness", turn=2, earlier=("i feel low", "yes"))
    assert read_scene(brief, COMPOSER.bank, random.Random(1)).act in ("yes", "asks_advice")
    assert "Providing Suggestions" in COMPOSER.compose(brief).strategies


@pytest.mark.parametrize("text", ["hm", "ok but my mum is here", "no"])
def test_what_was_offered_and_not_taken_up_is_left(text: str) -> None:
    offer = next(g.phrases[0].text for g in COMPOSER.bank.groups if g.id == "su-offer")
    brief = replace(PLAIN, text=text, last_reply=offer, family="sadness", turn=2, earlier=("i feel low", "yes"))
    assert read_scene(brief, COMPOSER.bank, random.Random(1)).act != "yes"


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("no one died, she's only upset", set()),
        ("he isn't dead", set()),
        ("they sacked me this morning", {"jobless"}),
        ("i was given the sack", {"jobless"}),
        ("my husband's gone. he left on friday", {"breakup"}),
        ("my husband's gone to work early", set()),
        ("all of them said i did it right", set()),
        ("i did it, i really did it!", {"goodnews"}),
        ("i hate my job", {"work"}),
        ("my boss keeps yelling at me", {"work"}),
        ("i like my job, for the record", set()),
        ("no not about work. i lied to them", set()),
        ("been mates since school, we have a pint on fridays", set()),
        ("i moved his chair to the garage on sunday", set()),
        ("she is the lonely one, i have too many people", set()),
        ("i feel so alone", {"lonely"}),
        ("a table of four left me a pamphlet", set()),
        ("she left me on read", set()),
        ("i thought somebody had died", set()),
        ("good grief, i only asked about a stool", set()),
        ("the tea was cold and she laughed about it afterwards", set()),
    ],
)
def test_topics_are_read_with_what_stands_about_the_word(text: str, topics: set[str]) -> None:
    assert topics_of(text) == topics


def test_a_thing_named_in_passing_still_ties_two_messages() -> None:
    assert shares_words("i like my job", "the office was quiet")
    assert mentions_of("i like my job") == {"work"}


def test_a_state_of_somebody_else_is_no_cue() -> None:
    assert not cue_in(("lonely",), low("she was very lonely after he left"))
    assert not cue_in(("drained",), low("i aint drained"))
    assert cue_in(("lonely",), low("i am lonely"))


def test_a_person_is_alive_where_a_death_is_denied() -> None:
    assert person_in("my dad is not dead") == "your dad"


@pytest.mark.parametrize("text", ["i'm only writing", "i just sat there on the stairs", "i just meant the other thing"])
def test_how_they_come_to_say_it_is_not_said_back(text: str) -> None:
    assert best_clause(text, None, (), frozenset()) is None


def test_a_sick_animal_is_not_met_as_a_dead_one() -> None:
    for seed in range(12):
        for strategy in ("Affirmation and Reassurance", "Self-disclosure", "Reflection of feelings", "Question"):
            brief = replace(PLAIN, text="my cat is ill and the vet says it will cost", family="sadness", turn=1,
                            earlier=("hello",), strategies=(strategy,), seed=seed)  # fmt: skip
            assert not any("pet-gone" in phrase for phrase in COMPOSER.compose(brief).phrases)
