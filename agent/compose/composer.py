"""The offline composer: a plan becomes a short reply, in other words every time."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from ...safety.risk import rank
from ...strategies.catalogue import Strategy
from ..emotion.reading import POSITIVE
from .acts import Act
from .agenda import NOT_AFTER_A_WORD, PAUSES, carries_on, gives_one, has_place, only_offers, standing_plan
from .bank import Bank, Scene
from .brief import Brief, Draft
from .cards import CardWords
from .correction import Correction, correction_in, put_right
from .examples import Examples
from .fitness import Fitness, moment_of
from .moves import MOVES
from .register import CLOSED, length_of
from .reply import Reply
from .scene import after_of, read_scene
from .sheets import load
from .wanted import (
    ASKING_FOR_IDEAS,
    GOING_ALONG,
    answering,
    at_the_end,
    for_act,
    for_telling,
    grounded,
    in_their_words,
)

_BY_ITSELF: frozenset[Strategy] = frozenset(
    {"Restatement or Paraphrasing", "Reflection of feelings", "Affirmation and Reassurance"}
)
"""Strategies whose own sentence already meets the person; the others are led up to."""


_OF_SOMETHING_SAID: frozenset[Strategy] = frozenset({"Restatement or Paraphrasing", "Self-disclosure"})
"""Strategies that are empty where nothing was told that they could be about."""
_LED_UP_TO = 0.85
"""How often an affirmation or a reflection is led up to in their own words, where there is room."""
_FELT = 3
"""Intensity from which a feeling is named after their own words."""
_FELT_AFTER, _ROOM_AFTER = 0.6, 0.06
_A_BARE_QUESTION = 12
"""Words up to which a request for ideas tells nothing beside it."""
_READ_AT_MOST = 2000
"""Letters read from either end of a message: nobody's point stands only in the middle of a longer one."""


def _excerpt(text: str) -> str:
    if len(text) <= 2 * _READ_AT_MOST:
        return text
    return f"{text[:_READ_AT_MOST].rpartition(' ')[0]}\n{text[-_READ_AT_MOST:].partition(' ')[2]}"


def _talk(brief: Brief) -> str:
    """What chance goes by beside the seed: the whole talk, so that two people who say the same are answered apart."""
    return "\n".join((*(text[:120] for text in brief.earlier), brief.text[:500]))


