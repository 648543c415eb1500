"""Who leads a conversation, and what comes of it: the mixed-initiative measures, over any transcript.

Source: Deng, Zhang, Yuan & Lam, "Knowledge-enhanced Mixed-initiative Dialogue System for Emotional Support
Conversations" (KEMI), ACL 2023, who build on ConversationShape (Vakulenko, Kanoulas & de Rijke 2021). Names and
meaning are theirs. The printed equations could not be checked against the paper; they are set down here as we
understand them, and what is our own choice is marked as such.

Let S be the utterances of one speaker, O those of the other, V the frequent terms of the conversation, and
x_iv = 1 when utterance i holds term v.

    proactivity = |{i in S: i takes the initiative}| / |{i in S: it is known}|                          0..1
    information = sum_{i in S} sum_{v in V} [x_iv = 1 and x_jv = 0 for all j < i] / |S|                 0..
    repetition  = sum_{i in S} sum_{v in V} [x_iv = 1 and x_jv = 1 for some j < i, j in O] / |S|        0..
    relaxation  = mean of e_before(i) - e_after(i) over i in S                                         -5..5

- *Initiative* follows the paper's scheme of four kinds. A supporter's utterance is Action (initiative) when it asks,
  discloses, suggests or informs, and Reflection (none) when it restates, reflects, affirms or does anything else; one
  whose strategy is not known is left out. A seeker's is Feedback (none) right after an Action and Expression
  (initiative) otherwise; after an utterance of unknown kind it is left out. The paper had people label seekers'
  utterances: the rule for them is ours.
- *Frequent terms* are stems of content words (`memory.words.terms`) that at least two utterances hold (our reading).
- *Relaxation* is defined for the supporter only: e_before and e_after are the strength of negative feeling, 0..5, in
  the seeker's last utterance before i and in the next one after it. Where either is missing, i is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..memory.words import terms
from .catalogue import Strategy

Speaker = Literal["seeker", "supporter"]
SPEAKERS: tuple[Speaker, ...] = ("supporter", "seeker")

Measure = Literal["proactivity", "information", "repetition", "relaxation"]
MEASURES: tuple[Measure, ...] = ("proactivity", "information", "repetition", "relaxation")

LEADING: frozenset[Strategy] = frozenset({"Question", "Self-disclosure", "Providing Suggestions", "Information"})
"""Strategies that take the initiative (KEMI's Action); with the others the supporter follows."""

SHARED = 2
"""How many utterances must hold a term for it to be frequent."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance. `distress`, in a seeker's utterance, is how strong negative feeling is in it: 0 (none) to 5."""

    speaker: Speaker
    text: str
    strategy: Strategy | None = None
    distress: float | None = None


@dataclass(frozen=True, slots=True)
class Mean:
    """A sum over so many utterances; they can be pooled."""

    total: float = 0.0
    over: int = 0

    @property
    def value(self) -> float | None:
        """None where there was nothing to measure."""
        return self.total / self.over if self.over else None

    def __add__(self, other: Mean) -> Mean:
        return Mean(self.total + other.total, self.over + other.over)


Shape = dict[Speaker, dict[Measure, Mean]]
"""The four measures of one conversation, for each speaker."""


def shape_of(talk: Sequence[Spoken]) -> Shape:
    """Measures one conversation; see the head of this file."""
    leads, held = initiatives(talk), frequent_terms(talk)
    shape: Shape = {}
    for speaker in SPEAKERS:
        own = [i for i, spoken in enumerate(talk) if spoken.speaker == speaker]
        known = [leads[i] for i in own if leads[i] is not None]
        eased = _eased(talk, own) if speaker == "supporter" else []
        shape[speaker] = {
            "proactivity": Mean(float(sum(map(bool, known))), len(known)),
            "information": Mean(float(_brought(held, own)), len(own)),
            "repetition": Mean(float(_taken_up(talk, held, own)), len(own)),
            "relaxation": Mean(float(sum(eased)), len(eased)),
        }
    return shape


def initiatives(talk: Sequence[Spoken]) -> list[bool | None]:
    """For every utterance: does it take the initiative? None where that is not known."""
    found: list[bool | None] = []
    for i, spoken in enumerate(talk):
        if spoken.speaker == "supporter":
            found.append(spoken.strategy in LEADING if spoken.strategy else None)
        elif i and talk[i - 1].speaker == "supporter":
            before = found[i - 1]
            found.append(None if before is None else not before)
        else:
            found.append(True)
    return found


def frequent_terms(talk: Sequence[Spoken]) -> list[frozenset[str]]:
    """For every utterance: the terms in it that at least `SHARED` utterances of the conversation hold."""
    held = [frozenset(terms(spoken.text)) for spoken in talk]
    spread = Counter(term for some in held for term in some)
    return [frozenset(term for term in some if spread[term] >= SHARED) for some in held]


def _brought(held: Sequence[frozenset[str]], own: Sequence[int]) -> int:
    """Terms that nobody had used before, in the utterances of `own`."""
    first: dict[str, int] = {}
    for i, some in enumerate(held):
        for term in some:
            first.setdefault(term, i)
    return sum(first[term] == i for i in own for term in held[i])


def _taken_up(talk: Sequence[Spoken], held: Sequence[frozenset[str]], own: Sequence[int]) -> int:
    """Terms in the utterances of `own` that the other one had used before."""
    mine, count, heard = set(own), 0, set[str]()
    for i in range(len(talk)):
        if i in mine:
            count += len(held[i] & heard)
        else:
            heard |= held[i]
    return count


def _eased(talk: Sequence[Spoken], own: Sequence[int]) -> list[float]:
    """e_before - e_after of every utterance of `own` that has both."""
    felt = [spoken.distress if spoken.speaker == "seeker" else None for spoken in talk]
    before, after = _latest(felt), _latest(felt[::-1])[::-1]
    pairs = [(before[i], after[i]) for i in own]
    return [was - became for was, became in pairs if was is not None and became is not None]


def _latest(felt: Sequence[float | None]) -> list[float | None]:
    """For every position: the last value before it that is one."""
    found: list[float | None] = []
    last: float | None = None
    for value in felt:
        found.append(last)
        last = last if value is None else value
    return found


@dataclass(frozen=True, slots=True)
class Summary:
    """One measure of one speaker over many conversations.

    `per_conversation` is the mean of the conversations' values, over the `conversations` that have one; `overall`
    pools the file: all utterances count the same, `utterances` of them.
    """

    per_conversation: float | None
    conversations: int
    overall: float | None
    utterances: int


def summarised(shapes: Iterable[Shape]) -> dict[Speaker, dict[Measure, Summary]]:
    """Every measure of every speaker, over conversations and over the file."""
    kept = list(shapes)
    found: dict[Speaker, dict[Measure, Summary]] = {}
    for speaker in SPEAKERS:
        found[speaker] = {}
        for measure in MEASURES:
            means = [shape[speaker][measure] for shape in kept]
            values = [mean.value for mean in means if mean.value is not None]
            pooled = sum(means, Mean())
            each = sum(values) / len(values) if values else None
            found[speaker][measure] = Summary(each, len(values), pooled.value, pooled.over)
    return found
