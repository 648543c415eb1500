"""What the composer must not get wrong about a person: what they said before, declined, asked, or meant."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from holdspace.agent.compose.acts import Act
from holdspace.agent.compose.composer import OfflineComposer
from holdspace.agent.compose.matters import matter_in
from holdspace.agent.compose.reflect import clauses
from holdspace.agent.compose.register import act_of
from holdspace.prompts.sentences import sentence_key
from holdspace.strategies.catalogue import STRATEGIES, Strategy

from .moment import PLAIN

COMPOSER = OfflineComposer.load()
LATER = replace(
    PLAIN,
    text="i keep her voicemail on my phone",
    intensity=1,
    earlier=("my mum died in march and nobody at work knows",),
    last_reply="Your mum died in March and nobody at work knows. I'm going slowly with that.",
    turn=1,
    lately="grief",
)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_plain_sentence_is_heard_with_what_came_before(strategy: str) -> None:
    for seed in range(20):
        draft = COMPOSER.compose(replace(LATER, strategies=(strategy,), seed=seed))  # type: ignore[arg-type]
        assert not any("neutral" in phrase or "everyday" in phrase for phrase in draft.phrases), draft.text
        assert "Providing Suggestions" not in draft.strategies


def test_lunch_alone_is_lunch() -> None:
    for seed in range(20):
        draft = COMPOSER.compose(replace(LATER, text="we had pasta", seed=seed))
        assert not any(phrase.startswith(("la-", "fe-grief", "fe-loss")) for phrase in draft.phrases), draft.text


def test_their_words_are_not_said_back_twice_running() -> None:
    for seed in range(20):
        draft = COMPOSER.compose(replace(LATER, strategies=("Question",), seed=seed))
        assert "voicemail" not in draft.text, draft.text


@pytest.mark.parametrize("stage", ["exploration", "comforting", "action"])
def test_no_advice_means_none_until_they_ask(stage: str) -> None:
    brief = replace(
        LATER,
        text="he never even rang me back after the funeral",
        family="anger",
        lately=None,
        strategies=("Providing Suggestions",),
        stage=stage,  # type: ignore[arg-type]
        earlier=("i don't want advice i just need someone to listen", "it has been weeks"),
    )
    for seed in range(20):
        assert "Providing Suggestions" not in COMPOSER.compose(replace(brief, seed=seed)).strategies
    asked = replace(brief, earlier=(*brief.earlier, "ok what should i do"))
    authored = OfflineComposer(COMPOSER.bank, COMPOSER.examples)
    assert authored.compose(asked).strategies == ("Providing Suggestions",)


@pytest.mark.parametrize("text", ["no", "not really", "no i'm not"])
def test_a_no_to_the_direct_question_is_believed(text: str) -> None:
    brief = replace(
        LATER,
        text=text,
        family="sadness",
        risk="elevated",
        lately=None,
        last_reply="I'm staying with you. Are you thinking of killing yourself?",
    )
    for seed in range(20):
        draft = COMPOSER.compose(replace(brief, seed=seed))
        if act_of(text) == "no":
            assert all(phrase.startswith("co-direct") for phrase in draft.phrases), draft.text


OFF_TOPIC: dict[str, Act | None] = {
    "how do i kill a python process": "off_topic", "what's the capital of peru": "off_topic",
    "what's 15 times 12": "off_topic", "translate hello in french please": "off_topic",
    "how do i stop crying": "asks_advice", "what's the point of it all": None, "how do i tell my mum": "asks_advice",
    "how many pills would it take": None, "who is going to love me now": None, "what is wrong with me": "asks_verdict",
}  # fmt: skip


@pytest.mark.parametrize(("text", "act"), OFF_TOPIC.items())
def test_a_question_of_fact_is_told_from_a_cry(text: str, act: Act | None) -> None:
    assert act_of(text) == act


def test_a_question_of_fact_gets_an_honest_line() -> None:
    draft = COMPOSER.compose(replace(LATER, text="how do i kill a python process", lately=None))
    assert draft.phrases[0].startswith("ot-facts")


@pytest.mark.parametrize(
    ("written", "turned"),
    [
        ("my mum died in march and nobody at work knows", "your mum died in March and nobody at work knows"),
        ("my sister wants to sell the house", "your sister wants to sell the house"),
        ("nobody called me on my birthday", "nobody called you on your birthday"),
        ("nobody cares about me", "it feels like nobody cares about you"),
        ("my boss hates me", "it feels like your boss hates you"),
        ("it's my daughters birthday today", "it's your daughter's birthday today"),
    ],
)
def test_a_fact_is_said_as_a_fact_and_a_fear_as_a_feeling(written: str, turned: str) -> None:
    assert [clause.turned for clause in clauses(written)] == [turned]


def test_their_words_are_not_said_back_again_once_a_sentence_with_them_was_stopped() -> None:
    text = "i don't have enough money to buy my kids gifts"
    said: frozenset[str] = frozenset()
    for seed in range(8):
        draft = COMPOSER.compose(replace(PLAIN, text=text, strategies=("Question",), seed=seed, said=said))
        if said:
            assert "buy your kids gifts" not in draft.text, draft.text
        said = frozenset({sentence_key("You don't have enough money to buy your kids gifts.")})


def test_two_statements_that_belong_together_are_said_back_as_one() -> None:
    text = "I moved in with my aunt last month. My cousins won't talk to me at all."
    told = replace(PLAIN, text=text, family="sadness", intensity=3, strategies=("Restatement or Paraphrasing",))
    texts = [COMPOSER.compose(replace(told, seed=seed)).text for seed in range(20)]
    both = "you moved in with your aunt last month, and your cousins won't talk to you at all"
    assert any(both in text for text in texts)


@pytest.mark.parametrize("strategy", ["Restatement or Paraphrasing", "Self-disclosure"])
def test_with_nothing_told_that_it_could_be_of_another_strategy_is_carried_out_and_recorded(strategy: Strategy) -> None:
    told = replace(PLAIN, text="Mostly the blue ones, or else green, really.", family="neutral", strategies=(strategy,))
    for seed in range(12):
        assert strategy not in COMPOSER.compose(replace(told, seed=seed)).strategies


def test_what_others_report_is_told_as_a_program_tells_it() -> None:
    told = replace(PLAIN, text="I lost my job last week", family="sadness", strategies=("Self-disclosure",))
    for seed in range(12):
        draft = COMPOSER.compose(replace(told, seed=seed))
        assert re.search(r"\b(?:program|of my own|from others|to tell|to share)\b", draft.text), draft.text


def test_nothing_follows_a_question() -> None:
    for seed in range(30):
        for plan in (("Question", "Self-disclosure"), ("Providing Suggestions", "Reflection of feelings")):
            draft = COMPOSER.compose(replace(LATER, stage="action", strategies=plan, seed=seed))  # type: ignore[arg-type]
            assert "?" not in " ".join(draft.sentences[:-1]), draft.text


def test_what_was_told_before_may_be_come_back_to_and_only_once() -> None:
    told = ("i work nights at the hospital and i never see daylight", "my boss changed the rota again", "it's ok")
    said: frozenset[str] = frozenset()
    came_back = 0
    for seed in range(60):
        brief = replace(
            PLAIN, text="i don't know", earlier=told, turn=3, seed=seed, said=said, strategies=("Question",)
        )
        draft = COMPOSER.compose(brief)
        came_back += "you work nights at the hospital" in draft.text
        said |= {sentence_key(sentence) for sentence in draft.sentences}
    assert came_back == 1


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("i'm behind with my college finals and it shows", "your college finals"),
        ("my rent is due", "your rent"),
        ("there is a park by my house", None),
        ("i can't talk about my not job", None),
        ("my mother shouts", None),
        ("nothing", None),
    ],
)
def test_a_matter_is_named_as_they_name_it(text: str, matter: str | None) -> None:
    assert matter_in(text) == matter


@pytest.mark.parametrize(
    "text",
    [
        "i suffer to much of depression",
        "i am not sure of that men",
        "i broke up with my girlfriend and sad about it",
        "i am in the US",
        "it is not easy my friend",
        "the next day she wasn't",
        "i feel that i have not ideas",
        "because i had 5 class this semester",
        "they do don't they",
        "it does sometimes but my kids are ages 10",
        "there is a lot of writing assignments",
        "i have been and it's not new issues",
        "it's very difficult time for me",
        "it get me down every evening",
        "that sometimes work for me",
        "i want hit the wall",
        "i thought about take a year off",
        "she did not honest with me",
        "i don't know how would they help me",
        "i think is something they missed",
        "i liked the place before him arrived",
        "i was telling his in the kitchen",
        "it has broke my heart",
        "the people trying to get ahead of each other",
        "i have been isolated for two years now ever",
        "my parents want to me to study law",
        "i can't find a flat and just sleeping badly",
        "he and i were happy once and i were fine",
    ],
)
def test_a_slip_of_theirs_is_not_said_back(text: str) -> None:
    assert clauses(text) == []


def test_what_only_looks_like_a_slip_is_said_back() -> None:
    for text in (
        "i know that he loved this house",
        "i want to leave this town",
        "my mum said i could stay",
        "i feel i lost her",
    ):
        assert len(clauses(text)) == 1, text


def test_two_statements_without_a_stop_are_two() -> None:
    found = [clause.turned for clause in clauses("I recently lost my job I am very upset about my economic situation")]
    assert found == ["you recently lost your job", "you're very upset about your economic situation"]


@pytest.mark.parametrize(
    "text", ["my best friend has cancer and the doctors won't say", "my dad is in hospital and his chemo starts today"]
)
def test_the_illness_of_somebody_else_is_not_taken_for_theirs(text: str) -> None:
    for strategy in STRATEGIES:
        for seed in range(5):
            draft = COMPOSER.compose(replace(PLAIN, text=text, family="fear", strategies=(strategy,), seed=seed))
            assert not any(phrase.startswith("si-ill") for phrase in draft.phrases), draft.text


def test_their_own_illness_is_heard() -> None:
    brief = replace(PLAIN, text="i was diagnosed with ms", family="fear", strategies=("Affirmation and Reassurance",))
    drafts = [COMPOSER.compose(replace(brief, seed=seed)) for seed in range(5)]
    assert any(phrase.startswith("si-ill") for draft in drafts for phrase in draft.phrases)
