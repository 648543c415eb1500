"""The offline composer: a plan becomes a short reply, in other words every time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from ...prompts.sentences import sentence_key
from ...strategies.catalogue import Strategy
from ..emotion.reading import POSITIVE
from .acts import Act
from .bank import Bank, Group, Part, Phrase, Scene, load
from .brief import Brief, Draft
from .register import CLOSED, act_of, budget, length_of
from .scene import read_scene

_ANCHORS = frozenset({"you", "You", "quote", "label", "cause", "Cause", "memory", "thread"})
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
        plan = _plan(brief, scene)
        if scene.act is not None and not _carries_on(scene, plan):
            left_out = _NOT_AFTER_A_WORD.get(scene.act, ("Others",))
            rest = tuple(strategy for strategy in plan if strategy not in left_out)
            rest = () if scene.act in _NOT_AFTER_A_WORD and scene.family in POSITIVE else rest
            reply.add("Others", "core", wanted=_for_act, own="Others" in plan or not rest)
            plan = rest
        elif plan[0] not in _BY_ITSELF:
            self._open(reply, chance)
        elif plan[0] != "Restatement or Paraphrasing" and reply.most_sentences > 2 and chance.random() < 0.6:
            reply.add(None, "open", wanted=_in_their_words, own=False)
        for strategy in plan:
            self._realise(reply, strategy, scene)
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

    def _realise(self, reply: _Reply, strategy: Strategy, scene: Scene) -> None:
        if reply.full and reply.used:
            return
        if strategy == "Question" and scene.act is not None:
            reply.add(strategy, "core", wanted=_for_act)
        elif strategy == "Providing Suggestions" and _only_offers(scene):
            reply.add(strategy, "offer")
        else:
            reply.add(strategy, "core", wanted=_for_telling)


def _only_offers(scene: Scene) -> bool:
    """No advice while exploring, unless they asked for it or just said yes to an offer."""
    invited = scene.act == "asks_advice" or (scene.act == "yes" and scene.after == "offer")
    return scene.stage == "exploration" and not invited and scene.family not in POSITIVE


def _carries_on(scene: Scene, plan: tuple[Strategy, ...]) -> bool:
    """A yes to an offer is answered with the thing offered, without more ado."""
    return scene.act == "yes" and scene.after == "offer" and plan[0] == "Providing Suggestions"


_NOTHING_TO_SAY_IT_OF: tuple[Strategy, ...] = (
    "Others",
    "Information",
    "Self-disclosure",
    "Restatement or Paraphrasing",
    "Reflection of feelings",
    "Providing Suggestions",
)
_NOT_AFTER_A_WORD: dict[Act, tuple[Strategy, ...]] = dict.fromkeys(
    ("yes", "no", "ok", "dunno", "never_mind", "sorry", "refuses", "cant", "nothing_helps", "tried"),
    _NOTHING_TO_SAY_IT_OF,
)
"""What would be a guess about someone who has said only a word or two of answer."""
_PAUSES: frozenset[Act] = frozenset({"refuses", "cant", "nothing_helps", "no", "ok", "dunno", "never_mind", "sorry"})


_UNFIT_FOR_PLAIN_NEWS: tuple[Strategy, ...] = ("Providing Suggestions", "Self-disclosure", "Information")
"""What others feel or do says nothing to someone who has not said what they feel."""


def _plan(brief: Brief, scene: Scene) -> tuple[Strategy, ...]:
    """The planned strategies, less what the person has declined; an accepted or requested idea comes first."""
    plan: tuple[Strategy, ...] = tuple(dict.fromkeys(brief.strategies)) or ("Reflection of feelings",)
    asked = scene.act == "asks_advice" or (scene.act == "yes" and scene.after == "offer")
    if asked and not scene.soft:
        return ("Providing Suggestions", *(s for s in plan if s not in ("Providing Suggestions", "Question")))[:2]
    if scene.act in _PAUSES or scene.family == "neutral" or scene.lately or _listens_only(brief.earlier):
        unfit = _UNFIT_FOR_PLAIN_NEWS if scene.family == "neutral" else ("Providing Suggestions",)
        plan = tuple(strategy for strategy in plan if strategy not in unfit)
        return plan or (("Question",) if scene.family == "neutral" else ("Affirmation and Reassurance",))
    return plan


def _listens_only(earlier: tuple[str, ...]) -> bool:
    """Whether they asked for no advice, and have not asked for any since."""
    for message in reversed(earlier):
        if (act := act_of(message)) in ("refuses", "asks_advice"):
            return act == "refuses"
    return False


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
