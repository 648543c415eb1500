"""The phrase bank in memory: groups of phrases, and how well each fits a moment. `sheets.py` reads it from files."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from typing import TYPE_CHECKING, Literal

from ...prompts.sentences import sentence_key, split_sentences
from ...strategies.catalogue import Stage, Strategy
from ..emotion.reading import POSITIVE, Direction, Family
from .acts import Act
from .situation import Topic, cue_in

if TYPE_CHECKING:
    from .fitness import Judge

Part = Literal["core", "open", "tail", "offer", "bridge", "bridge_question", "last", "amends"]
Tone = Literal["any", "soft", "light"]
After = Literal["question", "suggestion", "offer", "direct", "finished", "statement"]

SLOTS = frozenset(
    {"you", "You", "quote", "label", "person", "thread", "memory", "cause", "Cause", "one", "two", "turn", "Span"}
    | {"step", "Step", "Bit", "matter", "before", "both"}
)
_RESTATING: Strategy = "Restatement or Paraphrasing"
_REMEMBERED = frozenset({"memory", "thread"})
_ECHOING = frozenset({"you", "You", "both"})
_LOUD = frozenset({"label", "quote"})
"""A hard name for oneself, or words too sharp to turn, are met whatever was said before."""
_SLOT = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"\[([^\]]*)\]")
AUTHORED, LEARNED = 0.5, 6.0
"""What the authored fit and the mark to be expected (0..2) count in choosing among lines."""
_UNANSWERED = 12.0
"""What it is worth to follow on the question put to someone at risk: nothing else may be said instead."""
_ALIKE = 2.0
"""What beginning with the same word as the last reply costs."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a phrase must fit: the facts of this moment, read once a reply."""

    family: Family
    stage: Stage
    intensity: int
    direction: Direction
    topics: frozenset[Topic]
    carried: frozenset[Topic]
    """What the talk was about before a message that names no subject of its own; questions may go back to it."""
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
    cued: Mapping[tuple[str, ...], int]
    """By the cues of a group: letters of the longest that occurs in the message."""
    near: Mapping[str, float]
    """By group name: how near the message is to the nearest of the group's examples (cosine)."""
    began: str
    """The first word of the last reply; two replies running should not begin alike."""
    sure: bool
    """Whether the feeling was read clearly enough to be called by its name."""
    judge: Judge | None = None
    """How a line would be taken now; None where nothing was learned of such moments."""


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
    about: str = ""
    """The situation the group belongs to; its examples are those of the situation."""
    examples: tuple[str, ...] = ()
    """Messages the group is for, beside those its cues find."""

    def fit(self, scene: Scene, widen: int) -> float | None:
        """How well the group fits, or None where it does not. `widen` 1 lets go of the stage, 2 of the intensity.

        What would make a phrase untrue (topic, cue, act, direction, mixture) is never let go of.
        """
        if not self._true_of(scene):
            return None
        if self.families and scene.family not in self.families:
            return None
        if not scene.sure and self._names_the_feeling:
            return None
        if self.stages and scene.stage not in self.stages and widen < 1:
            return None
        if not self.intensity[0] <= scene.intensity <= self.intensity[1] and widen < 2:
            return None
        return self._weight(scene)

    @property
    def _names_the_feeling(self) -> bool:
        """Whether the group is for one kind of feeling, and for nothing that was said."""
        told = self.cues or self.topics or self.acts or self.examples or self.mixed or self.lately
        return not told and 1 <= len(self.families) <= 3 and not {"neutral", "joy"}.intersection(self.families)

    def _true_of(self, scene: Scene) -> bool:
        if (self.acts and scene.act not in self.acts) or (self.after and scene.after not in self.after):
            return False
        if (self.directions and scene.direction not in self.directions) or (
            self.mixed > scene.mixed or self.lately > scene.lately
        ):
            return False
        if self.tone == ("light" if scene.soft else "soft") or (self.tone == "soft" and scene.family in POSITIVE):
            return False
        topics = scene.topics | scene.carried if self.strategy == "Question" else scene.topics
        if self.topics and topics.isdisjoint(self.topics):
            return False
        if not self.turns[0] <= scene.turn < self.turns[1]:
            return False
        told = self.cues or self.examples
        return not told or self.cues in scene.cued or self.about in scene.near

    def _weight(self, scene: Scene) -> float:
        weight = 2.5 * bool(self.topics) + 2.5 * bool(self.directions) + 0.8 * bool(self.after)
        weight += 1.5 * (self.intensity != (1, 5)) + 0.3 * bool(self.stages) + 1.0 * self.mixed
        if self.families:
            weight += 1.6 if len(self.families) <= 3 else 0.2
        weight += 5.0 * self.lately + 6.0 * scene.soft * (self.tone == "soft") + _UNANSWERED * ("direct" in self.after)
        if self.cues in scene.cued:
            weight += 3.0 + min(scene.cued[self.cues], 24) / 6 + 2.0 * bool(self.examples)
        return weight + 5.0 * scene.near.get(self.about, 0.0)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One authored line: one to three sentences, with slots in braces and variants in brackets, `[a|b]`."""

    id: str
    text: str
    slots: frozenset[str]
    asks: bool
    strategy: Strategy = "Others"

    @property
    def forms(self) -> tuple[str, ...]:
        """The line in each of its variants."""
        return _forms(self.text)

    def render(self, slots: Mapping[str, str], form: str | None = None) -> tuple[str, ...]:
        """The sentences of one form (the first, if none is given) with the slots filled in; all must be there."""
        text = self.forms[0] if form is None else form
        filled = _SLOT.sub(lambda found: slots[found.group(1)], text) if self.slots else text
        return tuple(_opened(sentence) for sentence in split_sentences(filled))

    def frame(self) -> str:
        """The key of the longest stretch of fixed words, by which a frame is known again with another filling."""
        return max((sentence_key(part) for part in _SLOT.split(self.forms[0])[::2]), key=len)


def _first_word(text: str, slots: Mapping[str, str]) -> str:
    filled = _SLOT.sub(lambda found: slots.get(found.group(1), ""), text[:24])
    return filled.partition(" ")[0].lower()


@cache
def _forms(text: str) -> tuple[str, ...]:
    parts = [part.split("|") if at % 2 else [part] for at, part in enumerate(_CHOICE.split(text))]
    return tuple(" ".join("".join(chosen).split()) for chosen in product(*parts))


def _opened(sentence: str) -> str:
    """A sentence that begins with a quotation begins with a capital all the same."""
    return f'"{sentence[1:2].upper()}{sentence[2:]}' if sentence.startswith('"') else sentence


@dataclass(frozen=True)
class Bank:
    """All groups, in the order read."""

    groups: tuple[Group, ...]

    def __len__(self) -> int:
        return sum(len(group.phrases) for group in self.groups)

    @property
    def forms(self) -> int:
        """All lines in all their variants."""
        return sum(len(phrase.forms) for group in self.groups for phrase in group.phrases)

    @cached_property
    def examples(self) -> Mapping[str, tuple[str, ...]]:
        """By situation: the messages it is for."""
        return {group.about: group.examples for group in self.groups if group.examples}

    @cached_property
    def _by_part(self) -> dict[tuple[Strategy | None, Part], list[Group]]:
        table: dict[tuple[Strategy | None, Part], list[Group]] = {}
        for group in self.groups:
            table.setdefault((group.strategy, group.part), []).append(group)
            table.setdefault((None, group.part), []).append(group)
        return table

    def cued(self, lowered: str) -> Mapping[tuple[str, ...], int]:
        """The cues of all groups of which one occurs, each with the letters of the longest that does."""
        found: dict[tuple[str, ...], int] = {}
        for cues in self._all_cues:
            here = [len(cue) for cue in cues if cue in lowered and cue_in((cue,), lowered)]
            if here:
                found[cues] = max(here)
        return found

    @cached_property
    def _all_cues(self) -> tuple[tuple[str, ...], ...]:
        return tuple(dict.fromkeys(group.cues for group in self.groups if group.cues))

    @cached_property
    def cues_of_answers(self) -> frozenset[tuple[str, ...]]:
        """Cues that only tell one answer from another ("maybe"), and are no sign that something was told."""
        telling = {group.cues for group in self.groups if not group.acts}
        return frozenset(self._all_cues) - telling

    @cached_property
    def suggested(self) -> Mapping[str, After]:
        """Keys of the closing sentences of suggestions and offers, to know a last reply by."""
        kinds: dict[str, After] = {}
        for group in self.groups:
            if group.strategy == "Providing Suggestions" and group.part in ("core", "offer"):
                for phrase in group.phrases:
                    for form in phrase.forms:
                        last = split_sentences(form)[-1]
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
                    authored = scene.judge is None or group.acts or group.after or phrase.slots & _REMEMBERED
                    taken = None if authored or scene.judge is None else scene.judge.taken(group, phrase, scene)
                    if taken and scene.judge and scene.judge.leaves_out(part, taken):
                        continue
                    own = scene.anchoring * (2.2 if strategy == _RESTATING else 1.0 if part == "open" else 0.5)
                    own = max(own, 3.4) if phrase.slots & _LOUD else own
                    own += 2.0 * bool(phrase.slots & _REMEMBERED) + 1.2 * ("both" in phrase.slots)
                    bonus = own * bool(phrase.slots) + chance.random() * 2.6
                    bonus -= _ALIKE * (part == "open" and _first_word(phrase.text, scene.slots) == scene.began)
                    worth = weight + bonus if taken is None else AUTHORED * (weight + bonus) + LEARNED * taken.worth
                    ranked.append((worth, chance.random(), phrase))
        ranked.sort(key=lambda entry: entry[:2], reverse=True)
        return (phrase for _, _, phrase in ranked)
