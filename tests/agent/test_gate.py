"""The gate: however a text is cut up, what leaves it was reviewed, with everything before it, and passed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.agent.gate import Cutter, Length, Rejected, SentenceGate
from holdspace.agent.llm.resilient import Policy, Resilient
from holdspace.agent.llm.scripted import Pieces, ScriptedModel
from holdspace.agent.llm.vetted import Vetted
from holdspace.agent.llm.voice import Voice
from holdspace.agent.speaker import Speaker
from holdspace.prompts.port import ChatFailure, ChatMessage
from holdspace.prompts.sentences import split_sentences
from holdspace.safety.violations import Review, Violation

ASK = [ChatMessage("user", "i set the table for two again")]
WIDE = Length(50, 2000)
PARTS = (
    "You set two plates again.", "Dr. Who came, e.g. on Monday.", 'She said "no."', "Why?!", "(It was late.)",
    "and then", "BAD things.", "LATE things.", "\n", "\n\n", " ", "…", "“Well.”", "I can't help with that.",
    "2 a.m. again.", "ok",
)  # fmt: skip


def cut(text: str, places: Sequence[int]) -> tuple[str, ...]:
    ends = sorted({0, len(text), *(place for place in places if place < len(text))})
    return tuple(text[start:end] for start, end in pairwise(ends))


texts = st.lists(st.sampled_from(PARTS), max_size=10).map(" ".join)
cuts = st.lists(st.integers(0, 200), max_size=20)


@settings(max_examples=300, deadline=None)
@given(texts, cuts)
def test_however_a_text_is_cut_up_its_sentences_are_the_same(text: str, places: list[int]) -> None:
    cutter = Cutter()
    found = [sentence for piece in cut(text, places) for sentence in cutter.feed(piece)]
    assert (*found, *cutter.end()) == split_sentences(text)


class Reviews:
    """Rejects what holds BAD, has LATE wait for something after it, and keeps every reply that passed."""

    def __init__(self) -> None:
        self.passed: list[str] = []

    def __call__(self, sentences: Sequence[str]) -> Review:
        reply = " ".join(sentences)
        if "BAD" in reply:
            return Review("rewrite", (Violation("blame", "BAD", "rewrite"),))
        if reply.endswith("LATE things."):
            return Review("rewrite", (Violation("risk_ignored", "LATE", "rewrite"),))
        self.passed.append(reply)
        return Review("ok")


@settings(max_examples=150, deadline=None)
@given(texts, texts, cuts, st.booleans(), st.booleans())
def test_no_letter_is_shown_that_was_not_checked(
    first: str, second: str, places: list[int], breaks: bool, vetted: bool
) -> None:
    """Cut anywhere, broken off or not, written on or not: what is shown is at every step a reply that passed."""
    failure = ChatFailure("cut", "gone") if breaks else None
    model = ScriptedModel([Pieces(cut(first, places), failure), Pieces(cut(second, places), failure)])
    shown: list[str] = []
    reviews = Reviews()
    gate = SentenceGate(reviews, frozenset(), WIDE, shown.append)
    voice = Voice(Resilient([Vetted(model) if vetted else model], Policy(attempts=1)))
    try:
        Speaker(voice.turn("t"), gate).speak(ASK)
    finally:
        voice.close()
    assert all(" ".join(shown[: n + 1]) in reviews.passed or n + 1 < len(shown) for n in range(len(shown)))
    assert not shown or " ".join(shown) in reviews.passed
    assert "BAD" not in " ".join(shown)
    assert set(shown) <= {*split_sentences(first), *split_sentences(second)}


def test_what_waits_leaves_with_what_it_waited_for() -> None:
    shown: list[str] = []
    gate = SentenceGate(Reviews(), frozenset(), WIDE, shown.append)
    assert gate.take("LATE things.") == "waiting"
    assert shown == []
    assert gate.take("And now.") == "shown"
    assert shown == ["LATE things.", "And now."]
    assert isinstance(gate.take("BAD things."), Rejected)


def test_a_stopped_turn_says_no_more_and_asks_no_more() -> None:
    model = ScriptedModel(["You set two plates again. And then you stayed with it."])
    shown: list[str] = []
    voice = Voice(Resilient([model]))
    turn = voice.turn("t")
    gate = SentenceGate(Reviews(), frozenset(), WIDE, lambda sentence: (shown.append(sentence), turn.stop()))  # type: ignore[func-returns-value]
    spoken = Speaker(turn, gate).speak(ASK)
    assert shown == ["You set two plates again."]
    assert (spoken.ending, spoken.cause) == ("failed", "cancelled: the turn was stopped")
    assert turn.text(ASK) == ChatFailure("cancelled", "the turn was stopped")
    voice.close()


def test_what_leads_on_to_more_is_left_out_for_a_reply_may_stop_behind_it() -> None:
    shown: list[str] = []
    gate = SentenceGate(Reviews(), frozenset(), WIDE, shown.append)
    taken = [
        gate.take(sentence)
        for sentence in ("Two things:", "You set two plates,", "Then \u2014", "And then you stayed", "It hurt.")
    ]
    assert taken == ["left_out", "left_out", "left_out", "shown", "shown"]
    assert shown == ["And then you stayed", "It hurt."]
