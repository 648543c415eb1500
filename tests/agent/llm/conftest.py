"""The misbehaving endpoint, and models that talk to it with limits of milliseconds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from pytest_socket import enable_socket, socket_allow_hosts

from holdspace.agent.llm.endpoint import Endpoint, Limits
from holdspace.agent.llm.openai import OpenAIModel

from .server import FaultServer

KEY = "sk-test-0123456789abcdef"
SOON = Limits(connect=5.0, first=0.05, between=0.05, call=0.1)
"""For calls that never end; everything else is given `PATIENT`, so that a busy machine changes nothing."""
PATIENT = Limits(connect=5.0, first=10.0, between=10.0, call=20.0)

MakeModel = Callable[..., OpenAIModel]


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    enable_socket()
    socket_allow_hosts(["127.0.0.1"])
    yield
    socket_allow_hosts(None)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    made = FaultServer()
    made.start()
    yield made
    made.stop()


@pytest.fixture
async def make_model(server: FaultServer) -> AsyncIterator[MakeModel]:
    """Makes models of the server's endpoint, or of `base_url`, and closes them."""
    made: list[OpenAIModel] = []

    def make(limits: Limits = PATIENT, **fields: Any) -> OpenAIModel:
        given = {"base_url": server.address, "model": "small", "key": SecretStr(KEY), "limits": limits} | fields
        made.append(OpenAIModel(Endpoint(**given)))
        return made[-1]

    yield make
    for model in made:
        await model.aclose()
