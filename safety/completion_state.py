"""What the completion remembers over turns: how far each kind has gone, what was asked and given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from .risk import LEVELS, Boundary, Category, Level, highest, rank

Kind = Category | Boundary | Literal["third_person", "could_not_assess", "presence"]
KINDS: tuple[Kind, ...] = (*get_args(Category), *get_args(Boundary), "third_person", "could_not_assess", "presence")
Step = Literal["first", "deeper", "handing_over", "returning"]


@dataclass(frozen=True, slots=True)
class CompletionState:
    """Carried from turn to turn as plain data.

    `counts` says how many completions of each kind there have been, `asked` which questions have
    been put ("direct", "plan", "country"), `given` the keys of the lines shown, `peak` the gravest
    level since the last calm.
    """

    counts: tuple[tuple[str, int], ...] = ()
    asked: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    peak: Level = "none"

    @property
    def country_asked(self) -> bool:
        """Whether the country has been asked for."""
        return "country" in self.asked

    @property
    def grave(self) -> bool:
        """Whether there was danger since the last calm."""
        return rank(self.peak) >= rank("elevated")

    def count(self, kind: Kind) -> int:
        """How many completions of this kind have been said."""
        return dict(self.counts).get(kind, 0)

    def after(self, kind: Kind, level: Level, asked: tuple[str, ...], given: tuple[str, ...]) -> CompletionState:
        """The state once a completion has been said."""
        counts = {**dict(self.counts), kind: self.count(kind) + 1}
        return CompletionState(
            tuple(counts.items()),
            tuple(dict.fromkeys((*self.asked, *asked))),
            tuple(dict.fromkeys((*self.given, *given))),
            highest(self.peak, level),
        )

    def settled(self) -> CompletionState:
        """Calm again: a later danger starts from the first step and may be asked about anew."""
        kept = tuple(topic for topic in self.asked if topic == "country")
        return replace(self, counts=(), asked=kept, peak="none")

    def to_plain(self) -> dict[str, object]:
        """Lists, strings and numbers only, for a checkpoint."""
        return {
            "counts": [list(pair) for pair in self.counts],
            "asked": list(self.asked),
            "given": list(self.given),
            "peak": self.peak,
        }

    @classmethod
    def from_plain(cls, plain: object) -> CompletionState:
        """The state a checkpoint holds; a damaged one gives a fresh state, keeping what can be read."""
        held: Mapping[str, object] = plain if isinstance(plain, Mapping) else {}
        pairs = [pair for pair in _listed(held, "counts") if isinstance(pair, list | tuple) and len(pair) == 2]
        counts = tuple((name, number) for name, number in pairs if name in KINDS and isinstance(number, int))
        peak = held.get("peak")
        return cls(
            counts,
            tuple(topic for topic in _listed(held, "asked") if isinstance(topic, str)),
            tuple(key for key in _listed(held, "given") if isinstance(key, str)),
            next((level for level in LEVELS if level == peak), "none"),
        )


def _listed(held: Mapping[str, object], name: str) -> list[object]:
    value = held.get(name)
    return list(value) if isinstance(value, list | tuple) else []


def step_of(state: CompletionState, kind: Kind, level: Level) -> Step:
    """How far a kind has gone: twice deeper, then handing over and deeper by turns; returning once calm."""
    if rank(level) < rank("elevated") and rank(state.peak) >= rank("high"):
        return "returning"
    count = state.count(kind)
    if count == 0:
        return "first"
    return "handing_over" if count >= 3 and count % 2 else "deeper"
