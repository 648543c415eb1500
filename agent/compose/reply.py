"""A reply being put together from phrases: fresh sentences, one question, one saying-back, within its length."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace

from ...prompts.sentences import sentence_key
from ...strategies.catalogue import Strategy
from ...strategies.skills.card import MOST_SENTENCES
from .bank import Bank, Group, Part, Phrase, Scene
from .brief import Brief, Draft
from .cards import CardWords, is_offer
from .register import budget, length_of
from .wanted import ANCHORS, about_their_words, anything, for_telling

_PLAINEST: tuple[Strategy, ...] = (
    "Restatement or Paraphrasing",
    "Reflection of feelings",
    "Affirmation and Reassurance",
    "Question",
    "Others",
)


class Reply:
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
        wanted: Callable[[Group], bool] = anything,
        own: bool = True,
    ) -> bool:
        """Adds the best phrase not yet said, widening the fit step by step; False where none is left.

        `own` phrases carry out the plan: they count as their strategy and may exceed the words allowed
        rather than be left out.
        """
        for widen in (0, 1, 2):
            for phrase in self.bank.candidates(self.scene, strategy, part, widen, self.chance, wanted):
                if self._may(phrase, strict=widen < 2) and self._take_some_form(phrase, own, fresh=widen < 2):
                    self._count(strategy or phrase.strategy, own and (strategy is not None or part == "core"))
                    return True
        strict = self.scene.judge is not None and self.scene.judge.strict
        return own and strategy is not None and not strict and self._bridge(strategy, wanted)

    def add_about(self, strategy: Strategy, wanted: Callable[[Group], bool] = about_their_words) -> bool:
        """Adds a phrase for the very thing they named, where there is one."""
        for phrase in self.bank.candidates(self.scene, strategy, "core", 1, self.chance, wanted):
            if self._may(phrase, strict=True) and self._take_some_form(phrase, own=True, fresh=True):
                self._count(strategy, own=True)
                return True
        return False

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

    def settle(self, strategy: Strategy) -> None:
        """Sees to it that something carries the reply: what passes best, else the planned strategy in any words."""
        if not self.used:
            self._make_do()
        if not self.sentences:
            self.insist(strategy)

    def _make_do(self) -> None:
        """Where no line of the plan would pass: the likeliest of the strategies that need the least."""
        if self.scene.judge is None:
            return
        self.scene = replace(self.scene, judge=self.scene.judge.lenient)
        best = [
            (self._worth(strategy), strategy) for strategy in _PLAINEST if not (strategy == "Question" and self.asked)
        ]
        for _, strategy in sorted(best, key=lambda entry: -entry[0]):
            if self.add(strategy, "core", wanted=for_telling):
                return

    def _worth(self, strategy: Strategy) -> float:
        """The mark to be expected of what the strategy would say."""
        judge = self.scene.judge
        for phrase in self.bank.candidates(self.scene, strategy, "core", 1, self.chance, for_telling):
            if judge and self._may(phrase, strict=True):
                return judge.known(phrase)
        return 0.0

    def insist(self, strategy: Strategy) -> None:
        """Something must be said: the plan's own words behind a bridge, else the last resort."""
        if self.scene.judge:
            self.scene = replace(self.scene, judge=self.scene.judge.lenient)
        if self._bridge(strategy, for_telling) or self._bridge("Reflection of feelings", for_telling):
            return
        for phrase in self.bank.candidates(self.scene, "Others", "last", 2, self.chance, anything):
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
        anchors = phrase.slots & ANCHORS
        if anchors and self.anchored:
            return False
        if anchors and strict:
            frame = phrase.frame()
            return len(frame) < 12 or not any(frame in key for key in self.said)
        return True

    def _take_some_form(self, phrase: Phrase, own: bool, fresh: bool) -> bool:
        """Adds the phrase in one of its forms; `fresh` refuses it when another form of it was said before."""
        forms = phrase.forms
        if len(forms) > 1:
            rendered = [phrase.render(self.scene.slots, form) for form in forms]
            if fresh and any(sentence_key(form[-1]) in self.said for form in rendered):
                return False
            self.chance.shuffle(rendered)
            return any(self._take(phrase, form, own) for form in rendered)
        return self._take(phrase, phrase.render(self.scene.slots), own)

    def _take(self, phrase: Phrase, sentences: Iterable[str], own: bool) -> bool:
        """Adds the sentences unless one was said before or there is no room for them."""
        fresh = list(sentences)
        keys = [sentence_key(sentence) for sentence in fresh]
        if not all(keys) or not self.said.isdisjoint(keys):
            return False
        words = sum(len(sentence.split()) for sentence in (*self.sentences, *fresh))
        crowded = len(self.sentences) + len(fresh) > self.most_sentences or words > self.most_words
        if crowded and (not own or len(self.used) > 0 or len(self.sentences) + len(fresh) > self.most_sentences + 1):
            return False
        self.sentences += fresh
        self.said.update(keys)
        self.phrases.append(phrase.id)
        self.asked = self.asked or phrase.asks
        self.anchored = self.anchored or bool(phrase.slots & ANCHORS)
        return True

    def _bridge(self, strategy: Strategy, wanted: Callable[[Group], bool]) -> bool:
        """An earlier phrase behind a few new words, when all else has been said."""
        if strategy == "Question" and self.asked:
            return False
        part: Part = "bridge_question" if strategy == "Question" else "bridge"
        leads = list(self.bank.candidates(self.scene, "Others", part, 2, self.chance, anything))
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
