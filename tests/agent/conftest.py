"""Agents that repeat: the shipped parts, loaded once, with a clock and ids of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from holdspace.agent.loading import load_parts
from holdspace.agent.parts import Deps
from holdspace.agent.runtime import SupportAgent
from holdspace.agent.settings import Mode, Settings
from holdspace.memory.encoder import Encoder
from holdspace.testing import counting_ids, ticking_clock

LINE = "i set the table for two again last night. sat there like an idiot for an hour"
FIRST = "Two plates again, and then a whole hour beside the one that stayed clean."

MakeAgent = Callable[..., SupportAgent]


@pytest.fixture(scope="session")
def shipped(encoder: Encoder) -> Deps:
    """Every shipped part, so that each test's agent starts at once."""
    parts = load_parts(Settings(), Deps(encoder=encoder))
    names = {field.name for field in fields(Deps)} - {"clock", "ids", "model"}
    return Deps(**{name: getattr(parts, name) for name in names})


@pytest.fixture
def make_agent(shipped: Deps) -> Iterator[MakeAgent]:
    """Makes agents and closes them: `make_agent(root, **replaced_parts)`; with a `model` the mode is `llm`."""
    made: list[SupportAgent] = []

    def make(
        root: Path | None = None, country: str | None = None, seed: int = 7, mode: Mode | None = None, **parts: object
    ) -> SupportAgent:
        deps = replace(shipped, clock=ticking_clock(), ids=counting_ids(f"agent{len(made)}"), **parts)
        mode = mode or ("llm" if "model" in parts else "offline")
        made.append(SupportAgent(Settings(data_root=root, country=country, seed=seed, mode=mode), deps))
        return made[-1]

    yield make
    for agent in made:
        agent.close()
