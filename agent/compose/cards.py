"""Skill cards in the composer's hands: their words for one reply, and what those leave open for the next."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ...prompts.sentences import sentence_key, split_sentences
from ...strategies.catalogue import Strategy
from ...strategies.plan import PlanStep
from ...strategies.skills.card import SLOT, SkillCard
from ...strategies.skills.library import open_library
from .bank import After, Phrase

SPOKEN: frozenset[Strategy] = frozenset({"Providing Suggestions", "Information"})
"""Strategies that say what their card says; for the others a card names the way, and the bank has the words."""

MARK = "skill:"
"""What the ids of phrases from a card begin with."""

_THING = SLOT.strip("{}")
_YES_OR_NO = re.compile(
    r"(?:^|[:,] )(?:what if|would|could|shall|should|might|may i|do you|can you|is it|is there|are there)\b.*\?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CardWords:
    """What one card may say this turn, each line a whole way of saying it."""

    id: str
    strategy: Strategy
    lines: tuple[str, ...]
    under_way: bool
    """The lines are a step of a skill that was taken up."""
    asks_leave: bool
    """The card itself asks whether any idea is wanted, and gives none."""
    offers: bool
    """The lines ask whether it is wanted before anything is done."""

    def phrases(self, thing: str | None, chance: random.Random) -> Iterator[Phrase]:
        """The lines in an order of chance; those about `thing` (a noun phrase, "your thesis") where there is one."""
        for line in chance.sample(self.lines, len(self.lines)):
            slots = frozenset({_THING} if SLOT in line else ())
            if thing or not slots:
                yield Phrase(f"{MARK}{self.id}", line, slots, "?" in line)


def cards_of(steps: Sequence[PlanStep]) -> tuple[CardWords, ...]:
    """The words of the cards planned, where they are to be said."""
    found = ((step, open_library().named(step.skill)) for step in steps if step.skill)
    return tuple(
        _words(card, step.skill_step)
        for step, card in found
        if card is not None and (card.strategy in SPOKEN or step.skill_step is not None)
    )


def skills_in(phrases: Sequence[str]) -> tuple[str, ...]:
    """Ids of the cards among the phrases of a draft."""
    return tuple(phrase.removeprefix(MARK) for phrase in phrases if phrase.startswith(MARK))


def is_offer(line: str) -> bool:
    """Whether the line ends by asking something that a yes or a no answers."""
    return _YES_OR_NO.search(split_sentences(line)[-1]) is not None


def is_finished(last_reply: str) -> bool:
    """Whether the reply said the last step of a skill."""
    return not _endings().isdisjoint(sentence_key(sentence) for sentence in split_sentences(last_reply)[-1:])


@cache
def _endings() -> frozenset[str]:
    lines = (line for card in open_library().cards if card.steps for line in card.steps[-1].say)
    return frozenset(sentence_key(split_sentences(line)[-1]) for line in lines)


def left_open(sentence: str) -> After | None:
    """What the last sentence of a reply is, if it comes from a card that suggests: an offer or a suggestion."""
    fixed, framed = _closings()
    key = sentence_key(sentence)
    by_frame = (kind for head, foot, kind in framed if key.startswith(head) and key.endswith(foot))
    return fixed.get(key) or next(by_frame, None)


def _words(card: SkillCard, step: int | None) -> CardWords:
    lines = card.wording if step is None else card.steps[step].say
    return CardWords(card.id, card.strategy, lines, step is not None, _asks_leave(card), _offers(card))


def _asks_leave(card: SkillCard) -> bool:
    return card.strategy == "Providing Suggestions" and card.always_there


def _offers(card: SkillCard) -> bool:
    return bool(card.steps) or _asks_leave(card)


@cache
def _closings() -> tuple[dict[str, After], tuple[tuple[str, str, After], ...]]:
    """By key, and for lines about a thing by the keys of what stands before and after it."""
    fixed: dict[str, After] = {}
    framed: list[tuple[str, str, After]] = []
    for card in open_library().for_strategy("Providing Suggestions"):
        kind: After = "offer" if _offers(card) else "suggestion"
        for line in card.wording:
            last = split_sentences(line)[-1]
            head, slot, foot = last.partition(SLOT)
            if not is_offer(line):
                continue
            if slot:
                framed.append((sentence_key(head), sentence_key(foot), kind))
            else:
                fixed[sentence_key(last)] = kind
    return fixed, tuple(framed)
