"""Recorded conversations as the planner meets them: one case for every supporter utterance, seen from what came before.

Two layouts of a JSON line are read: ours, {"id", "turns": [{"role": "user" or "assistant", "content", "strategy"?}]},
and that of ESConv, {"dialogue_id", "turns": [{"speaker": "seeker" or "supporter", "text", "strategy"}]}.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from ..memory.encoder import Encoder
from ..memory.message import Vector, hear
from .catalogue import STRATEGIES, Strategy, strategy_named
from .seeker import SeekerState, Utterance
from .situation import seeker_states

INDEX: dict[str, int] = {name: i for i, name in enumerate(STRATEGIES)}


class TurnRecord(BaseModel):
    """One utterance. A seeker's `strategy` is passed over, and so is a name that is none of the eight."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    role: Literal["user", "assistant", "seeker", "supporter"] = Field(validation_alias=AliasChoices("role", "speaker"))
    content: str = Field(validation_alias=AliasChoices("content", "text"))
    strategy: str | None = None

    @property
    def speaker(self) -> Literal["seeker", "supporter"]:
        """Who spoke, in ESConv's words."""
        return "seeker" if self.role in ("user", "seeker") else "supporter"

    @property
    def known(self) -> Strategy | None:
        """The supporter's strategy, where it is one of the eight."""
        return strategy_named(self.strategy) if self.speaker == "supporter" else None


class TalkRecord(BaseModel):
    """One conversation. Situation, problem type, survey and profile may be given and are not looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str | int = Field(validation_alias=AliasChoices("id", "dialogue_id"))
    turns: tuple[TurnRecord, ...]

    def strangers(self) -> list[int]:
        """Positions of supporter turns with a strategy that is none of the eight."""
        return [i for i, t in enumerate(self.turns) if t.speaker == "supporter" and t.strategy and not t.known]

    def utterances(self, vectors: Sequence[Vector]) -> list[Utterance]:
        """The turns as the planner sees them; one vector a turn."""
        return [
            Utterance(turn.speaker, turn.content, vector, turn.known)
            for turn, vector in zip(self.turns, vectors, strict=True)
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """States before supporter utterances; `gold` strategy indices and `dialogue` numbers have shape (n,).

    `following[i]` holds the strategies from case i to the end of its dialogue.
    """

    states: list[SeekerState]
    gold: NDArray[np.int64]
    dialogue: NDArray[np.int64]
    following: list[tuple[int, ...]]


def cases_of(talks: Iterable[Sequence[Utterance]], first: int = 0) -> Cases:
    """Every supporter utterance with a strategy, the strategies really used before it as history.

    Dialogues are numbered from `first`, those without a case too.
    """
    states: list[SeekerState] = []
    gold: list[int] = []
    dialogue: list[int] = []
    following: list[tuple[int, ...]] = []
    for number, utterances in enumerate(talks, start=first):
        at = [i for i, u in enumerate(utterances) if u.speaker == "supporter" and u.strategy]
        labels = [INDEX[str(utterances[i].strategy)] for i in at]
        states += seeker_states(utterances, at)
        gold += labels
        dialogue += [number] * len(at)
        following += [tuple(labels[k:]) for k in range(len(at))]
    return Cases(states, np.array(gold, dtype=np.int64), np.array(dialogue, dtype=np.int64), following)


def read_talks(file: Path) -> Iterator[TalkRecord]:
    """The conversations of a JSONL file, one a line. Raises OSError, or ValueError for a line that is none."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield TalkRecord.model_validate_json(line)


def read_cases(file: Path, encoder: Encoder) -> Cases:
    """The cases of a JSONL file. Raises OSError, or ValueError for a line that is no conversation."""
    return cases_of(
        record.utterances([message.vector for message in hear([turn.content for turn in record.turns], encoder)])
        for record in read_talks(file)
    )


def chosen_cases(cases: Cases, chosen: NDArray[np.bool_]) -> Cases:
    """The cases where `chosen` holds."""
    rows = np.flatnonzero(chosen)
    return Cases(
        [cases.states[i] for i in rows], cases.gold[rows], cases.dialogue[rows], [cases.following[i] for i in rows]
    )
