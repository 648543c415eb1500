"""The skill library: reads the cards once, and chooses one for a strategy and a moment, saying why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from ..catalogue import STRATEGIES, Stage, Strategy
from ..seeker import SeekerState
from .card import Need, SkillCard
from .sheet import SkillsUnreadable, read_sheets
from .signs import Signs, signs_of, topic_in

NEED_WORTH: dict[Need, float] = {
    "heard": 0.0,
    "many_turns": 0.2,
    "long": 1.5,
    "brief": 1.5,
    "ambivalence": 3.0,
    "greeting": 3.0,
    "thanks": 3.0,
    "farewell": 4.0,
    "about_me": 5.0,
}
"""What a need that holds says for its card: little where it holds for most of a talk."""

NEARLY = 0.8
"""Cards whose fit lies within this of the best (two places in the order of stages) take turns."""

STRONG = 4
"""Intensity of a negative feeling, 1..5, from which a skill under way waits unless it is made for that."""


@dataclass(frozen=True, slots=True)
class Excluded:
    """A card that was ruled out, and why, in one plain sentence."""

    card_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The card for one reply. `fits` are the conditions that hold, in words; `excluded` what was ruled out.

    `step` counts from 0 the step to take now; None while the skill is only offered, or has no steps.
    """

    card: SkillCard
    step: int | None
    fits: tuple[str, ...]
    excluded: tuple[Excluded, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """What may be said this turn: the variants of the step, or of the card itself."""
        return self.card.wording if self.step is None else self.card.steps[self.step].say


@dataclass(frozen=True)
class SkillLibrary:
    """All cards, in the order read. Every strategy has a card that is always there, so that a choice never fails."""

    cards: tuple[SkillCard, ...]

    @classmethod
    def load(cls, folder: Path | None = None) -> SkillLibrary:
        """The cards under `folder`, or those that ship. Raises SkillsUnreadable, naming file, card and field."""
        cards = read_sheets(folder if folder is not None else files(__package__))
        for strategy in STRATEGIES:
            if not any(card.always_there for card in cards if card.strategy == strategy):
                raise SkillsUnreadable(
                    (f"{strategy}: no card that is always there; one needs all three stages, no fits and no never",)
                )
        return cls(cards)

    @cached_property
    def _by_id(self) -> dict[str, SkillCard]:
        return {card.id: card for card in self.cards}

    def for_strategy(self, strategy: Strategy) -> tuple[SkillCard, ...]:
        """The cards of one strategy, in the order read."""
        return tuple(card for card in self.cards if card.strategy == strategy)

    def named(self, card_id: str) -> SkillCard | None:
        """The card of that id, if there is one."""
        return self._by_id.get(card_id)

    def under_way(self, used: Sequence[str]) -> tuple[SkillCard, int] | None:
        """The skill of several steps the last reply was in, and its next step (from 0); None when it is over."""
        card = self.named(used[-1]) if used else None
        if card is None or not card.steps:
            return None
        run = next((n for n, name in enumerate(reversed(used)) if name != card.id), len(used))
        taken = (run - 1) % (len(card.steps) + 1)
        return (card, taken) if taken < len(card.steps) else None

    def choose(self, strategy: Strategy, state: SeekerState, stage: Stage, used: Sequence[str] = ()) -> Choice:
        """The card for the next reply; equal arguments get equal choices.

        `used` holds the ids of the cards of earlier replies, oldest first. A skill under way goes on, step
        by step: once its offer is taken up, until it is turned down or ruled out. Otherwise, of the cards that
        fit and are not ruled out, the least recently used come first, of these the most specific fit, and of those
        that fit about as well each in turn, by how often the strategy was used in this conversation. Who asks for
        advice, or says yes to having an idea, gets a card that is there for something in particular, if any is;
        who asks about the program, the card that answers.
        """
        signs = signs_of(state, stage)
        if self._leave_given(used, signs):
            signs = replace(signs, asks_advice=True)
        fitting: list[_Fit] = []
        excluded: list[Excluded] = []
        for card in self.for_strategy(strategy):
            reason = next(ruled_out(card, signs), None)
            if reason is not None:
                excluded.append(Excluded(card.id, reason))
            elif (fit := fit_of(card, signs)) is not None:
                fitting.append((card, *fit))
        going = self.going_on(state, stage, used)
        if going is not None and going.card.strategy == strategy:
            return replace(going, excluded=tuple(excluded))
        card, _, reasons = _next_of(_to_the_point(fitting, signs), used, state.history.count(strategy))
        return Choice(card, None, reasons, tuple(excluded))

    def _leave_given(self, used: Sequence[str], signs: Signs) -> bool:
        """Whether the last reply asked if an idea is wanted, and it is."""
        card = self.named(used[-1]) if used else None
        return signs.taken_up and card is not None and card.always_there and card.strategy == "Providing Suggestions"

    def going_on(self, state: SeekerState, stage: Stage, used: Sequence[str]) -> Choice | None:
        """The next step of the skill under way, whatever its strategy; None where none is, or where it is left.

        It is left by a no, by an offer that is not taken up, by a contra-indication, and once under way by a
        question of the person's own or by something that weighs more than the exercise.
        """
        going = self.under_way(used)
        if going is None:
            return None
        (card, step), signs = going, signs_of(state, stage)
        left = not signs.taken_up if step == 0 else signs.asks_advice or _outweighed(card, signs)
        if left or signs.turned_down or any(ruled_out(card, signs)):
            return None
        return Choice(card, step, ("it is under way",), ())


@cache
def open_library() -> SkillLibrary:
    """The cards that ship, read when first asked for and kept. Raises SkillsUnreadable."""
    return SkillLibrary.load()


_Fit = tuple[SkillCard, float, tuple[str, ...]]
"""A card that fits, how specifically, and which conditions hold."""


def _to_the_point(fitting: Sequence[_Fit], signs: Signs) -> Sequence[_Fit]:
    """What answers a question that was asked; all where nothing does, or nothing was asked."""
    if "about_me" in signs.needs:
        found = [entry for entry in fitting if "about_me" in entry[0].fits.needs]
    else:
        found = [entry for entry in fitting if signs.asks_advice and not entry[0].always_there]
    return found or fitting


def _next_of(fitting: Sequence[_Fit], used: Sequence[str], turn: int) -> _Fit:
    """Of the least recently used, the best fit; of those that fit nearly as well, the one whose turn it is."""
    last = {name: at for at, name in enumerate(used)}
    oldest = min(last.get(card.id, -1) for card, _, _ in fitting)
    rested = sorted((e for e in fitting if last.get(e[0].id, -1) == oldest), key=lambda entry: -entry[1])
    near = [entry for entry in rested if rested[0][1] - entry[1] <= NEARLY]
    return near[turn % len(near)]


def _outweighed(card: SkillCard, signs: Signs) -> bool:
    """Whether much was told, or a feeling too strong for a skill that is not made for strong ones."""
    strong = signs.negative and (signs.intensity or 0) >= STRONG and card.fits.intensity[0] < STRONG
    return "long" in signs.needs or (strong and not signs.short)


def ruled_out(card: SkillCard, signs: Signs) -> Iterator[str]:
    """Every contra-indication of the card that holds, as a sentence."""
    never = card.never
    if never.risk_rank is not None and signs.risk_rank >= never.risk_rank:
        yield "Someone may be in danger, and this could be the wrong thing."
    if never.refused_suggestion and signs.refused_suggestion:
        yield "You turned the last suggestion down."
    if never.intensity is not None and signs.negative and (signs.intensity or 0) >= never.intensity:
        yield "The feeling is too strong for it just now."
    if signs.family and signs.family in never.families:
        yield f"It is not for {_said(signs.family)}."
    word = topic_in(never.topics, signs.words)
    if word is not None:
        yield f'You spoke of "{word}".'
    if 0 < never.first_turns >= signs.turns:
        yield "It is too early in the talk."


def fit_of(card: SkillCard, signs: Signs) -> tuple[float, tuple[str, ...]] | None:
    """How specifically the card fits (higher is more) and which conditions hold; None where it does not fit."""
    if signs.stage not in card.stages or not set(card.fits.needs) <= signs.needs:
        return None
    low, high = card.fits.intensity
    if signs.intensity is not None and not low <= signs.intensity <= high:
        return None
    about = tuple(_about(card, signs))
    if not about and card.fits.only_about:
        return None
    held = [*about, *((NEED_WORTH[need], f"need: {_said(need)}") for need in card.fits.needs)]
    if signs.intensity is not None and (low, high) != (1, 5):
        held.append((0.5, f"intensity {signs.intensity}"))
    held.append((0.4 * (3 - card.stages.index(signs.stage)), f"stage: {signs.stage}"))
    worth = sum(worth for worth, _ in held[len(about) :]) + max((worth for worth, _ in about), default=0.0)
    return worth, tuple(words for _, words in held)


def _about(card: SkillCard, signs: Signs) -> Iterator[tuple[float, str]]:
    word = topic_in(card.fits.topics, signs.words)
    if word is not None:
        yield 4.0, f'you said "{word}"'
    if signs.family and signs.family in card.fits.families:
        yield 2.0, f"feeling: {_said(signs.family)}"
    if card.fits.asks_advice and signs.asks_advice:
        yield 3.0, "you want to hear what could be done"
    if card.fits.risk_rank is not None and signs.risk_rank >= card.fits.risk_rank:
        yield 5.0, "someone may be in danger"


def _said(tag: str) -> str:
    return tag.replace("_", " ")
