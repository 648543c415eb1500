"""A model's reply, as far as it may be shown: streamed through the gate, written on once, and told how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Literal

from ..prompts.port import ChatFailure, ChatMessage, ChatReply
from .gate import Cutter, Rejected, SentenceGate
from .llm.voice import ModelTurn
from .telling import DANGER_MARK, again

Ending = Literal["said", "declined", "alarmed", "rejected", "failed"]
"""`said`: a whole reply was let out. `declined`: the model refuses. `alarmed`: it sees a danger that nobody else saw.
`rejected`: what it wrote may not be shown. `failed`: it broke off or never began."""

_STOPS = (".", "!", "?", "…", '"', "'", "”", "’", ")")


@dataclass(frozen=True, slots=True)
class Spoken:
    """How a reply ended; what was let out stands in the gate. `cause` is for the trace."""

    ending: Ending
    cause: str = ""
    rejected: tuple[Rejected, ...] = ()


@dataclass(slots=True)
class Speaker:
    """Asks the model of one turn for a reply, and at most `rewrites` times to write on after a rejected sentence."""

    turn: ModelTurn
    gate: SentenceGate
    rewrites: int = 1
    _rejected: list[Rejected] = field(default_factory=list)

    def speak(self, messages: Sequence[ChatMessage]) -> Spoken:
        """Never raises for what the model does."""
        asked = list(messages)
        for left in range(self.rewrites, -1, -1):
            heard = self._listen(asked)
            if not isinstance(heard, Rejected):
                return Spoken(heard.ending, heard.cause, tuple(self._rejected))
            self._rejected.append(heard)
            self.gate.give_up()
            names = ", ".join(heard.review.names) or "could not be reviewed"
            if "bare_refusal" in heard.review.names and not self.gate.shown:
                return Spoken("declined", "a bare refusal", tuple(self._rejected))
            if not left or heard.review.verdict == "block":
                return Spoken("rejected", names, tuple(self._rejected))
            asked = again(messages, self.gate.shown, heard.sentence, names.replace("_", " "))
        raise AssertionError("unreachable")

    def _listen(self, messages: Sequence[ChatMessage]) -> Spoken | Rejected:
        """One stream, from its first word to its end or to the first sentence that may not be shown."""
        cutter = Cutter()
        last: ChatReply | ChatFailure = ChatFailure("unreadable", "a stream without an end")
        with closing(self.turn.stream(messages)) as items:  # type: ignore[type-var]
            for item in items:
                if not isinstance(item, str):
                    last = item
                    break
                taken = self._take(cutter.feed(item))
                if taken is not None:
                    return taken
        taken = self._take(_whole(cutter.end(), last))
        if taken is not None:
            return taken
        waited = self.gate.give_up()
        if isinstance(last, ChatFailure):
            ending: Ending = "declined" if last.kind == "refused" else "failed"
            return Spoken(ending, f"{last.kind}: {last.detail}" if last.detail else last.kind)
        if waited:
            return Spoken("rejected", "risk_ignored")
        if last.ending == "filtered":
            return Spoken("declined", "stopped by the endpoint's content filter")
        return Spoken("said") if self.gate.shown else Spoken("failed", "empty: nothing new was said")

    def _take(self, sentences: Sequence[str]) -> Spoken | Rejected | None:
        for sentence in sentences:
            if DANGER_MARK in sentence.casefold():
                return Spoken("alarmed", f"{self.turn.asked.name} sees a danger")
            taken = self.gate.take(sentence)
            if isinstance(taken, Rejected):
                return taken
            if taken == "enough":
                return Spoken("said", "it was long enough")
        return None


def _whole(left: Sequence[str], last: ChatReply | ChatFailure) -> Sequence[str]:
    """What is left of a text, without a sentence that broke off."""
    broke_off = isinstance(last, ChatFailure) or last.ending != "complete"
    return left[:-1] if left and broke_off and not left[-1].rstrip().endswith(_STOPS) else left
