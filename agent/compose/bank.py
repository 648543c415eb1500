"""The phrase bank: reading `prompts/replies/*.yaml`, and which groups of phrases fit a situation."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

from ...prompts.sentences import sentence_key, split_sentences
from ...strategies.catalogue import Stage, Strategy
from ..emotion.reading import FAMILIES, POSITIVE, Direction, Family
from .acts import Act
from .situation import Topic, cue_in

Part = Literal["core", "open", "tail", "offer", "bridge", "bridge_question", "last"]
Tone = Literal["any", "soft", "light"]
After = Literal["question", "suggestion", "offer", "direct", "statement"]

FAMILY_GROUPS: dict[str, tuple[Family, ...]] = {
    "low": ("sadness", "grief", "loneliness"),
    "tense": ("anxiety", "fear", "confusion"),
    "hot": ("anger", "disgust"),
    "heavy": ("sadness", "anxiety", "anger", "shame_guilt", "loneliness", "grief", "fear", "disgust"),
    "bright": ("joy", "relief_hope", "gratitude"),
}
SLOTS = frozenset(
    {"you", "You", "quote", "label", "person", "thread", "memory", "cause", "Cause", "one", "two", "turn"}
)
_RESTATING: Strategy = "Restatement or Paraphrasing"
_REMEMBERED = frozenset({"memory", "thread"})
_ECHOING = frozenset({"you", "You"})
_LOUD = frozenset({"label", "quote"})
"""A hard name for oneself, or words too sharp to turn, are met whatever was said before."""
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a phrase must fit: the facts of this moment, read once a reply."""

    family: Family
    stage: Stage
    intensity: int
    direction: Direction
    topics: frozenset[Topic]
    lowered: str
    """The message in lower case, where cues are looked for."""
    act: Act | None
    after: After
    soft: bool
    """At risk elevated and above: soft phrases first, light ones never."""
    mixed: bool
    lately: bool
    """Whether the family is that of the messages before this one, which by itself reads neutral."""
    turn: int
    anchoring: float
    """What it is worth to speak in the person's own words now; less when the last reply began that way."""
    slots: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases that share what they are for. An empty tuple means "any"."""

    id: str
    strategy: Strategy
    part: Part
    families: tuple[Family, ...]
    stages: tuple[Stage, ...]
    intensity: tuple[int, int]
    topics: tuple[Topic, ...]
    cues: tuple[str, ...]
    acts: tuple[Act, ...]
    after: tuple[After, ...]
    directions: tuple[Direction, ...]
    turns: tuple[int, int]
    tone: Tone
    mixed: bool
    lately: bool
    phrases: tuple[Phrase, ...]

    def fit(self, scene: Scene, widen: int) -> float | None:
        """How well the group fits, or None where it does not. `widen` 1 lets go of the stage, 2 of the intensity.

        What would make a phrase untrue (topic, cue, act, direction, mixture) is never let go of.
        """
        if not self._true_of(scene):
            return None
        if self.families and scene.family not in self.families:
            return None
        if self.stages and scene.stage not in self.stages and widen < 1:
            return None
        if not self.intensity[0] <= scene.intensity <= self.intensity[1] and widen < 2:
            return None
        return self._weight(scene)

    def _true_of(self, scene: Scene) -> bool:
        if (self.acts and scene.act not in self.acts) or (self.after and scene.after not in self.after):
            return False
        if (self.directions and scene.direction not in self.directions) or (
            self.mixed > scene.mixed or self.lately > scene.lately
        ):
            return False
        if self.tone == ("light" if scene.soft else "soft") or (self.tone == "soft" and scene.family in POSITIVE):
            return False
        if self.topics and scene.topics.isdisjoint(self.topics):
            return False
        if not self.turns[0] <= scene.turn < self.turns[1]:
            return False
        return not self.cues or cue_in(self.cues, scene.lowered)

    def _weight(self, scene: Scene) -> float:
        weight = 2.5 * bool(self.topics) + 3.0 * bool(self.cues) + 2.5 * bool(self.directions) + 0.8 * bool(self.after)
        weight += 1.5 * (self.intensity != (1, 5)) + 0.3 * bool(self.stages) + 1.0 * self.mixed
        if self.families:
            weight += 1.6 if len(self.families) <= 3 else 0.2
        weight += 5.0 * self.lately
        return weight + 6.0 * (scene.soft and self.tone == "soft")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One authored line: one to three sentences, with slots in braces."""

    id: str
    text: str
    slots: frozenset[str]
    asks: bool

    def render(self, slots: Mapping[str, str]) -> tuple[str, ...]:
        """Its sentences with the slots filled in; all must be there."""
        filled = _SLOT.sub(lambda found: slots[found.group(1)], self.text) if self.slots else self.text
        return tuple(_opened(sentence) for sentence in split_sentences(filled))

    def frame(self) -> str:
        """The key of the longest stretch of fixed words, by which a frame is known again with another filling."""
        return max((sentence_key(part) for part in _SLOT.split(self.text)[::2]), key=len)