class OfflineComposer:
    """Writes replies from the phrase bank. Without state: the same brief gives the same draft."""

    def __init__(self, bank: Bank, examples: Examples | None = None, fitness: Fitness | None = None) -> None:
        self.bank, self.examples, self.fitness = bank, examples, fitness

    @classmethod
    def load(cls, folder: Path | None = None) -> OfflineComposer:
        """With the bank under `folder`, or the one that ships."""
        bank = load(folder)
        return cls(bank, Examples.load(bank), Fitness.load_or_none())

    def compose(self, brief: Brief) -> Draft:
        """A reply for the brief: one to four fresh sentences, one question at most. No text makes it raise."""
        brief = replace(brief, text=_excerpt(brief.text), earlier=tuple(_excerpt(text) for text in brief.earlier[-12:]))
        chance = random.Random(f"{brief.seed}:{brief.turn}:{_talk(brief)}")
        near = self.examples.near(brief.vector) if self.examples is not None else {}
        heard = correction_in(brief.text, brief.last_reply, brief.earlier) if _may_err(brief, self.bank) else None
        if heard is not None:
            return self._amend(brief, heard, chance)
        scene = self._judged(read_scene(brief, self.bank, chance, near), brief)
        reply = Reply(self.bank, scene, brief, chance)
        if scene.act in CLOSED or (scene.act is not None and scene.after == "direct"):
            reply.add(None, "core", wanted=answering)
        elif not _goes_on(reply, scene, brief.cards) and not _ends(reply, scene):
            self._follow(reply, standing_plan(brief, scene), brief)
        return reply.draft()

    def _judged(self, scene: Scene, brief: Brief) -> Scene:
        """With the learned opinion of lines; nothing was learned of people at risk, for whom authored order stands."""
        if self.fitness is None or scene.soft:
            return scene
        judge = self.fitness.at(moment_of(brief.text, scene, brief.certainty))
        return replace(scene, judge=judge.lenient if _invited(scene) else judge)

    def _amend(self, brief: Brief, heard: Correction, chance: random.Random) -> Draft:
        """Owns the mistake in half a line, then answers the rest of the message, or asks for it once."""
        left = put_right(brief, heard)
        scene = self._judged(read_scene(left, self.bank, chance), left)
        if left is brief:
            act = scene.act if scene.act in ("anger_at_me", "asks_meaning") else "misheard"
            reply = Reply(self.bank, replace(scene, act=act), brief, chance)
            reply.add(None, "core", wanted=answering)
            return reply.draft()
        scene = replace(scene, act=None) if scene.act == "brief" else scene
        reply = Reply(self.bank, scene, brief, chance)
        reply.most_sentences += 1
        reply.add("Others", "amends", own=False)
        if scene.act in CLOSED:
            reply.add(None, "core", wanted=answering)
        else:
            self._follow(reply, standing_plan(left, scene), left)
        return reply.draft()

    def _follow(self, reply: Reply, plan: tuple[Strategy, ...], brief: Brief) -> None:
        """Carries out the plan, after what has to come first."""
        scene = reply.scene
        if scene.act in ASKING_FOR_IDEAS and not gives_one(brief.cards, plan):
            if length_of(brief.text) > _A_BARE_QUESTION:
                self._open(reply)
        elif scene.act is not None and not carries_on(scene, plan):
            plan = self._answer(reply, plan)
        elif plan[0] not in _BY_ITSELF:
            self._open(reply)
        elif (
            plan[0] != "Restatement or Paraphrasing" and reply.most_sentences > 2 and reply.chance.random() < _LED_UP_TO
        ):
            reply.add(None, "open", wanted=in_their_words, own=False)
        for strategy in plan:
            if not (reply.asked and reply.used):
                self._realise(reply, strategy, scene, brief.cards)
        reply.settle(brief.strategies[0])
        if len(reply.sentences) == 1 and not reply.asked and scene.act is None:
            self._round_off(reply)

    def _round_off(self, reply: Reply) -> None:
        """A second sentence, sometimes: the feeling after their own words, or room for more."""
        drawn = reply.chance.random()
        felt = (
            reply.anchored
            and reply.scene.intensity >= _FELT
            and reply.used == ["Restatement or Paraphrasing"]
            and drawn < _FELT_AFTER
        )
        if not (felt and reply.add("Reflection of feelings", "open", own=False)) and drawn < _ROOM_AFTER:
            reply.add("Others", "tail", own=False)

    def _answer(self, reply: Reply, plan: tuple[Strategy, ...]) -> tuple[Strategy, ...]:
        """Answers the act or the move itself; what of the plan may still follow."""
        scene = reply.scene
        left_out = NOT_AFTER_A_WORD.get(scene.act, ("Others",)) if scene.act is not None else ()
        rest = tuple(strategy for strategy in plan if strategy not in left_out)
        rest = () if scene.act in NOT_AFTER_A_WORD and scene.family in POSITIVE else rest
        reply.add(None, "core", wanted=answering, own="Others" in plan or not rest or scene.act in MOVES)
        return rest

    def _open(self, reply: Reply) -> None:
        """An acknowledgment, in their own words where that is possible; two where there is room."""
        if reply.most_sentences < 2:
            return
        reply.add(None, "open", own=False)
        if reply.most_sentences >= 4 and reply.anchored and reply.chance.random() < 0.7:
            reply.add("Reflection of feelings", "open", own=False)

    def _realise(self, reply: Reply, strategy: Strategy, scene: Scene, cards: tuple[CardWords, ...]) -> None:
        if reply.full and reply.used:
            return
        asked = strategy == "Providing Suggestions" and scene.act in ASKING_FOR_IDEAS
        if asked and reply.add_about(strategy):
            return
        card = next((card for card in cards if card.strategy == strategy and has_place(card, scene)), None)
        if card is not None and reply.speak(card, offering=only_offers(scene)):
            return
        if strategy == "Question" and scene.act not in (None, "brief"):
            reply.add(strategy, "core", wanted=for_act)
        elif strategy == "Providing Suggestions" and only_offers(scene):
            reply.add(strategy, "offer")
        elif strategy in _OF_SOMETHING_SAID and not scene.soft:
            self._grounded(reply, strategy)
        else:
            reply.add(strategy, "core", wanted=for_telling)

    def _grounded(self, reply: Reply, strategy: Strategy) -> None:
        """Restates, or tells what others report, where something was said that it can be of; else a strategy that can
        do without: the feeling where there is one, a question where not."""
        if reply.add_about(strategy, grounded):
            return
        felt = reply.scene.family != "neutral"
        other: Strategy = "Reflection of feelings" if felt else "Others" if reply.asked else "Question"
        if not reply.add(other, "core", wanted=for_telling):
            reply.add(strategy, "core", wanted=for_telling)


def _may_err(brief: Brief, bank: Bank) -> bool:
    """Whether a mistake may be owned: not at high risk, nor of the question put to someone at risk."""
    return rank(brief.risk) < rank("high") and after_of(brief.last_reply, bank) != "direct"


def _invited(scene: Scene) -> bool:
    """Whether an idea was asked for or accepted: one is then given, the likeliest there is."""
    return scene.act in ASKING_FOR_IDEAS or (scene.act == "yes" and scene.after == "offer")


_LEAVING_IT: frozenset[Act] = (PAUSES | frozenset(MOVES)) - {"ok", "better", "same", "agrees"}
"""What is no answer to a step, so that the skill waits."""


def _goes_on(reply: Reply, scene: Scene, cards: tuple[CardWords, ...]) -> bool:
    """Takes the next step of a skill under way, unless what they said is no answer to the one before."""
    going = next((card for card in cards if card.under_way), None)
    return going is not None and scene.act not in _LEAVING_IT and reply.speak(going)


def _ends(reply: Reply, scene: Scene) -> bool:
    """Brings a skill to its end once its last step has been answered."""
    if scene.after != "finished" or scene.act not in (None, *GOING_ALONG):
        return False
    ended = reply.add("Affirmation and Reassurance", "core", wanted=at_the_end)
    if ended and scene.act != "will_do" and not reply.full:
        reply.add("Question", "core", wanted=at_the_end)
    return ended
