"""What a message is: a plain social act, a request of the listener, or telling."""

from __future__ import annotations

import pytest

from holdspace.agent.compose.acts import Act
from holdspace.agent.compose.register import act_of, budget, reads_as_english
from holdspace.agent.compose.situation import cue_in, label_in, low, person_in, topics_of

ACTS_HEARD: dict[str, Act | None] = {
    "hi": "greeting", "Hello": "greeting", "hey there": "greeting", "good evening": "greeting",
    "hi again": "greeting",
    "hi, my mum died": None, "thanks": "thanks", "ok thanks": "thanks", "thank you so much": "thanks",
    "that helped": "thanks", "bye": "goodbye", "good night": "goodbye", "gn": "goodbye", "i have to go": "goodbye",
    "I should go to bed": "goodbye", "thanks. i think i'll go to bed": "goodbye", "i want to go": None,
    "how are you?": "how_are_you", "are you a bot?": "bot",
    "are you even human": "bot", "is this an ai": "bot", "who are you": "who", "what can you do?": "who",
    "": "empty", "   ": "empty", "...": "empty", "😭😭😭": "empty", "😂😂": "joke",
    "I'm dead lol": "joke", "lol": "joke",
    "my dad is dead": None, "estoy muy triste hoy": "foreign", "je suis tellement fatigué": "foreign",
    "我很难过": "foreign", "мне плохо": "foreign", "ich kann nicht mehr schlafen": "foreign", "asdfgh jkl": "scrambled",
    "you're not listening": "anger_at_me", "fuck you": "anger_at_me", "this is useless": "anger_at_me",
    "are you there?": "there", "idk": "dunno", "i don't know": "dunno", "not sure really": "dunno",
    "nothing helps": "nothing_helps", "i've tried everything": "nothing_helps", "i dont want advice": "refuses",
    "just want to vent": "refuses", "what should i do": "asks_advice", "any advice?": "asks_advice",
    "sorry for rambling": "sorry", "sorry, my mum died": None, "nvm": "never_mind", "whatever": "never_mind",
    "yes": "yes", "yeah i guess": "yes", "maybe": "yes", "no": "no", "not really": "no", "ok": "ok", "fine": "ok",
    "hi, i need to vent about an ongoing situation. can i talk to you?": "may_i",
    "tried it": "tried", "i tried it but it was awful": "tried", "can i vent?": "may_i", "i'm bored": "small_talk",
    "test": "test", "i lost my job": None, "my boss is stupid": None, "it hurts": None, "work was ok": None,
    "i'm so tired of everything lately": None, "hola": None,
    "Thanks for chatting with me and for all your ideas, i'll think about the park": "thanks",
    "You too! Best of luck and stay safe": "goodbye", "merry christmas to you also": "goodbye",
    "thanks but it's hard and i can't stop crying": None, "i appreciate your time. life just is so hard": None,
    "fine. what about you?": "how_are_you", "hbu": "how_are_you", "i don't know how to get out of this slump": None,
    "yes absolutely": "yes", "you're welcome": "ok",
    "i need to get out of this house": None, "i have to get surgery on monday": None, "i have to run from him": None,
    "i take care of my mum, she has dementia": None, "i have a bad time at school": None, "i will take care": None,
    "my boss does not appreciate the work i do": None, "my dad never says thanks": None,
    "she told me to have a good day and walked out": None, "he said take care and hung up on me": None,
    "he says you're not good enough": None, "it was nice to meet her before she was gone": None,
    "it feels good to talk": None, "hi. my dad has cancer. how are you?": None,
    "hello i'm doing okay today thanks how are you": "how_are_you", "not good. how are you?": None,
    "ok take care of yourself": "goodbye", "well, i have to run now": "goodbye",
    "have a really good evening": "goodbye",
    "it was nice talking to you": "goodbye", "i really appreciate your help with this": "thanks",
    "is it a good idea?": "asks_other", "killing it is a good idea": None, "that would be a good idea": "agrees",
    "that's a good idea but i can't": None, "it's one of my ways to cope": None, "any ways to relax?": "asks_advice",
    "we have timed out, cheers": "goodbye", "i wish you all the best with it, and thanks for your time, bye": "goodbye",
    "i think i am good to go": "goodbye", "good luck to you!": "goodbye", "shall we end this chat": "goodbye",
    "you have a blessed afternoon": "goodbye", "i'm done": None, "she just said bye": None,
    "i'm trying to go out less and stay safe": None, "i wish you were here": None,
    "i need some advice": "may_i", "i could use some support": "may_i", "i need help with my homework": "may_i",
    "can you help me with getting some emotional support": "may_i", "what should i say to her?": "asks_advice",
    "any other ideas?": "asks_advice", "i need a suggestion": "asks_advice", "is anybody there": "there",
    "i thought you had left": "there", "sorry what do you mean": "asks_meaning", "do you know anyone?": "asks_me",
    "how long were you together?": "asks_me", "what do you like to do on bad days?": "asks_me",
    "he asked what are you doing here": None,
    "tonight i'm going to do it and then it's over": None, "ok i will definitely give that a go": "will_do",
}  # fmt: skip


@pytest.mark.parametrize(("text", "act"), ACTS_HEARD.items())
def test_act(text: str, act: Act | None) -> None:
    assert act_of(text) == act


@pytest.mark.parametrize("text", ["ok", "no", "mum", "i am sad", "me and un ami", "LOL", "42"])
def test_short_english_is_not_taken_for_another_language(text: str) -> None:
    assert reads_as_english(text)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("my mum died in march", {"loss"}),
        ("my mum never listens", {"family"}),
        ("my girlfriend dumped me", {"breakup"}),
        ("I can't pay the rent", {"money"}),
        ("i watched a movie", {"everyday"}),
        ("i watched a movie after the funeral", {"loss"}),
        ("nothing in particular", set()),
        ("i'm so worried about losing my job", {"jobfear"}),
        ("i can't find a job", {"jobhunt"}),
        ("i don't know how to make zoom work", set()),
        ("i won't be there", set()),
        ("i am sick of being left out", {"lonely"}),
        ("they work on it and it will work out", set()),
        ("i can't get my work done", {"work"}),
        ("they said no when i was applying to college", {"study"}),
        ("i keep applying for jobs", {"jobhunt"}),
        ("my sister has been in a car crash", set()),
        ("my sister and i are not speaking", {"family", "conflict"}),
        ("i just found out i'm pregnant", set()),
    ],
)
def test_topics(text: str, topics: set[str]) -> None:
    assert topics_of(text) == topics


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("sat there like an idiot", "idiot"),
        ("i'm such a failure", "failure"),
        ("im not a failure", None),
        ("the idiot next door plays drums", None),
        ("my printer is useless", None),
    ],
)
def test_a_hard_name_for_oneself(text: str, label: str | None) -> None:
    assert label_in(text) == label


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("my sister never calls", "your sister"),
        ("my best friend is moving", "your best friend"),
        ("my mum died in march", None),
        ("my dad's car broke", None),
        ("it rained", None),
    ],
)
def test_a_living_person(text: str, person: str | None) -> None:
    assert person_in(text) == person


def test_a_denied_cue_is_no_cue() -> None:
    assert cue_in(("tired",), low("im so tired"))
    assert not cue_in(("tired",), low("i'm not tired"))
    assert not cue_in(("again",), low("against the wall"))


def test_short_messages_get_short_replies() -> None:
    assert [budget(words)[0] for words in (1, 10, 30, 90)] == [2, 3, 3, 4]
