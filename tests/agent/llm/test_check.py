"""`holdspace models` finds what is wrong and says how to mend it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from holdspace.agent.llm import check as checking
from holdspace.agent.llm.check import check, dialect_of, models
from holdspace.agent.llm.endpoint import Endpoint, Limits
from holdspace.agent.usage_error import UsageError
from holdspace.cli import main

from .conftest import PATIENT
from .server import LINE, Behaviour, FaultServer, Handler, fails, lists, says, stalls, streams, whole_stream

VALUE = '{"feeling": "sadness", "object": "the table"}'


def endpoint_like(
    server: FaultServer,
    listed: Behaviour | None = None,
    text: Behaviour | None = None,
    stream: Behaviour | None = None,
    value: Behaviour | None = None,
) -> None:
    def play(handler: Handler) -> None:
        body = server.asked[-1].body
        if handler.command == "GET":
            (listed or lists("small"))(handler)
        elif body.get("stream"):
            (stream or streams(whole_stream()))(handler)
        elif "JSON" in json.dumps(body) or "response_format" in body:
            (value or says(VALUE))(handler)
        else:
            (text or says(LINE))(handler)

    server.plays(play)


async def findings(server: FaultServer, asked: str | None = None, limits: Limits = PATIENT) -> dict[str, Any]:
    ticks = iter(range(100))
    found = await check(Endpoint(server.address, "x", limits=limits), asked, clock=lambda: next(ticks) / 10)
    return {finding.step: finding for finding in found}


async def test_a_good_endpoint_passes_every_step(server: FaultServer) -> None:
    endpoint_like(server)
    found = await findings(server)
    assert {step: finding.verdict for step, finding in found.items()} == dict.fromkeys(
        ("reach", "model", "text", "stream", "value"), "fine"
    )
    assert found["stream"].words == "first words after 100 ms, 9 pieces"
    assert found["model"].words == "small (the only one)"


@pytest.mark.parametrize(
    ("parts", "asked", "step", "said"),
    [
        ({"listed": fails(401)}, None, "key", "--key-file"),
        ({"listed": fails(200, "<html>Hello</html>", "text/html")}, None, "reach", "/v1"),
        ({"listed": lists("a", "b")}, None, "model", "choose one with --model"),
        ({"listed": lists("a", "b")}, "c", "model", "it has a, b"),
        ({"listed": lists()}, None, "model", "--model"),
        ({"listed": fails(404, "no"), "text": fails(404, {"error": {"message": "model 'c' not found"}})}, "c", "text",
         "load it"),
        ({"text": fails(503)}, None, "text", "busy"),
        ({"text": says("")}, None, "text", "chat model"),
        ({"text": says("I'm sorry, but I can't help with that.")}, None, "text", "choose another"),
        ({"text": says("xkqzv wrtplm bcdfgh qqqqq zxcvb")}, None, "text", "larger"),
        ({"stream": streams(["data: {"])}, None, "stream", "web page"),
        ({"value": says("no")}, None, "value", "structured calls"),
    ],
)  # fmt: skip
async def test_each_fault_is_found_at_its_step_with_a_way_to_mend_it(
    server: FaultServer, parts: dict[str, Behaviour], asked: str | None, step: str, said: str
) -> None:
    endpoint_like(server, **parts)
    found = await findings(server, asked)
    assert found[step].verdict == "wrong"
    assert said in f"{found[step].words}; {found[step].mend}"


async def test_a_server_that_says_nothing_is_told_after_the_time(server: FaultServer) -> None:
    endpoint_like(server, listed=stalls)
    found = await findings(server, limits=Limits(call=0.05))
    assert found["reach"].words == "no answer in time"


async def test_a_stream_that_comes_at_once_is_noted(server: FaultServer) -> None:
    endpoint_like(server, stream=says(LINE))
    assert (await findings(server))["stream"].verdict == "note"


def test_the_server_is_known_by_the_owner_it_gives_its_models() -> None:
    assert dialect_of([{"owned_by": "vllm"}]) == "vllm"
    assert dialect_of([{"owned_by": "llamacpp"}]) == "llama.cpp"
    assert dialect_of([{"owned_by": "library"}]) == "ollama"
    assert dialect_of([{"owned_by": "me", "permissions": []}]) == "llama.cpp"
    assert dialect_of([{"owned_by": "me"}, {}]) is None


async def test_a_dialect_that_is_not_the_usual_one_is_told_with_how_to_give_it(server: FaultServer) -> None:
    endpoint_like(server, listed=lists("small", owner="llamacpp"))
    assert (await findings(server))["value"].mend == "talk with it as --dialect llama.cpp"


def test_the_verb_prints_the_steps_and_leaves_with_0_or_2(server: FaultServer, tmp_path: Path, capsys: Any) -> None:
    endpoint_like(server)
    key = tmp_path / "key"
    key.write_text("sk-secret-0123456789")
    key.chmod(0o644)
    assert main(["models", "--base-url", server.address, "--key-file", str(key)]) == 0
    shown = capsys.readouterr()
    assert "All is fine." in shown.out
    assert "chmod 600" in shown.out
    assert "sk-secret" not in shown.out + shown.err
    assert server.asked[0].headers["authorization"] == "Bearer sk-secret-0123456789"
    assert main(["models", "--base-url", server.address, "--model", "big"]) == 2
    assert "big is not there; it has small" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--base-url", "nonsense"), "'nonsense' is no address"),
        (("--base-url", "http://127.0.0.1:9/v1", "--key-file", "nowhere"), "no such key file"),
    ],
)
def test_what_is_asked_wrongly_is_told_in_a_line(arguments: tuple[str, ...], said: str, capsys: Any) -> None:
    assert main(["models", *arguments]) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert "Traceback" not in shown.err


def test_without_an_address_this_machine_is_looked_over(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    endpoint_like(server)
    monkeypatch.setattr(checking, "USUAL_ADDRESSES", {"nobody": "http://127.0.0.1:9/v1", "us": server.address})
    assert models(None, None, None, {}) == 0
    monkeypatch.setattr(checking, "USUAL_ADDRESSES", {"nobody": "http://127.0.0.1:9/v1"})
    with pytest.raises(UsageError, match="give --base-url"):
        models(None, None, None, {})
    assert models(None, None, None, {"HOLDSPACE_BASE_URL": server.address}) == 0
    capsys.readouterr()
