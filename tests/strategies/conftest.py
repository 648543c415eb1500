"""Dialogues for the planner, written as they are read: `>` the person, `[Strategy]` the supporter."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
import pytest

from holdspace.strategies.catalogue import STRATEGIES
from holdspace.strategies.planner import Planner
from holdspace.strategies.seeker import SeekerState, Utterance
from holdspace.strategies.situation import seeker_states


def utterances_of(script: str) -> list[Utterance]:
    """Each line is `> words` or `[Strategy] words` or `[] words`; vectors are made from the words alone."""
    found: list[Utterance] = []
    for line in filter(None, (raw.strip() for raw in script.splitlines())):
        if line.startswith(">"):
            text = line[1:].strip()
            found.append(Utterance("seeker", text, vector_of(text)))
        else:
            name, _, text = line[1:].partition("]")
            strategy = next((s for s in STRATEGIES if s == name), None)
            found.append(Utterance("supporter", text.strip(), vector_of(text), strategy))
    return found


def vector_of(text: str) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
    row = np.random.default_rng(seed).standard_normal(384).astype(np.float32)
    return row / np.linalg.norm(row)


@pytest.fixture(scope="session")
def talk() -> Callable[[str], SeekerState]:
    """The state before the reply that would follow the script."""

    def state(script: str) -> SeekerState:
        said = utterances_of(script)
        return seeker_states(said, [len(said)])[0]

    return state


@pytest.fixture(scope="session")
def planner() -> Planner:
    """The shipped planner."""
    return Planner.load()
