"""How a line would be taken at this moment: learned from talks in which people marked every line they were given.

A mark is 2 (a good listener could have said just this), 1 (it passes: it presumes nothing false) or 0 (the person would
feel misunderstood). Two logistic regressions tell how likely a line is to pass and to be just right, from what is known
before it is said: who it answers (`Moment`), what brought it up and how long it is (`Line`), and how its group and the
line itself were taken before. The features are named, so that what was learned can be read in `weights/fitness.json`.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Final, Literal

from .bank import Group, Part, Phrase, Scene
from .reflect import words_of

FILE: Final = Path(__file__).parent / "weights" / "fitness.json"

Source = Literal["act", "cue", "near", "topic", "carried", "own", "any"]
Feature = tuple[str, float]

_TINY, _SHORT, _MANY = 4, 8, 9
_LONG_ECHO = 3

FLOOR: Final[Mapping[Part, float]] = {"core": 0.3, "offer": 0.3, "open": 0.5, "tail": 0.5}
"""Chance of passing below which a line is left out while there are others; what only leads up to a strategy must be
likelier than not. Other parts are said whatever the chance; so is what answers an act or follows on what was said last,
or takes up an old thread: these stand in their authored order."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a line would answer."""

    words: int
    turn: int
    certainty: float
    intensity: int
    family: str
    act: str
    """"none" for a message that is no plain act."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of a line before it is said. `echoed` counts the person's own words in it."""

    phrase: str
    group: str
    source: Source
    kind: str
    """Strategy and part: "Question/core"."""
    words: int
    asks: bool
    echoed: int
    quotes: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """The chance that a line passes, and that it is just right; `worth` is the mark to be expected, 0..2."""

    passes: float
    right: float

    @property
    def worth(self) -> float:
        return self.passes + self.right


class FitnessUnreadable(Exception):
    """The learned file is not there or is not what this version writes."""


@dataclass(frozen=True, slots=True)
class Fitness:
    """Weights by feature, of passing and of being just right; a feature not met in training weighs nothing."""

    weights: Mapping[str, tuple[float, float]]

    @classmethod
    def load(cls, file: Path = FILE) -> Fitness:
        """Raises FitnessUnreadable."""
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
            return cls({str(name): (float(row[0]), float(row[1])) for name, row in found["weights"].items()})
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise FitnessUnreadable(f"{file.name}: {error}") from error

    @classmethod
    def load_or_none(cls, file: Path = FILE) -> Fitness | None:
        """As `load`; None where it cannot be read: lines are then ranked as authored."""
        try:
            return cls.load(file)
        except FitnessUnreadable:
            return None

    def at(self, moment: Moment) -> Judge:
        """How lines are taken at this moment."""
        return Judge(self, moment, self.total(of_moment(moment)))

    def taken(self, line: Line, moment: Moment) -> Taken:
        """How one line would be taken."""
        passes, right = self.total(of_line(line, moment), self.total(of_moment(moment)))
        return Taken(_chance(passes), _chance(right))

    def total(self, features: Iterator[Feature], before: tuple[float, float] = (0.0, 0.0)) -> tuple[float, float]:
        """Both logits: what the features weigh beside those summed `before`."""
        passes, right = before
        for name, value in features:
            if found := self.weights.get(name):
                passes += found[0] * value
                right += found[1] * value
        return passes, right


