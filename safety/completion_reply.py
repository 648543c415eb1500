"""The request for a completion and the typed reply: four elements in a fixed order, and a question."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..prompts.sentences import split_sentences
from .completion_circumstances import Circumstances, circumstances
from .completion_state import CompletionState, Kind
from .resources import Resource
from .risk import Boundary, Category, Level, rank

GRAVEST_FIRST: tuple[Category, ...] = (
    "medical_emergency", "suicide", "self_harm", "minor_at_risk", "abuse", "harm_to_others", "psychosis",
    "eating_disorder", "substance",
)  # fmt: skip
"""Dangers to a person, in the order in which one leads the reply."""

BOUNDARIES: tuple[Boundary, ...] = ("medication", "diagnosis", "secrecy", "romance")


def word_limit(level: Level) -> int:
    """At most 90 words at high and imminent, 110 below."""
    return 90 if rank(level) >= rank("high") else 110


@dataclass(frozen=True, slots=True)
class CompletionRequest:
    """What the completion is for. `level` is the session's, `now` that of this message where it is known;
    `earlier` are the person's messages before it, oldest first, and `said` holds the keys of all sentences this
    conversation has used. `about_other` is set when the danger is another person's, `means` when something to do it
    with was named; `plain` are the categories a rule saw, not the classifier alone. `family` is one of the 13
    emotion families. `denied`: they deny an alarm that no rule raised, so it is owned and nothing more is asked about
    it. Without `echo` none of their own words are said back."""

    text: str
    level: Level
    categories: tuple[Category, ...] = ()
    evidence: tuple[str, ...] = ()
    boundaries: tuple[Boundary, ...] = ()
    ask_directly: bool = False
    emergency_first: bool = False
    assessed: bool = True
    country: str | None = None
    family: str = "neutral"
    intensity: int = 3
    user_turns: int = 1
    said: frozenset[str] = frozenset()
    state: CompletionState = field(default_factory=CompletionState)
    seed: int = 0
    about_other: bool = False
    now: Level | None = None
    earlier: tuple[str, ...] = ()
    plain: tuple[Category, ...] = ()
    means: bool = False
    denied: bool = False
    echo: bool = True

    @property
    def seen(self) -> Circumstances:
        """What the words show beside the danger."""
        return circumstances(self.text, self.earlier, about_other=self.about_other)


@dataclass(frozen=True, slots=True)
class Completion:
    """A typed reply. `lead` is the emergency number, first of all at imminent, "" otherwise.

    `resources` are the rows shown in it, `state` is what to keep for the next one.
    """

    kind: Kind
    acknowledgment: str
    boundary: str
    transition: str
    redirection: str
    question: str
    resources: tuple[Resource, ...]
    state: CompletionState
    lead: str = ""
    level: Level = "none"
    country: str | None = None

    @property
    def elements(self) -> tuple[str, ...]:
        """The parts in the order in which they are said; an empty lead is left out."""
        parts = (self.lead, self.acknowledgment, self.boundary, self.transition, self.redirection, self.question)
        return tuple(part for part in parts if part)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every sentence in order."""
        return tuple(sentence for part in self.elements for sentence in split_sentences(part))

    @property
    def text(self) -> str:
        """The reply as shown."""
        return " ".join(self.elements)


def dangers(request: CompletionRequest, seen: Circumstances) -> tuple[Category, ...]:
    """The dangers to a person, the leading one first.

    Who hears commands is met there first. Being under age counts where it was said or a rule saw it: the classifier
    alone takes many a quarrel at home for a child's.
    """
    grave = [c for c in GRAVEST_FIRST if c in request.categories]
    known = seen.young or "minor_at_risk" in request.plain or request.state.count("minor_at_risk")
    if len(grave) > 1 and not known:
        grave = [c for c in grave if c != "minor_at_risk"]
    commanded = "psychosis" in grave and "commands" in seen.signs | seen.before
    return tuple(sorted(grave, key=lambda c: commanded and c not in ("medical_emergency", "psychosis")))


def kind_of(request: CompletionRequest) -> Kind:
    """Which completion a request calls for: a person's danger leads, then what was asked for.

    In a session still high, a message that names no danger is answered in the danger met before.
    """
    seen = request.seen
    grave = dangers(request, seen)
    high = rank(request.level) >= rank("high")
    if seen.other and (grave or high):
        return "third_person"
    if grave:
        return grave[0]
    if high:
        met = [c for c in GRAVEST_FIRST if request.state.count(c)]
        return met[0] if met else "could_not_assess"
    wanted: list[Kind] = [c for c in ("dangerous_request",) if c in request.categories]
    wanted += [b for b in BOUNDARIES if b in request.boundaries]
    wanted += [c for c in ("dependence", "injection") if c in request.categories]
    if wanted:
        return wanted[0]
    return "presence" if request.assessed else "could_not_assess"
