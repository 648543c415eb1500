"""A real model, served once for all tests, and agents that talk with it through the public doors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from pytest_socket import socket_allow_hosts

from holdspace.agent.loading import load_parts
from holdspace.agent.parts import Deps
from holdspace.agent.runtime import SupportAgent
from holdspace.agent.settings import Mode, ModelSettings, Settings
from holdspace.testing import counting_ids, ticking_clock

from .reviewing import RecordingReviewer
from .server import NAME, Served, serving

PATIENT: dict[str, float] = {"first_seconds": 40.0, "call_seconds": 50.0, "turn_seconds": 60.0}
"""For a slow or busy machine: what is shown here is that a limit is kept, not how fast this model is."""

MakeAgent = Callable[..., SupportAgent]


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    socket_allow_hosts(["127.0.0.1"])
    yield
    socket_allow_hosts(None)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The server that all tests share."""
    with serving(tmp_path_factory.mktemp("server") / "log") as server:
        yield server


@pytest.fixture(scope="session")
def shipped() -> Deps:
    """Every shipped part, loaded once; the reviewer keeps what it was given."""
    parts = load_parts(Settings())
    names = {field.name for field in fields(Deps)} - {"clock", "ids", "model"}
    return Deps(**{name: getattr(parts, name) for name in names} | {"reviewer": RecordingReviewer.like(parts.reviewer)})


@pytest.fixture
def reviewer(shipped: Deps) -> RecordingReviewer:
    """The reviewer of all agents, with nothing on record yet."""
    found = shipped.reviewer
    assert isinstance(found, RecordingReviewer)
    found.passed.clear()
    return found


@pytest.fixture
def make_agent(served: Served, shipped: Deps, tmp_path: Path) -> Iterator[MakeAgent]:
    """Makes agents that speak through the served model and keep what is said in `tmp_path`, and closes them."""
    made: list[SupportAgent] = []

    def make(mode: Mode = "llm", address: str = "", **limits: Any) -> SupportAgent:
        model = ModelSettings(
            base_url=address or served.address, name=NAME, dialect="llama.cpp", reply_tokens=160, **(PATIENT | limits)
        )
        deps = replace(shipped, clock=ticking_clock(), ids=counting_ids(f"agent{len(made)}"))
        made.append(SupportAgent(Settings(data_root=tmp_path, mode=mode, model=model), deps))
        return made[-1]

    yield make
    for agent in made:
        agent.close()