@dataclass(frozen=True, slots=True)
class Judge:
    """The learned opinion at one moment."""

    fitness: Fitness
    moment: Moment
    before: tuple[float, float]
    strict: bool = True
    """Whether lines that would hardly pass are left out."""
    _groups: dict[tuple[str, Source], tuple[float, float]] = field(default_factory=dict, compare=False, repr=False)
    _known: dict[str, Taken] = field(default_factory=dict, compare=False, repr=False)

    def taken(self, group: Group, phrase: Phrase, scene: Scene) -> Taken:
        """How this line would be taken."""
        if (found := self._known.get(phrase.id)) is None:
            line = line_of(group, phrase, scene)
            passes, right = self.fitness.total(of_words(line, self.moment), self._group(line))
            found = self._known[phrase.id] = Taken(_chance(passes), _chance(right))
        return found

    def _group(self, line: Line) -> tuple[float, float]:
        name = line.group, line.source
        if name not in self._groups:
            features = of_group(line.group, line.kind, line.source, self.moment)
            self._groups[name] = self.fitness.total(features, self.before)
        return self._groups[name]

    def known(self, phrase: Phrase) -> float:
        """The mark to be expected of a line that was judged before; 0 for another."""
        found = self._known.get(phrase.id)
        return found.worth if found else 0.0

    def leaves_out(self, part: Part, taken: Taken) -> bool:
        """Whether a line of this part is better not said."""
        return self.strict and taken.passes < FLOOR.get(part, 0.0)

    @property
    def lenient(self) -> Judge:
        """The same opinion, which only ranks."""
        return replace(self, strict=False)


def moment_of(text: str, scene: Scene, certainty: float) -> Moment:
    """What a reply in this scene answers."""
    return Moment(
        words=len(words_of(text)),
        turn=scene.turn,
        certainty=certainty,
        intensity=scene.intensity,
        family=scene.family,
        act=scene.act or "none",
    )


def line_of(group: Group, phrase: Phrase, scene: Scene) -> Line:
    """What is known of a line in this scene."""
    echoed = sum(len(scene.slots[slot].split()) for slot in phrase.slots if slot in scene.slots)
    return Line(
        phrase=phrase.text,
        group=group.id,
        source=source_of(group, phrase, scene),
        kind=f"{group.strategy}/{group.part}",
        words=len(phrase.text.split()) - len(phrase.slots) + echoed,
        asks=phrase.asks,
        echoed=echoed,
        quotes='"' in phrase.text,
    )


def source_of(group: Group, phrase: Phrase, scene: Scene) -> Source:
    """What brought the line up."""
    if group.acts:
        return "act"
    if group.cues in scene.cued:
        return "cue"
    if group.about in scene.near:
        return "near"
    if group.topics:
        return "carried" if (scene.topics - scene.carried).isdisjoint(group.topics) else "topic"
    return "own" if phrase.slots else "any"


def of_moment(moment: Moment) -> Iterator[Feature]:
    """The features that all lines of a moment share."""
    yield "bias", 1.0
    yield "words", math.log1p(moment.words)
    yield "tiny", float(moment.words < _TINY)
    yield "short", float(moment.words < _SHORT)
    yield "turn", min(moment.turn, _MANY) / _MANY
    yield "certainty", moment.certainty
    yield "intensity", moment.intensity / 5
    yield f"family {moment.family}", 1.0
    yield f"act {moment.act}", 1.0


def of_line(line: Line, moment: Moment) -> Iterator[Feature]:
    """The features of a line in its moment."""
    yield from of_group(line.group, line.kind, line.source, moment)
    yield from of_words(line, moment)


def of_group(group: str, kind: str, source: Source, moment: Moment) -> Iterator[Feature]:
    """What the lines of a group share that the same thing brought up."""
    yield f"source {source}", 1.0
    yield f"source {source} x words", math.log1p(moment.words)
    yield f"kind {kind}", 1.0
    yield f"group {group}", GROUP
    yield f"group {group} to {moment.family}", PAIR


def of_words(line: Line, moment: Moment) -> Iterator[Feature]:
    """What is a line's own."""
    yield "line words", math.log1p(line.words)
    yield "asks", float(line.asks)
    if line.echoed:
        yield "echo of line", line.echoed / max(1, line.words)
        yield "echo of message", min(1.0, line.echoed / max(1, moment.words))
        yield "long echo", float(line.echoed > _LONG_ECHO)
        yield "quotes", float(line.quotes)
    yield key_of(line.phrase), OWN


GROUP, PAIR, OWN = 0.6, 0.5, 0.4
"""How readily a group, a group with a family, and a single line get a weight of their own: the less, the more alike
lines must have been taken."""


@cache
def key_of(phrase: str) -> str:
    """The name of a line's own feature: by its words, so that lines may be moved and others put between them."""
    return f"line {hashlib.sha256(phrase.encode()).hexdigest()[:8]}"


def _chance(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))
