"""A question put to us is answered as the kind of question it is, and good news, jokes and others' trouble as such."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdspace.agent.compose.composer import OfflineComposer
from holdspace.agent.compose.correction import correction_in
from holdspace.agent.compose.register import act_of

from .moment import PLAIN

COMPOSER = OfflineComposer.load()
ASKED = {
    "the kitchen is full of them. how do i get rid of ants": "asks_fact",
    "it was on the letter. what does arrears mean": "asks_fact",
    "i start on monday. what should i wear": "asks_fact",
    "i thought of not inviting him. would that be petty?": "asks_deed",
    "my neighbour has a spare key. is it cheeky to ask": "asks_deed",
    "Text her back, yes or no?": "asks_either",
    "i could leave the dog with mum. good idea or bad?": "asks_either",
    "So: 'I can't come on Sunday, I'm sorry.' Is it good like this?": "asks_check",
    "i wrote it twice. does it sound too cold": "asks_check",
    "can you give me one good sentence to open with": "asks_words",
    "he comes home at six. any idea how i start it": "asks_words",
    "Do other stepmothers feel this?": "asks_others",
    "how do people manage with three": "asks_ways",
    "we went by train. do you know Whitby?": "asks_knows",
    "do you believe in ghosts?": "asks_belief",
    "could you pray for Amina?": "asks_belief",
    "the results are friday. do you reckon i'll pass": "asks_outcome",
    "it's only dinner. what if they ask about the baby": "asks_if",
    "i've nobody to tell. are you not pleased for me?": "asks_glad",
    "not tired, just bored. know any good jokes": "asks_joke",
    "grand. bit of soup. do you like the radio": "asks_tastes",
    "Good. A small idea then, please.": "asks_advice",
    "go on, one suggestion": "asks_advice",
    "yes. tell me your thought": "asks_advice",
    "I have the house to myself till four. Is that a long time for a cat?": "asks_other",
    "she PASSED the exam!!": "good_news",
    "i got the allotment at last!": "good_news",
    "no, i was only teasing": "joking",
    "my cousin's been laid off": "for_another",
    "it's him not me": "for_another",
    "asking for my brother": "for_another",
}
NOT_ASKED = (
    "how many tablets do you need",
    "what if i just end it",
    "would it be so bad if i disappeared",
    "she asked me what arrears mean and i didn't know",
    "he kept saying 'would that be so bad?' and i froze",
    "what kind of sister does that?",
    "i got the job but i'm scared",
    "my best mate died",
    "my brother has been diagnosed with cancer",
    "my life is a joke",
    "i don't want a suggestion, everyone's got one",
    "good news for them, i wasn't asked",
)


@pytest.mark.parametrize(("text", "act"), ASKED.items())
def test_what_is_asked_is_heard(text: str, act: str) -> None:
    assert act_of(text) == act


NEW = {*ASKED.values()} - {"asks_other", "asks_either"}


@pytest.mark.parametrize("text", NOT_ASKED)
def test_what_is_grave_or_told_or_quoted_is_no_such_question(text: str) -> None:
    assert act_of(text) not in NEW


@pytest.mark.parametrize("text", [text for text, act in ASKED.items() if act != "asks_advice"])
def test_a_question_is_never_passed_over(text: str) -> None:
    for seed in range(3):
        draft = COMPOSER.compose(replace(PLAIN, text=text, turn=3, earlier=("hello",), family="neutral", seed=seed))
        assert draft.phrases[0].startswith("mo-"), draft.text
        assert draft.text.count("?") <= 1


@pytest.mark.parametrize("text", [text for text, act in ASKED.items() if act == "asks_advice"])
def test_an_idea_that_is_asked_for_is_given(text: str) -> None:
    draft = COMPOSER.compose(replace(PLAIN, text=text, turn=3, earlier=("i can't sleep",), family="sadness"))
    assert "Providing Suggestions" in draft.strategies, draft.text


@pytest.mark.parametrize(
    "text", ["thanks for the " * 300, "i'll go, " * 400, "'it's a " * 400, "do you know the " * 300]
)
def test_a_very_long_message_is_read_to_its_end(text: str) -> None:
    assert act_of(text) not in NEW - {"asks_knows"}


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("hold what? the phone?", "Who could hold some of it?"),
        ("say to who", "What would you say, if you could?"),
        ("told who what? it's a kettle", "Have you told anyone?"),
        ("why are you glad? she's gone", "I'm glad it went that way."),
        ("it was a joke about the lift. i'm fine", "That sounds frightening."),
        ("nah not lonely, there's six of us", "It sounds lonely."),
    ],
)
def test_a_line_that_did_not_fit_is_owned_and_no_second_guess_made(text: str, last: str) -> None:
    before = ("we have a new flat",)
    assert correction_in(text, last, before) is not None
    draft = COMPOSER.compose(replace(PLAIN, text=text, last_reply=last, earlier=before, turn=1))
    assert draft.phrases[0].startswith(("mo-amends", "mo-misheard")), draft.text


@pytest.mark.parametrize("text", ["i don't know what", "that's what i want", "you know what"])
def test_a_word_with_what_behind_it_is_no_complaint(text: str) -> None:
    assert correction_in(text, "What would you want, if you could guess?", ("hello",)) is None
