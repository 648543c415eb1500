"""Signs that only a whole reply shows: risk passed over, a bare refusal, a door closed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .reply_text import Sentence
from .risk import Level, rank


@dataclass(frozen=True, slots=True)
class ReplySigns:
    """The expressions of the pattern file's `signs`, all matched against folded text.

    `young` and `leaving` and `reliance` are looked for in what the person said, the others in the reply.
    """

    addresses_risk: re.Pattern[str]
    passes_by: re.Pattern[str]
    reliance: re.Pattern[str]
    refusal: re.Pattern[str]
    filler: re.Pattern[str]
    stays: re.Pattern[str]
    farewell: re.Pattern[str]
    leaving: re.Pattern[str]
    young: re.Pattern[str]

    def asks_for_care(self, heard: str, level: Level) -> bool:
        """Whether the danger is such that a reply must not pass over it.

        Where the person spoke only of their tie to the program and the level is elevated, nothing need be named.
        """
        if rank(level) < rank("elevated"):
            return False
        return level != "elevated" or self.reliance.search(heard) is None

    def passes_over_risk(self, sentences: Sequence[Sentence], heard: str, level: Level) -> bool:
        """Whether a reply at elevated or above neither names the danger, asks about safety nor offers a person.

        At elevated it must also sound like passing over: cheer, small talk, a tip, a general truth.
        """
        if not self.asks_for_care(heard, level):
            return False
        if any(self.addresses_risk.search(sentence.folded) for sentence in sentences):
            return False
        return level != "elevated" or any(self.passes_by.search(sentence.folded) for sentence in sentences)

    def refuses_barely(self, sentences: Sequence[Sentence]) -> str | None:
        """The refusing sentence of a reply that holds nothing beside refusal, apology and referral.

        A sentence that stays, or asks, or says at least five words of its own about the person is enough
        for the refusal not to be bare.
        """
        refusing = [sentence for sentence in sentences if self.refusal.search(sentence.folded)]
        if not refusing:
            return None
        rest = [sentence for sentence in sentences if sentence not in refusing]
        if any(self.stays.search(self.refusal.sub("", sentence.folded)) for sentence in sentences):
            return None
        own = [s for s in rest if not self.filler.search(s.folded) and len(s.folded.split()) >= 5]
        own += [s for s in rest if s.folded.endswith("?") and not self.filler.search(s.folded)]
        return None if own else refusing[0].text

    def closes_the_door(self, sentences: Sequence[Sentence], heard: str, level: Level) -> str | None:
        """A farewell said to someone in danger: at elevated unless they are leaving, from high up always.

        A reply that stays or asks something is no closed door.
        """
        if rank(level) < rank("elevated"):
            return None
        farewell = next((s for s in sentences if self.farewell.search(s.folded)), None)
        if farewell is None or any(s.folded.endswith("?") or self.stays.search(s.folded) for s in sentences):
            return None
        return None if level == "elevated" and self.leaving.search(heard) else farewell.text
