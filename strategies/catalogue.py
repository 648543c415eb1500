"""The eight support strategies of ESConv (Liu et al., ACL 2021)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Strategy = Literal[
    "Question",
    "Restatement or Paraphrasing",
    "Reflection of feelings",
    "Self-disclosure",
    "Affirmation and Reassurance",
    "Providing Suggestions",
    "Information",
    "Others",
]
STRATEGIES: tuple[Strategy, ...] = get_args(Strategy)


def strategy_named(name: str | None) -> Strategy | None:
    """The strategy of exactly that name; None for any other."""
    return next((strategy for strategy in STRATEGIES if strategy == name), None)


Stage = Literal["exploration", "comforting", "action"]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""The three stages of helping (Hill, Helping Skills), as ESConv names them."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One strategy in plain words. `intent` completes "I would like to ..."; `stages` in order of fit."""

    strategy: Strategy
    meaning: str
    when: str
    when_not: str
    stages: tuple[Stage, ...]
    intent: str


_DEFINITIONS = (
    Definition(
        "Question",
        "Asking, mostly openly, so that the person can say more about what happened and what it is like.",
        "Something that matters is still unsaid, or the person may want to choose where to go.",
        "Two questions have just been asked, a feeling has just been shown and not yet met, or they are leaving.",
        ("exploration", "comforting", "action"),
        "ask one open question about what they have just brought",
    ),
    Definition(
        "Restatement or Paraphrasing",
        "Saying back in fewer, other words what the person said, so that they hear they were heard.",
        "They have told something long, tangled or important, early on above all.",
        "It would only repeat their sentence, or the same thing has been said back already.",
        ("exploration", "comforting"),
        "say back the heart of what they told, in other words",
    ),
    Definition(
        "Reflection of feelings",
        "Naming, tentatively, the feeling that is in what the person says.",
        "A feeling is there and has not been named, or two feelings pull against each other.",
        "They are asking for something practical, or a feeling would be guessed from very little.",
        ("comforting", "exploration"),
        "name the feeling that is in their words, tentatively",
    ),
    Definition(
        "Self-disclosure",
        "Sharing something alike, so that the person is less alone with it; a program shares what others report.",
        "They feel odd or alone with it, and some trust is there.",
        "Feelings run very high, someone may be in danger, or it would move the talk away from them.",
        ("comforting", "action", "exploration"),
        "share what others in a like place often report",
    ),
    Definition(
        "Affirmation and Reassurance",
        "Pointing to strength, effort and worth that are really there, and to hope that is not cheap.",
        "They have done something hard, doubt themselves, or have just taken a step.",
        "It would hurry past the pain or praise what was not done.",
        ("comforting", "action", "exploration"),
        "point to something they did that took strength",
    ),
    Definition(
        "Providing Suggestions",
        "Offering something that could be tried, small and open to a no.",
        "They feel heard and ask, or have agreed to think about what could help.",
        "They have not been heard yet, have just turned advice down, or need company more than a plan.",
        ("action",),
        "offer one small thing that could be tried, open to a no",
    ),
    Definition(
        "Information",
        "Facts that help: what is common, how something works, where something is to be found.",
        "A lack of knowledge keeps the worry going, or they ask.",
        "It would lecture, diagnose, or answer a feeling with a fact.",
        ("action", "comforting"),
        "give one fact that helps here",
    ),
    Definition(
        "Others",
        "Greeting, thanking, closing: the small courtesies around the talk.",
        "The talk begins or ends, or the person says thanks.",
        "Something has just been told that asks for an answer of its own.",
        ("exploration", "action"),
        "greet, thank or close warmly",
    ),
)

CATALOGUE: dict[Strategy, Definition] = {definition.strategy: definition for definition in _DEFINITIONS}
"""Every strategy's definition; meanings follow Liu et al. (2021) and Hill's helping skills, in our words."""
