"""The offline composer: a plan becomes a short reply, in other words every time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from ...prompts.sentences import sentence_key
from ...strategies.catalogue import Strategy
from ...strategies.skills.card import MOST_SENTENCES
from ..emotion.reading import POSITIVE
from .agenda import NOT_AFTER_A_WORD, PAUSES, carries_on, gives_one, has_place, only_offers, standing_plan
from .bank import Bank, Group, Part, Phrase, Scene, load
from .brief import Brief, Draft
from .cards import CardWords, is_offer
from .register import CLOSED, budget, length_of
from .scene import read_scene

_ANCHORS = frozenset({"you", "You", "quote", "label", "cause", "Cause", "memory", "thread", "thing"})
_BY_ITSELF: frozenset[Strategy] = frozenset(
    {"Restatement or Paraphrasing", "Reflection of feelings", "Affirmation and Reassurance"}
)
"""Strategies whose own sentence already meets the person; the others are led up to."""


_READ_AT_MOST = 2000
"""Letters read from either end of a message: nobody's point stands only in the middle of a longer one."""


def _excerpt(text: str) -> str:
    if len(text) <= 2 * _READ_AT_MOST:
        return text
    return f"{text[:_READ_AT_MOST].rpartition(' ')[0]}\n{text[-_READ_AT_MOST:].partition(' ')[2]}"


def _all(_group: Group) -> bool:
    return True


def _in_their_words(group: Group) -> bool:
    return any(phrase.slots & _ANCHORS for phrase in group.phrases)


def _for_act(group: Group) -> bool:
    return bool(group.acts)


def _for_telling(group: Group) -> bool:
    return not group.acts


