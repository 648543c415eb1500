"""The skill card: one thing a helper can do, when it fits, when it must not be done, and how it sounds."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator, model_validator

from ...prompts.sentences import split_sentences
from ..catalogue import STAGES, Stage, Strategy

Family = Literal[
    "sadness",
    "anxiety",
    "anger",
    "shame_guilt",
    "loneliness",
    "grief",
    "fear",
    "disgust",
    "joy",
    "relief_hope",
    "gratitude",
    "confusion",
    "neutral",
]
FAMILIES: tuple[Family, ...] = get_args(Family)
"""The emotion families as the reader of feelings names them; that room lies to the left, so a test holds them equal."""

Need = Literal["heard", "ambivalence", "long", "brief", "many_turns", "greeting", "thanks", "farewell", "about_me"]
"""What a moment can show, read in `signs.py`."""
NEEDS: tuple[Need, ...] = get_args(Need)

SLOT = "{thing}"
"""A short noun phrase in the person's words, turned to them ("your sister's call"); never the only way to say it."""
MOST_WORDS = 45
MOST_SENTENCES = 3
_BRACES = re.compile(r"\{[^}]*\}?|\}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _lines(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("write one variant a line, as a block that begins with |")
    return tuple(line.strip() for line in value.splitlines() if line.strip())


def _prose(least: int, most: int) -> object:
    def check(value: object) -> object:
        if isinstance(value, str) and not least <= len(split_sentences(value)) <= most:
            raise ValueError(f"write {least} to {most} sentences, not {len(split_sentences(value))}")
        return value

    return BeforeValidator(check)


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=12, max_length=600)]
Lines = Annotated[tuple[str, ...], BeforeValidator(_lines)]
Cue = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9 '-]*[a-z0-9]$", max_length=40)]
Intensity = Annotated[int, Field(ge=1, le=5)]
RiskRank = Annotated[int, Field(ge=1, le=4)]


def check_wording(variants: tuple[str, ...]) -> tuple[str, ...]:
    """The variants, if each may be said. Raises ValueError naming the first that may not, counted from 1."""
    for at, text in enumerate(variants, start=1):
        fault = _fault(text)
        if fault:
            raise ValueError(f"variant {at} {fault}: {text!r}")
    if len(set(variants)) < len(variants):
        raise ValueError("the same variant stands there twice")
    if 2 * sum(SLOT in text for text in variants) > len(variants):
        raise ValueError(f"{SLOT} must stay optional: write half of the variants or more without it")
    return variants


def _fault(text: str) -> str | None:
    sentences, words = len(split_sentences(text)), len(text.split())
    if text.count("?") > 1:
        return "asks more than one question"
    if sentences > MOST_SENTENCES or words > MOST_WORDS:
        return f"is too long ({sentences} sentences, {words} words; at most {MOST_SENTENCES} and {MOST_WORDS})"
    if words < 3:
        return "is too short to say anything"
    if "!" in text:
        return "has an exclamation mark"
    if _BRACES.search(text.replace(SLOT, "", 1)):
        return f"has a slot that is not one {SLOT}"
    return None if text.rstrip("\"'").endswith((".", "?")) else "does not end in a full stop or a question mark"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Fits(_Part):
    """When the card fits, as far as a program can tell. Without a condition it fits any moment of its stages.

    `families` (the last feeling), `topics` (words in the last two messages), `asks_advice` (in the last one) and
    `risk_rank` (the sticky rank, from here up) are ways of knowing the same: one of those given is enough, and
    what is not known does not count. `intensity` (from, to; 1..5) passes where there is no reading. All
    `needs` must hold.
    """

    families: tuple[Family, ...] = ()
    topics: tuple[Cue, ...] = ()
    asks_advice: bool = False
    risk_rank: RiskRank | None = None
    intensity: tuple[Intensity, Intensity] = (1, 5)
    needs: tuple[Need, ...] = ()

    @property
    def only_about(self) -> bool:
        """Whether the card is for something in particular, and not for whatever is told."""
        return bool(self.families or self.topics or self.asks_advice or self.risk_rank)

    @field_validator("intensity")
    @classmethod
    def _in_order(cls, value: tuple[int, int]) -> tuple[int, int]:
        if value[0] > value[1]:
            raise ValueError(f"runs from {value[0]} to {value[1]}; write the lower number first")
        return value


class Never(_Part):
    """When the card must not be used; any one condition is enough.

    `risk_rank` and `intensity` (of a negative feeling) count from the number up; `first_turns` counts the
    person's turns, the present one included; `topics` are words in the last two messages.
    """

    risk_rank: RiskRank | None = None
    intensity: Intensity | None = None
    refused_suggestion: bool = False
    first_turns: Annotated[int, Field(ge=0, le=20)] = 0
    families: tuple[Family, ...] = ()
    topics: tuple[Cue, ...] = ()


class Step(_Part):
    """One turn of a skill that takes several: what to say, and what answer it hopes for."""

    say: Lines
    hopes_for: Text

    @field_validator("say")
    @classmethod
    def _sayable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not 2 <= len(value) <= 4:
            raise ValueError(f"write 2 to 4 variants, not {len(value)}")
        return check_wording(value)


class SkillCard(_Part):
    """One skill. Where there are `steps`, `wording` offers the skill and each later turn takes one step."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: Annotated[str, StringConstraints(min_length=4, max_length=50)]
    strategy: Strategy
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    """In order of fit."""
    intent: Annotated[str, StringConstraints(pattern=r"^[a-z][^.!?]*$", max_length=80)] = ""
    """Completes "I would like to" where the strategy's own intent would not be true of the card."""
    guidance: Annotated[Text, _prose(1, 3)]
    when: Text
    fits: Fits = Fits()
    avoid: Text
    """The contra-indications, plainly."""
    never: Never = Never()
    outcome: Text
    risks: Text
    source: Text
    wording: Lines
    instruction: Annotated[Text, _prose(2, 4)]
    """For a language model that writes the reply."""
    steps: tuple[Step, ...] = ()

    @field_validator("wording")
    @classmethod
    def _sayable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not 4 <= len(value) <= 8:
            raise ValueError(f"write 4 to 8 variants, not {len(value)}")
        return check_wording(value)

    @field_validator("stages")
    @classmethod
    def _once_each(cls, value: tuple[Stage, ...]) -> tuple[Stage, ...]:
        if len(set(value)) < len(value):
            raise ValueError("names a stage twice")
        return value

    @field_validator("source")
    @classmethod
    def _published(cls, value: str) -> str:
        if not _YEAR.search(value):
            raise ValueError("name a published work with its year")
        return value

    @model_validator(mode="after")
    def _several_steps(self) -> Self:
        if len(self.steps) == 1:
            raise ValueError("a skill of one step needs none: put it into the wording")
        return self

    @property
    def always_there(self) -> bool:
        """Whether the card fits every moment and nothing rules it out."""
        return self.fits == Fits() and self.never == Never() and set(self.stages) == set(STAGES)
