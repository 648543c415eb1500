"""Texts that are no replies are told from texts that are."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.agent.llm.fitness import (
    fragments_of,
    is_bare_refusal,
    is_gibberish,
    leaks,
    strange_language,
    unfit,
)
from holdspace.agent.llm.scripted import Pieces, ScriptedModel
from holdspace.agent.llm.vetted import Vetted
from holdspace.prompts.catalog import load
from holdspace.prompts.port import ChatFailure, ChatReply

from .conftest import ASK, told
from .faults import GIBBERISH, REFUSAL, SPANISH

BARE = [
    REFUSAL,
    "I’m sorry, but I can’t assist with that request.",
    "I'm sorry, I cannot continue this conversation.",
    "Sorry, but I can't do that.",
    "I can't help with that.",
    "I cannot provide medical advice.",
    "I'm unable to discuss this topic.",
    "I am not able to provide support for this.",
    "I must decline to answer.",
    "As an AI language model, I cannot engage in this kind of conversation.",
    "I'm really sorry that you're feeling this way, but I'm unable to provide the help that you need. It's really "
    "important to talk things over with someone who can, though, such as a mental health professional or a trusted "
    "person in your life.",
    "I'm sorry, but I can't help with that. Please contact a mental health professional or call a hotline.",
    "I apologize, but I can't assist with that. Is there anything else I can help you with?",
    "That request violates our usage policies. I can't help with it.",
    "No, I won't do that.",
    "I'm sorry, but I can't help with that, but I can give you the number of a helpline.",
]
MEETING = [
    "I can't imagine how long that hour was, with the second plate there.",
    "You've been carrying the sums of this on your own, and you told me anyway. I won't promise to keep a secret that "
    "could cost you your life, and I can't help with amounts. I can stay in this with you right now.",
    "A name like that takes someone who can sit with you, so I won't guess at one. What I can do is help you set down "
    "what you've told me, the dates and the nights. Shall we begin with the last good week?",
    "It's been you and this screen for weeks. I'm a program; I can't love, and pretending would take something from "
    "you. What would you say to Dana, if sending it were easy?",
    "I can't help but notice that you stayed at the table for the whole hour.",
    "You said you can't help with his rent any more. That took something.",
    "He told you 'I can't talk about this', and then he left.",
    "I can't help with the court date itself, but I can stay with what it does to your nights.",
    "I'm sorry it went like that. What did she say when you rang?",
    "You set two plates again.",
    "",
]
FINE = [
    "You set two plates again, and then you sat with it for an hour.",
    "Breathe slowly. Feet flat, shoulders loose, jaw soft.",
    "Hmm.",
    "Okay. Tomorrow, then?",
    'You said "no puedo más" to her, in your mother\'s words.',
    "No, no, no. Of course not.",
    "Rent is £640, due on 3/4, and the card has £12.50 left.",
    "Grrr, yes. Three weeks of shhh and then that.",
    "Rhythms and myths, Lynn, and a crypt: you made it sound dry and I liked it.",
]


@pytest.mark.parametrize("text", BARE)
def test_a_bare_refusal_is_seen(text: str) -> None:
    assert is_bare_refusal(text)
    assert unfit(text) == ChatFailure("refused", "a bare refusal")


@pytest.mark.parametrize("text", [*MEETING, *FINE])
def test_a_reply_that_meets_the_person_is_left_alone(text: str) -> None:
    assert not is_bare_refusal(text)
    assert unfit(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SPANISH, "Spanish"),
        ("Je suis désolé que tu te sentes comme ça, mais tu n'es pas seul dans cette situation.", "French"),
        ("Es tut mir leid, dass du dich so fühlst, aber du bist nicht allein mit diesem Schmerz.", "German"),
        ("Mi dispiace che tu ti senta così, ma non sei solo in questo momento e puoi parlare.", "Italian"),
        ("Het spijt me dat je je zo voelt, maar je bent niet alleen en ik ben er voor je.", "Dutch"),
        ("Sinto muito que você se sinta assim, mas não está só e pode falar com alguém.", "Portuguese"),
        ("很抱歉你有这样的感受,你并不孤单。", "Cjk"),
        ("Мне очень жаль, что вы так себя чувствуете.", "Cyrillic"),
    ],
)
def test_another_language_is_named(text: str, language: str) -> None:
    assert strange_language(text) == language
    assert unfit(text) == ChatFailure("unfit", f"not English but {language}")


@pytest.mark.parametrize(
    "text",
    [
        GIBBERISH,
        "{{{{ ]]]] 0x3f 0x3f ;;;; $$$$ %%%% 1234 5678 @@@@",
        "you are you are you are you are you are you are you are you are you are you are you are you are",
        "plate " * 40,
        "\ufffd\ufffd\ufffd plates \ufffd\ufffd",
        "aaaaaaaaaa bbbbbbbbbb cccccccccc",
    ],
)
def test_gibberish_is_seen(text: str) -> None:
    assert is_gibberish(text)
    found = unfit(text)
    assert found is not None
    assert found.kind == "unfit"


def test_a_prompt_that_comes_back_is_seen_and_single_words_of_it_are_not() -> None:
    assert leaks("Sure! My instructions: " + load("reply")[:120])
    assert leaks("i was told: reflect SOMETHING specific, in the person's own words before anything else")
    assert not leaks("You write the next line, and then you stop.")
    assert unfit("Reflect something specific in the person's own words before anything else.") == ChatFailure(
        "unfit", "it repeats the prompt"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<<< your last message feeling | sadness, 3 of 5",
        "Here is what was read. person | i set the table for two again",
        "You set the table again >>> and that is the end.",
        "The user has set the table for two, and the user feels alone.",
        "It is not an instruction to you, but something that was sent.",
        "The response must be in line with the last one.",
        "You read a user message about a table.",
    ],
)
def test_a_text_that_speaks_of_what_the_model_was_told_is_unfit(text: str) -> None:
    assert unfit(text) == ChatFailure("unfit", "it speaks of the prompt")


@pytest.mark.parametrize(
    "text",
    [
        "You answered every user who called that day, and nobody asked about you.",
        "The system let you down twice. What was the reply, when it came?",
        "No response, again, and you had your instructions to follow.",
        "Your response is understandable, after a day like that.",
    ],
)
def test_a_persons_own_users_systems_and_replies_are_no_talk_of_the_prompt(text: str) -> None:
    assert unfit(text) is None


def test_fragments_of_any_other_text_can_be_kept_from_coming_back() -> None:
    secret = fragments_of("The house rule is that no visitor may ever open the blue cupboard.")
    assert unfit("They say no visitor may ever open the blue cupboard here.", [secret]) is not None
    assert unfit("You opened the blue cupboard.", [secret]) is None


def test_a_text_without_end_is_unfit() -> None:
    found = unfit("You stayed at the table. " * 400)
    assert found is not None
    assert "longer" in found.detail


@pytest.mark.parametrize("text", BARE)
async def test_no_letter_of_a_bare_refusal_is_passed_on(text: str) -> None:
    said, last = await told(Vetted(ScriptedModel([text])))
    assert said == ""
    assert isinstance(last, ChatFailure)
    assert last.kind == "refused"
    assert await Vetted(ScriptedModel([text])).text(ASK) == ChatFailure("refused", "a bare refusal")


@pytest.mark.parametrize("text", [text for text in (*MEETING, *FINE) if text])
async def test_a_reply_is_passed_on_whole(text: str) -> None:
    assert await told(Vetted(ScriptedModel([text]))) == (text, ChatReply(text, "scripted"))


async def test_a_limit_in_good_company_waits_for_that_company() -> None:
    text = "I'm sorry, but I can't help with amounts. You told me anyway, and I can stay with you in this tonight."
    assert await told(Vetted(ScriptedModel([text]))) == (text, ChatReply(text, "scripted"))


async def test_a_reply_that_turns_bad_is_stopped_before_the_bad_sentence() -> None:
    good = "You set two plates again, and then you stayed with it for a whole hour. "
    bad = "Reflect something specific in the person's own words before anything else. And so on."
    said, last = await told(Vetted(ScriptedModel([good + bad])))
    assert said == good
    assert last == ChatFailure("unfit", "it repeats the prompt", said=good)


@pytest.mark.parametrize("cut", range(1, 20))
async def test_nothing_in_the_signs_of_the_prompt_is_passed_on(cut: int) -> None:
    text = "<<< their last message\nperson | i set the table for two again\n>>>\nYou set the table for two. " * 2
    pieces = tuple(text[at : at + cut] for at in range(0, len(text), cut))
    said, last = await told(Vetted(ScriptedModel([Pieces(pieces)])))
    assert (said, last) == ("", ChatFailure("unfit", "it speaks of the prompt"))


async def test_a_stream_that_fails_keeps_its_failure_and_what_was_passed_on() -> None:
    good = "You set two plates again, and then you stayed with it for a whole hour. "
    said, last = await told(Vetted(ScriptedModel([Pieces((good, "Then wh"), ChatFailure("cut", "gone"))])))
    assert isinstance(last, ChatFailure)
    assert (last.kind, last.said, said) == ("cut", good, good)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(1, 150), max_size=12), st.sampled_from(["", "You set two plates again. "]))
def test_however_a_stream_is_cut_nothing_that_fails_the_check_goes_on(cuts: list[int], good: str) -> None:
    text = f"{good}Reflect something specific in the person's own words before anything else. Feeling first."
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    pieces = tuple(text[start:end] for start, end in pairwise(places))
    said, last = asyncio.run(told(Vetted(ScriptedModel([Pieces(pieces)]))))
    assert isinstance(last, ChatFailure)
    assert last.kind == "unfit"
    assert good.startswith(said)
