"""The sentence gate: text comes in pieces, whole sentences leave, each reviewed with all that left before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..prompts.sentences import sentence_key, split_sentences
from ..safety.violations import Review

ReviewAll = Callable[[Sequence[str]], Review]
"""Reviews a reply given as its sentences."""

WAITS = frozenset({"risk_ignored"})
"""What a reply may still be missing after its first sentences: they wait for the ones that come."""

STOCK = tuple(
    sentence_key(opening)
    for opening in (
        "I'm sorry to hear", "I am sorry to hear", "I'm so sorry", "I am so sorry", "I'm really sorry", "I'm sorry you",
        "I understand how you feel", "I understand that", "That must be", "That sounds really", "That sounds very",
        "That sounds so", "That sounds incredibly", "That sounds like a", "It sounds like you're going through",
        "It sounds like you are going through", "It's okay to feel", "It is okay to feel", "You're not alone",
        "You are not alone", "I'm here for you", "I am here for you", "I'm here to", "Thank you for sharing",
    )
)  # fmt: skip
"""What no reply opens with (VOICE, rule 6); where more follows it is left out."""

UNFINISHED = (",", ":", ";", "-", "–", "—", "(")
"""What ends so leads on to more, and the reply may stop behind it: a line that was broken, or the head of a list."""

_QUESTION = re.compile(r"\?[\"'”’)\]]*$")


class Cutter:
    """Cuts text that comes in pieces; however it is cut up, the sentences are those of the whole text."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, piece: str) -> tuple[str, ...]:
        """The sentences that are whole now. The last one may still grow and waits."""
        self._rest += piece
        *whole, last = split_sentences(self._rest) or ("",)
        if not whole:
            return ()
        self._rest = self._rest[self._rest.rindex(last) :]
        return tuple(whole)

    def end(self) -> tuple[str, ...]:
        """What is left when nothing more comes."""
        left, self._rest = split_sentences(self._rest), ""
        return left


@dataclass(frozen=True, slots=True)
class Length:
    """How long a reply may become."""

    sentences: int
    words: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A sentence that may not be shown, and why."""

    sentence: str
    review: Review


Taken = Literal["shown", "waiting", "left_out", "enough"] | Rejected
"""What became of a sentence. `enough`: the reply is as long as it may be, and this was not needed any more."""


class SentenceGate:
    """Lets a reply out sentence by sentence.

    At every moment what was let out is a reply that passed the whole review: wherever it stops, it may stop there.
    `said` are the keys of sentences that are not said again.
    """

    def __init__(self, review: ReviewAll, said: frozenset[str], length: Length, out: Callable[[str], None]) -> None:
        self._review, self._said, self._length, self._out = review, set(said), length, out
        self.shown: list[str] = []
        self._waiting: list[str] = []

    @property
    def asked(self) -> bool:
        """Whether a question was let out, or waits to be."""
        return any(_QUESTION.search(sentence) for sentence in (*self.shown, *self._waiting))

    @property
    def full(self) -> bool:
        """Whether nothing more fits."""
        so_far = (*self.shown, *self._waiting)
        return len(so_far) >= self._length.sentences or _words(so_far) >= self._length.words

    def take(self, sentence: str) -> Taken:
        """One more sentence. It leaves at once, with those that waited, if all together pass."""
        so_far = (*self.shown, *self._waiting)
        if self.full or (so_far and _words((*so_far, sentence)) > self._length.words + 8):
            return "enough"
        if not self._wanted(sentence):
            return "left_out"
        review = self._review((*so_far, sentence))
        if review.verdict == "ok":
            self._let_out((*self._waiting, sentence))
            return "shown"
        if review.reviewed and {violation.name for violation in review.violations} <= WAITS:
            self._waiting.append(sentence)
            return "waiting"
        return Rejected(sentence, review)

    def rehearsal(self) -> SentenceGate:
        """A gate in the same place, through which nothing leaves."""
        trial = SentenceGate(self._review, frozenset(self._said), self._length, _nowhere)
        trial.shown = list(self.shown)
        return trial

    def give_up(self) -> tuple[str, ...]:
        """Takes back what still waits: it never was a reply that may be shown."""
        waited, self._waiting = tuple(self._waiting), []
        return waited

    def _wanted(self, sentence: str) -> bool:
        key = sentence_key(sentence)
        if not key or key in self._said or sentence.rstrip().endswith(UNFINISHED):
            return False
        if not self.shown and not self._waiting and key.startswith(STOCK):
            return False
        return not (_QUESTION.search(sentence) and self.asked)

    def _let_out(self, sentences: Sequence[str]) -> None:
        self._waiting = []
        for sentence in sentences:
            self._said.add(sentence_key(sentence))
            self.shown.append(sentence)
            self._out(sentence)


def _nowhere(sentence: str) -> None:
    del sentence


def _words(sentences: Sequence[str]) -> int:
    return sum(len(sentence.split()) for sentence in sentences)