class OfflineComposer:
    """Writes replies from the phrase bank. Without state: the same brief gives the same draft."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank

    @classmethod
    def load(cls, folder: Path | None = None) -> OfflineComposer:
        """With the bank under `folder`, or the one that ships."""
        return cls(load(folder))

    def compose(self, brief: Brief) -> Draft:
        """A reply for the brief: one to four fresh sentences, one question at most. No text makes it raise."""
        brief = replace(brief, text=_excerpt(brief.text), earlier=tuple(_excerpt(text) for text in brief.earlier[-12:]))
        chance = random.Random(f"{brief.seed}:{brief.turn}:{brief.text[:500]}")
        scene = read_scene(brief, self.bank, chance)
        reply = _Reply(self.bank, scene, brief, chance)
        if scene.act in CLOSED or (scene.act is not None and scene.after == "direct"):
            reply.add("Others", "core", wanted=_for_act)
            return reply.draft()
        plan = standing_plan(brief, scene)
        if _goes_on(reply, scene, brief.cards):
            return reply.draft()
        if scene.act == "asks_advice" and not gives_one(brief.cards, plan):
            self._open(reply, chance)
        elif scene.act is not None and not carries_on(scene, plan):
            left_out = NOT_AFTER_A_WORD.get(scene.act, ("Others",))
            rest = tuple(strategy for strategy in plan if strategy not in left_out)
            rest = () if scene.act in NOT_AFTER_A_WORD and scene.family in POSITIVE else rest
            reply.add("Others", "core", wanted=_for_act, own="Others" in plan or not rest)
            plan = rest
        elif plan[0] not in _BY_ITSELF:
            self._open(reply, chance)
        elif plan[0] != "Restatement or Paraphrasing" and reply.most_sentences > 2 and chance.random() < 0.6:
            reply.add(None, "open", wanted=_in_their_words, own=False)
        for strategy in plan:
            self._realise(reply, strategy, scene, brief.cards)
        if not reply.sentences:
            reply.insist(brief.strategies[0])
        if len(reply.sentences) == 1 and not reply.asked and scene.act is None and chance.random() < 0.5:
            reply.add("Others", "tail", own=False)
        return reply.draft()

    def _open(self, reply: _Reply, chance: random.Random) -> None:
        """An acknowledgment, in their own words where that is possible; two where there is room."""
        if reply.most_sentences < 2:
            return
        reply.add(None, "open", own=False)
        if reply.most_sentences >= 4 and chance.random() < 0.7:
            reply.add("Reflection of feelings", "open", own=False)

    def _realise(self, reply: _Reply, strategy: Strategy, scene: Scene, cards: tuple[CardWords, ...]) -> None:
        if reply.full and reply.used:
            return
        card = next((card for card in cards if card.strategy == strategy and has_place(card, scene)), None)
        if card is not None and reply.speak(card, offering=only_offers(scene)):
            return
        if strategy == "Question" and scene.act is not None:
            reply.add(strategy, "core", wanted=_for_act)
        elif strategy == "Providing Suggestions" and only_offers(scene):
            reply.add(strategy, "offer")
        else:
            reply.add(strategy, "core", wanted=_for_telling)


def _goes_on(reply: _Reply, scene: Scene, cards: tuple[CardWords, ...]) -> bool:
    """Takes the next step of a skill under way, unless what they said is no answer to the one before."""
    going = next((card for card in cards if card.under_way), None)
    return going is not None and scene.act not in PAUSES - {"ok"} and reply.speak(going)


class _Reply:
    """A reply under construction: what it holds and what may still be added."""

    def __init__(self, bank: Bank, scene: Scene, brief: Brief, chance: random.Random) -> None:
        self.bank, self.scene, self.chance = bank, scene, chance
        self.most_sentences, self.most_words = budget(length_of(brief.text))
        self.said = set(brief.said)
        self.sentences: list[str] = []
        self.used: list[Strategy] = []
        self.phrases: list[str] = []
        self.asked = False
        self.anchored = False

    @property
    def full(self) -> bool:
        """Whether the sentences allowed are used up."""
        return len(self.sentences) >= self.most_sentences

    def add(
        self,
        strategy: Strategy | None,
        part: Part,
        wanted: Callable[[Group], bool] = _all,
        own: bool = True,
    ) -> bool:
        """Adds the best phrase not yet said, widening the fit step by step; False where none is left.

        `own` phrases carry out the plan: they count as their strategy and may exceed the words allowed
        rather than be left out.
        """
        for widen in (0, 1, 2):
            for phrase in self.bank.candidates(self.scene, strategy, part, widen, self.chance, wanted):
                if self._may(phrase, strict=widen < 2) and self._take(phrase, phrase.render(self.scene.slots), own):
                    self._count(strategy, own)
                    return True
        return own and strategy is not None and self._bridge(strategy, wanted)

    def speak(self, card: CardWords, offering: bool = False) -> bool:
        """Says what the card says, in a line that fits, else in one a little longer; False where none is left."""
        lines = [
            phrase
            for phrase in card.phrases(self.scene.slots.get("thing"), self.chance)
            if self._may(phrase, strict=True) and not (offering and not is_offer(phrase.text))
        ]
        if card.under_way:
            self.most_sentences = max(self.most_sentences, MOST_SENTENCES)
        for own in (False, True):
            for phrase in lines:
                if self._take(phrase, phrase.render(self.scene.slots), own):
                    self._count(card.strategy, own=True)
                    return True
        return False

    def insist(self, strategy: Strategy) -> None:
        """Something must be said: the plan's own words behind a bridge, else the last resort."""
        if self._bridge(strategy, _for_telling) or self._bridge("Reflection of feelings", _for_telling):
            return
        for phrase in self.bank.candidates(self.scene, "Others", "last", 2, self.chance, _all):
            self._take(phrase, phrase.render(self.scene.slots), own=True)
            return

    def draft(self) -> Draft:
        """What has been put together."""
        if not self.sentences:
            self.insist("Others")
        return Draft(tuple(self.sentences), tuple(self.used) or ("Others",), tuple(self.phrases))

    def _count(self, strategy: Strategy | None, own: bool) -> None:
        if own and strategy is not None and strategy not in self.used:
            self.used.append(strategy)

    def _may(self, phrase: Phrase, *, strict: bool) -> bool:
        """One question a reply, one anchor a reply, no frame twice."""
        if phrase.asks and self.asked:
            return False
        anchors = phrase.slots & _ANCHORS
        if anchors and self.anchored:
            return False
        if anchors and strict:
            frame = phrase.frame()
            return len(frame) < 12 or not any(frame in key for key in self.said)
        return True

    def _take(self, phrase: Phrase, sentences: Iterable[str], own: bool) -> bool:
        """Adds the sentences unless one was said before or there is no room for them."""
        fresh = list(sentences)
        keys = [sentence_key(sentence) for sentence in fresh]
        if not all(keys) or not self.said.isdisjoint(keys):
            return False
        words = sum(len(sentence.split()) for sentence in (*self.sentences, *fresh))
        crowded = len(self.sentences) + len(fresh) > self.most_sentences or words > self.most_words
        if crowded and (not own or len(self.used) > 0 or len(fresh) > 2):
            return False
        self.sentences += fresh
        self.said.update(keys)
        self.phrases.append(phrase.id)
        self.asked = self.asked or phrase.asks
        self.anchored = self.anchored or bool(phrase.slots & _ANCHORS)
        return True

    def _bridge(self, strategy: Strategy, wanted: Callable[[Group], bool]) -> bool:
        """An earlier phrase behind a few new words, when all else has been said."""
        if strategy == "Question" and self.asked:
            return False
        part: Part = "bridge_question" if strategy == "Question" else "bridge"
        leads = list(self.bank.candidates(self.scene, "Others", part, 2, self.chance, _all))
        cores = [
            phrase
            for phrase in self.bank.candidates(self.scene, strategy, "core", 2, self.chance, wanted)
            if not phrase.slots and not (phrase.asks and strategy != "Question" and self.asked)
        ]
        for core in cores:
            first, *rest = core.render({})
            if rest:
                continue
            for lead in leads:
                joined = f"{lead.text} {_inner(first)}"
                if self._take(core, [joined], own=True):
                    self._count(strategy, own=True)
                    return True
        return False


def _inner(sentence: str) -> str:
    """The sentence as it stands after a colon."""
    return sentence if sentence.startswith(("I ", "I'", '"')) else sentence[:1].lower() + sentence[1:]
