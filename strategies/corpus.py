"""ESConv as the planner meets it: one case for every supporter utterance, seen from what came before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..memory.encoder import Encoder
from ..memory.message import hear
from .catalogue import STRATEGIES, Strategy
from .seeker import SeekerState, Utterance
from .situation import seeker_states


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """States before supporter utterances; `gold` strategy indices and `dialogue` numbers have shape (n,).

    `following[i]` holds the strategies from case i to the end of its dialogue.
    """

    states: list[SeekerState]
    gold: NDArray[np.int64]
    dialogue: NDArray[np.int64]
    following: list[tuple[int, ...]]


def read_cases(file: Path, encoder: Encoder) -> Cases:
    """Reads an ESConv JSONL file. Raises OSError, json.JSONDecodeError or KeyError when it is not one."""
    index: dict[str, int] = {name: i for i, name in enumerate(STRATEGIES)}
    states: list[SeekerState] = []
    gold: list[int] = []
    dialogue: list[int] = []
    following: list[tuple[int, ...]] = []
    for number, utterances in _dialogues(file, encoder):
        at = [i for i, u in enumerate(utterances) if u.speaker == "supporter" and u.strategy]
        labels = [index[str(utterances[i].strategy)] for i in at]
        states += seeker_states(utterances, at)
        gold += labels
        dialogue += [number] * len(at)
        following += [tuple(labels[k:]) for k in range(len(at))]
    return Cases(states, np.array(gold), np.array(dialogue), following)


def _dialogues(file: Path, encoder: Encoder) -> Iterator[tuple[int, list[Utterance]]]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            turns = record["turns"]
            vectors = [message.vector for message in hear([turn["text"] for turn in turns], encoder)]
            utterances = [
                Utterance(turn["speaker"], turn["text"], vector, _known(turn["strategy"]))
                for turn, vector in zip(turns, vectors, strict=True)
            ]
            yield number, utterances


def _known(name: str | None) -> Strategy | None:
    return next((strategy for strategy in STRATEGIES if strategy == name), None)


def chosen_cases(cases: Cases, chosen: NDArray[np.bool_]) -> Cases:
    """The cases where `chosen` holds."""
    rows = np.flatnonzero(chosen)
    return Cases(
        [cases.states[i] for i in rows], cases.gold[rows], cases.dialogue[rows], [cases.following[i] for i in rows]
    )
