"""What of the plan stands in this moment: the strategies left, and which cards may have the word."""

from __future__ import annotations

from ...strategies.catalogue import Strategy
from ..emotion.reading import POSITIVE
from .acts import Act
from .bank import Scene
from .brief import Brief
from .cards import CardWords
from .moves import MOVES
from .register import act_of


def gives_one(cards: tuple[CardWords, ...], plan: tuple[Strategy, ...]) -> bool:
    """Whether a suggestion follows at once, so that words such as "here's one small thing" may announce it."""
    offered = any(card.strategy == plan[0] and card.offers and not card.asks_leave for card in cards)
    return plan[0] == "Providing Suggestions" and not offered


def has_place(card: CardWords, scene: Scene) -> bool:
    """Whoever has asked is not asked whether they want it; while only offers are due, a card must be one."""
    return not (card.asks_leave and _invited(scene)) and (card.offers or not only_offers(scene))


def _invited(scene: Scene) -> bool:
    return scene.act in ("asks_advice", "wants_practical") or (scene.act == "yes" and scene.after == "offer")


def only_offers(scene: Scene) -> bool:
    """No advice while exploring, unless they asked for it or just said yes to an offer."""
    return scene.stage == "exploration" and not _invited(scene) and scene.family not in POSITIVE


def carries_on(scene: Scene, plan: tuple[Strategy, ...]) -> bool:
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
_WORDS: tuple[Act, ...] = (
    "yes", "no", "ok", "dunno", "never_mind", "sorry", "refuses", "cant", "nothing_helps", "tried", "brief",
)  # fmt: skip
NOT_AFTER_A_WORD: dict[Act, tuple[Strategy, ...]] = {
    **dict.fromkeys(_WORDS, _NOTHING_TO_SAY_IT_OF),
    **dict.fromkeys(("no", "ok", "dunno"), (*_NOTHING_TO_SAY_IT_OF, "Affirmation and Reassurance")),
    **{move: (*_NOTHING_TO_SAY_IT_OF, "Affirmation and Reassurance") for move in MOVES if move != "wants_practical"},
}
"""What would be a guess about someone who has said only a word or two of answer."""
PAUSES: frozenset[Act] = frozenset({"refuses", "cant", "nothing_helps", "no", "ok", "dunno", "never_mind", "sorry"})


_UNFIT_FOR_PLAIN_NEWS: tuple[Strategy, ...] = ("Providing Suggestions", "Self-disclosure", "Information")
"""What others feel or do says nothing to someone who has not said what they feel."""


def standing_plan(brief: Brief, scene: Scene) -> tuple[Strategy, ...]:
    """The planned strategies, less what the person has declined; an accepted or requested idea comes first."""
    plan: tuple[Strategy, ...] = tuple(dict.fromkeys(brief.strategies)) or ("Reflection of feelings",)
    if _invited(scene) and not scene.soft:
        return ("Providing Suggestions", *(s for s in plan if s not in ("Providing Suggestions", "Question")))[:2]
    declined = "Providing Suggestions" in plan and _listens_only(brief.earlier)
    if scene.act in PAUSES or scene.family == "neutral" or scene.lately or declined:
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