@dataclass(frozen=True)
class Bank:
    """All groups, in the order read."""

    groups: tuple[Group, ...]

    def __len__(self) -> int:
        return sum(len(group.phrases) for group in self.groups)

    @cached_property
    def _by_part(self) -> dict[tuple[Strategy | None, Part], list[Group]]:
        table: dict[tuple[Strategy | None, Part], list[Group]] = {}
        for group in self.groups:
            table.setdefault((group.strategy, group.part), []).append(group)
            table.setdefault((None, group.part), []).append(group)
        return table

    @cached_property
    def suggested(self) -> Mapping[str, After]:
        """Keys of the closing sentences of suggestions and offers, to know a last reply by."""
        kinds: dict[str, After] = {}
        for group in self.groups:
            if group.strategy == "Providing Suggestions" and group.part in ("core", "offer"):
                for phrase in group.phrases:
                    last = split_sentences(phrase.text)[-1]
                    kinds[sentence_key(last)] = "offer" if group.part == "offer" else "suggestion"
        return kinds

    def candidates(
        self,
        scene: Scene,
        strategy: Strategy | None,
        part: Part,
        widen: int,
        chance: random.Random,
        wanted: Callable[[Group], bool],
    ) -> Iterator[Phrase]:
        """Phrases whose group fits and whose slots can be filled, best first, ties by chance."""
        ranked: list[tuple[float, float, Phrase]] = []
        for group in self._by_part.get((strategy, part), ()):
            weight = group.fit(scene, widen) if wanted(group) else None
            if weight is None:
                continue
            for phrase in group.phrases:
                twice = part == "open" and not scene.anchoring and bool(phrase.slots & _ECHOING)
                if phrase.slots <= scene.slots.keys() and not twice:
                    own = scene.anchoring if part == "open" or strategy == _RESTATING else 0.5 * scene.anchoring
                    own = max(own, 3.4) if phrase.slots & _LOUD else own
                    own += 2.0 * bool(phrase.slots & _REMEMBERED)
                    bonus = own * bool(phrase.slots) + chance.random() * 2.6
                    ranked.append((weight + bonus, chance.random(), phrase))
        ranked.sort(key=lambda entry: entry[:2], reverse=True)
        return (phrase for _, _, phrase in ranked)


def load(folder: Path | None = None) -> Bank:
    """The bank under `folder`, or the one that ships. Raises `ValueError` for a file that is no phrase bank."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root = folder if folder is not None else files("holdspace.prompts").joinpath("replies")
    groups: list[Group] = []
    for path in sorted(root.iterdir(), key=lambda entry: entry.name):
        if not path.name.endswith(".yaml"):
            continue
        sheet = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  (a safe loader, in C)
        if not isinstance(sheet, dict) or "groups" not in sheet:
            raise ValueError(f"{path.name}: expected a strategy and a list of groups")
        groups += [_group(entry, sheet["strategy"]) for entry in sheet["groups"]]
    return Bank(tuple(groups))


def _group(entry: dict[str, Any], strategy: Strategy) -> Group:
    lines = (line.strip() for line in entry["lines"].splitlines())
    phrases = tuple(_phrase(f"{entry['id']}.{at}", line) for at, line in enumerate(filter(None, lines), start=1))
    low, high = entry.get("intensity", (1, 5))
    since, until = entry.get("turns", (0, 1_000_000))
    return Group(
        id=entry["id"],
        strategy=entry.get("strategy", strategy),
        part=entry.get("part", "core"),
        families=_families(entry.get("families", ())),
        stages=tuple(entry.get("stages", ())),
        intensity=(low, high),
        topics=tuple(entry.get("topics", ())),
        cues=tuple(entry.get("cues", ())),
        acts=tuple(entry.get("acts", ())),
        after=tuple(entry.get("after", ())),
        directions=tuple(entry.get("directions", ())),
        turns=(since, until),
        tone=entry.get("tone", "any"),
        mixed=entry.get("mixed", False),
        lately=entry.get("lately", False),
        phrases=phrases,
    )


def _phrase(name: str, line: str) -> Phrase:
    return Phrase(name, line, frozenset(_SLOT.findall(line)), "?" in line)


def _opened(sentence: str) -> str:
    """A sentence that begins with a quotation begins with a capital all the same."""
    return f'"{sentence[1:2].upper()}{sentence[2:]}' if sentence.startswith('"') else sentence


def _families(names: Collection[str]) -> tuple[Family, ...]:
    found: Iterable[str] = (member for name in names for member in FAMILY_GROUPS.get(name, (name,)))
    known = tuple(dict.fromkeys(found))
    unknown = set(known) - set(FAMILIES)
    if unknown:
        raise ValueError(f"unknown families: {', '.join(sorted(unknown))}")
    return cast("tuple[Family, ...]", known)
