"""The misbehaving endpoint, and models that talk to it with limits of milliseconds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from pytest_socket import enable_socket, socket_allow_hosts

from holdspace.agent.llm.endpoint import Endpoint, Limits
from holdspace.agent.llm.openai import OpenAIModel
from holdspace.prompts.port import ChatFailure, ChatMessage, ChatModel, ChatReply

from .server import FaultServer

KEY = "sk-test-0123456789abcdef"
ASK = (ChatMessage("system", "Listen."), ChatMessage("user", "i set the table for two again"))
SOON = Limits(connect=5.0, first=0.05, between=0.05, call=0.1)
"""For calls that never end; everything else is given `PATIENT`, so that a busy machine changes nothing."""
PATIENT = Limits(connect=60.0, first=60.0, between=60.0, call=120.0)

MakeModel = Callable[..., OpenAIModel]


async def no_sleep(seconds: float) -> None:
    return


async def pieces_told(model: ChatModel) -> tuple[list[str], ChatReply | ChatFailure]:
    """The pieces of a stream and its last item, of which there must be exactly one."""
    *pieces, last = [item async for item in model.stream(ASK)]
    assert not isinstance(last, str)
    said = [piece for piece in pieces if isinstance(piece, str)]
    assert said == pieces
    return said, last


async def told(model: ChatModel) -> tuple[str, ChatReply | ChatFailure]:
    """What a stream said, and its last item."""
    pieces, last = await pieces_told(model)
    return "".join(pieces), last


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
