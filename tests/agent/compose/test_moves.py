"""What a person asks of the listener or sets out to do is heard as that, and answered as that."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from holdspace.agent.compose.belief import good_lately, is_believed
from holdspace.agent.compose.cards import is_finished
from holdspace.agent.compose.composer import OfflineComposer
from holdspace.agent.compose.moves import MOVES
from holdspace.agent.compose.register import act_of
from holdspace.agent.compose.scene import read_scene
from holdspace.agent.compose.vocabulary import is_spelt
from holdspace.strategies.catalogue import STRATEGIES
from holdspace.strategies.skills.library import open_library

from .moment import PLAIN

COMPOSER = OfflineComposer.load()
SAID = replace(
    PLAIN,
    stage="comforting",
    family="sadness",
    earlier=("i lost my job in june and i haven't told my wife",),
    last_reply="You haven't told your wife. What's the hardest sentence in it?",
    turn=1,
)
HEARD = {
    "what do you mean?": "asks_meaning",
    "do you remember what I said yesterday?": "asks_memory",
    "so what do you get out of this": "asks_me",
    "do you even care": "asks_me",
    "is this private": "asks_private",
    "who can see this": "asks_private",
    "does that make me a bad mother": "asks_verdict",
    "do you think it was my fault": "asks_verdict",
    "what do people do with the clothes?": "asks_ways",
    "aren't you pleased for me": "asks_glad",
    "got any good jokes?": "asks_joke",
    "do you believe in heaven": "asks_belief",
    "does my message sound too cold": "asks_check",
    "i need a sentence to start with": "asks_words",
    "what does remand mean": "asks_fact",
    "would it be mean to say no to her": "asks_deed",
    "do you reckon he'll come round": "asks_outcome",
    "what if they laugh": "asks_if",
    "do you know Whitstable": "asks_knows",
    "do you play cards": "asks_tastes",
    "i got the flat!! keys on friday": "good_news",
    "i was only joking": "joking",
    "my best mate got sacked": "for_another",
    "is it just me": "asks_others",
    "will it ever stop": "asks_future",
    "why does nobody like me": "asks_why",
    "what do you think": "asks_opinion",
    "Do you mean like food delivery?": "asks_other",
    "don't tell me it's ok because it isn't": "no_comfort",
    "i don't need feelings i need a flat": "wants_practical",
    "no that's not it": "misheard",
    "can we go back to the dog": "steers",
    "i know it's petty": "minimises",
    "ok I'll try on thursday": "will_do",
    "fine. i'll call them": "will_do",
    "i could tell my midwife i guess": "own_idea",
    "maybe there's a group at the church": "own_idea",
    "it's a bit better actually": "better",
    "still the same": "same",
    "the job i mean": "clarifies",
    "haha true": "agrees",
    "do you even understand a word": "asks_understanding",
    "so which drawer do i clear first": "asks_first",
    "should i write to him or leave it": "asks_either",
    "it's daft of me. that's silly, isn't it": "asks_verdict",
    "sorry i was rude": "sorry",
    "right. thanks for listening": "thanks",
    "ok gtg dinner": "goodbye",
    "I hope you have a nice day.": "goodbye",
    "did you even read what i wrote": "anger_at_me",
}
TELLING = (
    "my landlord is kicking us out", "i think i could have been a better son", "she asked why i never call",
    "i don't know why he left, we were fine", "thanks but it doesn't help", "who is going to love me now",
    "he said i'm the problem and maybe i am the problem", "how many pills would it take?",
)  # fmt: skip


@pytest.mark.parametrize(("text", "act"), HEARD.items())
def test_a_move_is_heard(text: str, act: str) -> None:
    assert act_of(text) == act


@pytest.mark.parametrize("text", TELLING)
def test_telling_is_not_taken_for_a_move(text: str) -> None:
    assert act_of(text) not in {*MOVES} - {"asks_verdict"}


def test_every_move_is_tried_for() -> None:
    assert set(MOVES) == set(HEARD.values()) - {"sorry", "thanks", "goodbye", "anger_at_me"}


@pytest.mark.parametrize("text", [text for text, act in HEARD.items() if act in MOVES and act != "wants_practical"])
@pytest.mark.parametrize("strategy", ["Reflection of feelings", "Providing Suggestions", "Question"])
def test_a_move_is_answered_first_whatever_was_planned(text: str, strategy: str) -> None:
    draft = COMPOSER.compose(replace(SAID, text=text, strategies=(strategy,)))  # type: ignore[arg-type]
    assert draft.phrases[0].startswith("mo-"), draft.text
    assert draft.text.count("?") <= 1


@pytest.mark.parametrize("text", ["work", "maybe my mum", "everything i guess", "lunch", "4 years now"])
def test_a_word_of_answer_is_met_with_no_guess_at_a_feeling(text: str) -> None:
    for seed in range(10):
        for strategy in STRATEGIES:
            draft = COMPOSER.compose(replace(SAID, text=text, strategies=(strategy,), seed=seed))
            assert draft.phrases[0].startswith("co-brief"), draft.text
            assert "Reflection of feelings" not in draft.strategies


def test_a_named_feeling_is_met_however_short() -> None:
    for seed in range(10):
        draft = COMPOSER.compose(replace(SAID, text="just tired", strategies=("Reflection of feelings",), seed=seed))
        assert any("tired" in phrase for phrase in draft.phrases), draft.text


@pytest.mark.parametrize(
    ("text", "family", "earlier", "believed"),
    [
        ("i found her reading glasses and had to pull over", "relief_hope", ("my wife died",), False),
        ("my mum says just make new friends lol", "joy", ("i hate school",), False),
        ("i passed my driving test", "joy", (), True),
        ("thank you so much", "gratitude", ("my wife died",), True),
        ("my dad cried on the phone", "sadness", ("i got the job",), False),
        ("i start in two weeks", "sadness", ("i got the job",), False),
        ("i miss her", "sadness", ("i got the job", "my wife died"), True),
    ],
)
def test_a_reading_is_leaned_on_only_where_the_words_bear_it(
    text: str, family: str, earlier: tuple[str, ...], believed: bool
) -> None:
    assert is_believed(replace(SAID, text=text, family=family, earlier=earlier)) == believed  # type: ignore[arg-type]


def test_good_news_is_over_once_something_dark_was_said() -> None:
    assert good_lately(("i got the job",))
    assert not good_lately(("i got the job", "my wife died"))


def test_nothing_bright_is_said_to_what_only_reads_bright() -> None:
    text = "i found her reading glasses in the car and had to pull over"
    for strategy in STRATEGIES:
        draft = COMPOSER.compose(replace(SAID, text=text, family="relief_hope", strategies=(strategy,)))
        assert not any("bright" in phrase or "relief" in phrase for phrase in draft.phrases), draft.text


@pytest.mark.parametrize("card", [c for c in open_library().cards if c.steps], ids=lambda card: card.id)
def test_after_the_last_step_of_a_skill_it_is_brought_to_an_end(card: object) -> None:
    for line in card.steps[-1].say:  # type: ignore[attr-defined]
        assert is_finished(line)
        after = replace(SAID, text="ok", last_reply=line, strategies=("Providing Suggestions",))
        assert COMPOSER.compose(after).phrases[0].startswith("co-finished"), line


@pytest.mark.parametrize(
    ("word", "known"),
    [("sadly", True), ("voicemail", True), ("couldn't", True), ("deoression", False), ("givign", False), ("i", True)],
)
def test_a_word_is_known_by_its_spelling(word: str, known: bool) -> None:
    assert is_spelt(word) == known


@pytest.mark.parametrize("text", ["i'm going to do it", "ok i'll do it", "i will do this"])
def test_what_nobody_knows_is_wished_well_only_after_something_was_suggested(text: str) -> None:
    bank = COMPOSER.bank
    offered = next(key for key, after in bank.suggested.items() if after == "suggestion")
    told = replace(PLAIN, text=text, turn=2)

    def act(last: str) -> str | None:
        return read_scene(replace(told, last_reply=last), bank, random.Random(1)).act

    assert act("That is a lot to carry.") != "will_do"
    assert act(f"{offered}?") == "will_do"


@pytest.mark.parametrize(
    "text", ["i'll call him and tell him i can't do this anymore", "i'm going to see her one last time"]
)
def test_an_end_is_no_plan_to_be_glad_of(text: str) -> None:
    assert act_of(text) != "will_do"
