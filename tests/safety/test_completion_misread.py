"""What is heard as a denial, a goodbye or something light, and what a reply to a denial goes on with."""

from __future__ import annotations

import pytest

from holdspace.safety.completion import Completer, CompletionRequest
from holdspace.safety.completion_misread import asked_about, denies, remark_kind
from holdspace.safety.lint import lint
from holdspace.safety.phrases import PhraseBook
from holdspace.safety.resources import ResourceTable


@pytest.mark.parametrize(
    "text",
    [
        "no, I'm just a tired mum", "nobody's in danger", "I'm not going to hurt myself, I asked about revision",
        "you misread me, i meant the exam", "that\u2019s not what I said", "I'm safe, my sister's coming",
        "i would never hurt anyone", "god no. i don't want to die, i want to pass maths", "it's nothing like that",
        "who said anything about dying?", "there's no danger here", "no. nobody is going to die, it's a boiler",
        "breathing what? I didn't say anything about breathing", "i was asking about the vet bill",
    ],
)  # fmt: skip
def test_a_plain_denial_is_heard(text: str) -> None:
    assert denies(text)
    assert remark_kind(text) == "denial"


@pytest.mark.parametrize(
    "text",
    [
        "no", "I'm not going to hurt myself tonight", "nobody's in danger except me", "i'm not safe", "nobody cares",
        "i don't think anyone is in danger", "no, I'm just a burden", "no, i'm just tired of it all", "am i in danger?",
        "nobody would miss me", "i don't want to die yet", "no, I'm just sitting in the dark", "i meant it",
        "I'm not in danger unless he comes home", "i'm not suicidal any more", "i guess nobody's in danger",
    ],
)  # fmt: skip
def test_half_a_denial_is_none(text: str) -> None:
    assert not denies(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bye", "goodbye"), ("night night", "goodbye"), ("she's asleep now. thanks, bye", "goodbye"),
        ("i'll ring him at lunch ... thanks! bye", "goodbye"), ("good night and thank you", "goodbye"),
        ("I'll ask my aunt round on sunday for the jars. thank you", "light"), ("ok thank you so much", "light"),
        ("how do other mums get more than two hours", "light"), ("which bit of maths first", "light"),
    ],
)  # fmt: skip
def test_goodbyes_thanks_and_practical_lines_are_known(text: str, kind: str) -> None:
    assert remark_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "goodbye everyone", "thank you for everything. goodbye", "bye, love you all", "goodnight forever",
        "how many would it take", "i'll leave the keys with my neighbour on sunday. thank you", "it's done",
        "I'm going there now. thanks", "i'll do it on sunday", "i'll tell them all goodbye", "everything hurts. bye",
        "how do i stop him", "i'll call my mum to say goodbye", "thanks. i won't need this again",
    ],
)  # fmt: skip
def test_what_could_be_a_last_word_or_a_step_is_not_light(text: str) -> None:
    assert remark_kind(text) == "other"


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [
        ("no, I'm just a tired mum", "I'm just a tired mum."),
        ("nobody's in danger", "the vet wants it by monday"),
        ("I'm not going to hurt myself, I asked about revision", "how do i even start revising"),
        ("god no. i don't want to die, i want to pass maths", "i want to pass maths."),
        ("you misread me", "the vet wants it by monday"),
    ],
)
def test_a_reply_goes_on_with_what_was_asked_and_never_with_the_denial(text: str, goes_on: str) -> None:
    earlier = ("how do i even start revising", "the vet wants it by monday", "I'm not in danger")
    assert asked_about(text, earlier) == goes_on


def test_with_nothing_else_said_the_denial_itself_is_answered() -> None:
    assert asked_about("nobody's in danger", ()) == "nobody's in danger"


def test_owning_it_has_several_wordings_and_each_says_sorry() -> None:
    pools = PhraseBook.load().phrases
    for address in ("misread.owned", "misread.still"):
        assert len(pools[address]) >= 4
        assert all("sorry" in wording.lower() for phrase in pools[address] for wording in phrase)
        assert not any("?" in wording for phrase in pools[address] for wording in phrase)


def test_a_completion_after_a_denial_owns_it_asks_nothing_direct_and_quotes_nothing() -> None:
    table = ResourceTable.load()
    for seed in range(12):
        text = "i'm not going to hurt myself, i can't sleep because of the boiler"
        request = CompletionRequest(
            text, "high", ("suicide",), (text,), ask_directly=False, country="GB", seed=seed, denied=True
        )
        reply = Completer(table).complete(request)
        assert "sorry" in reply.acknowledgment.lower()
        assert '"' not in reply.text
        assert "boiler" not in reply.text
        assert not {"killing", "suicide", "plan", "reach"} & set(reply.question.lower().strip("?").split())
        assert lint(reply, table) == ()


def test_without_echo_none_of_their_words_are_said_back() -> None:
    table = ResourceTable.load()
    for seed in range(8):
        text = "i feel so alone since my sister Dana left the house. my brother Tom calls me"
        request = CompletionRequest(text, "high", ("suicide",), (text,), country="GB", seed=seed, echo=False)
        reply = Completer(table).complete(request)
        assert '"' not in reply.text
        assert "Tom" not in reply.text
        assert lint(reply, table) == ()
