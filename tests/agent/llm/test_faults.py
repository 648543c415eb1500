"""Every way an endpoint goes wrong ends in one typed value, for a whole reply and for a stream alike."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr

from holdspace.agent.llm import endpoint as endpoints
from holdspace.agent.llm.endpoint import Endpoint, Limits
from holdspace.agent.llm.failures import failure_of_exception
from holdspace.agent.llm.openai import OpenAIModel
from holdspace.prompts.port import ChatFailure, ChatReply, FailureKind, Usage

from .conftest import ASK, KEY, PATIENT, SOON, MakeModel, pieces_told
from .server import (
    DONE,
    LINE,
    USAGE,
    Behaviour,
    FaultServer,
    Handler,
    error,
    event,
    fails,
    says,
    stalls,
    streams,
    whole_stream,
)


async def kinds(model: OpenAIModel) -> set[FailureKind]:
    """The kinds of failure by both doors."""
    whole, (pieces, last) = await model.text(ASK), await pieces_told(model)
    assert isinstance(whole, ChatFailure)
    assert isinstance(last, ChatFailure)
    assert pieces == []
    return {whole.kind, last.kind}


async def test_a_good_endpoint_gives_the_reply_by_both_doors(server: FaultServer, make_model: MakeModel) -> None:
    model = make_model()
    server.plays(says())
    assert await model.text(ASK) == ChatReply(LINE, "small", Usage(20, 9))
    server.plays(streams(whole_stream()))
    pieces, last = await pieces_told(model)
    assert "".join(pieces) == LINE
    assert last == ChatReply(LINE, "small", Usage(20, 9))


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, error("messages must not be empty"), "bad_request"),
        (400, error("This model's maximum context length is 8192 tokens", code="context_length_exceeded"), "too_long"),
        (400, error("filtered", code="content_filter"), "refused"),
        (400, error("nope/nope is not a valid model ID"), "unknown_model"),
        (400, error("API key not valid"), "unauthorised"),
        (401, error(f"Incorrect API key provided: {KEY}"), "unauthorised"),
        (402, error("Insufficient balance"), "unauthorised"),
        (403, error("forbidden"), "unauthorised"),
        (404, error("The model `small` does not exist", code="model_not_found"), "unknown_model"),
        (404, error('model "small" not found, try pulling it first'), "unknown_model"),
        (404, "<html><body><h1>Not Found</h1></body></html>", "bad_request"),
        (408, None, "timeout"),
        (409, None, "overloaded"),
        (413, None, "too_long"),
        (422, {"detail": [{"msg": "field required"}]}, "bad_request"),
        (429, None, "rate_limited"),
        (429, error("You exceeded your current quota", code="insufficient_quota"), "unauthorised"),
        (500, None, "overloaded"),
        (502, "<html><head><title>502 Bad Gateway</title></head></html>", "overloaded"),
        (503, error("Loading model"), "overloaded"),
        (504, None, "timeout"),
        (529, None, "overloaded"),
        (307, "", "bad_request"),
    ],
)
async def test_every_status_has_its_kind(
    server: FaultServer, make_model: MakeModel, status: int, body: Any, kind: FailureKind
) -> None:
    server.plays(fails(status, body))
    assert await kinds(make_model()) == {kind}
    assert len(server.asked) == 2  # the adapter itself never asks twice


async def test_no_failure_repeats_the_key(server: FaultServer, make_model: MakeModel) -> None:
    odd = "hunter2.hunter2"
    server.plays(fails(401, error(f"wrong key {KEY} or {odd}")))
    model = make_model(key=SecretStr(odd))
    failure = await model.text(ASK)
    assert isinstance(failure, ChatFailure)
    assert "wrong key [key] or [key]" in failure.detail
    assert odd not in repr(model) + repr(model.endpoint) + repr(vars(model))
    assert server.asked[0].headers["authorization"] == f"Bearer {odd}"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "7"}, 7.0),
        ({"retry_after_ms": "250"}, 0.25),
        ({"retry_after": "-3"}, 0.0),
        ({"retry_after": "nan"}, None),
        ({"retry_after": "soon"}, None),
        ({}, None),
    ],
)
async def test_retry_after_is_told_in_seconds(
    server: FaultServer, make_model: MakeModel, headers: dict[str, str], seconds: float | None
) -> None:
    server.plays(fails(429, **headers))
    failure = await make_model().text(ASK)
    assert isinstance(failure, ChatFailure)
    assert (failure.kind, failure.retry_after) == ("rate_limited", seconds)


async def test_a_refused_connection(make_model: MakeModel) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        model = make_model(base_url=f"http://127.0.0.1:{taken.getsockname()[1]}/v1")
        assert await kinds(model) == {"unreachable"}
        failure = await model.text(ASK)
    assert isinstance(failure, ChatFailure)
    assert "refused" in failure.detail


async def test_a_name_that_nobody_knows(make_model: MakeModel, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    failure = await make_model(base_url="http://models.invalid/v1").text(ASK)
    assert failure == ChatFailure("unreachable", "no machine is known by this name")


async def test_https_where_only_http_is_spoken(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(says())
    failure = await make_model(base_url=server.address.replace("http:", "https:")).text(ASK)
    assert isinstance(failure, ChatFailure)
    assert failure.kind == "unreachable"
    assert "TLS" in failure.detail


async def test_a_certificate_that_nobody_vouches_for() -> None:
    error = httpx2.ConnectError("failed")
    error.__cause__ = ssl.SSLCertVerificationError(1, "self-signed certificate")
    assert "certificate is not trusted" in failure_of_exception(error).detail


async def test_a_slow_first_byte(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(stalls)
    assert await kinds(make_model(SOON)) == {"timeout"}


async def test_a_slow_first_event_after_the_head(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(streams([": still here\n\n", event(role="assistant")], then="stall"))
    pieces, last = await pieces_told(make_model(Limits(first=5.0, between=0.05, call=5.0)))
    assert (pieces, last) == ([], ChatFailure("timeout", "no answer in time"))


async def test_a_stall_in_the_middle_keeps_what_was_said(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(streams([event("You set ") + event("two")], then="stall"))
    pieces, last = await pieces_told(make_model(Limits(first=10.0, between=0.05, call=10.0)))
    assert pieces == ["You set ", "two"]
    assert last == ChatFailure("timeout", "it stopped in the middle", said="You set two")


async def test_a_stream_without_end_meets_the_limit_of_the_call(server: FaultServer, make_model: MakeModel) -> None:
    def endless(handler: Handler) -> None:
        handler.begin()
        while not handler.server.over.wait(0.005):
            handler.chunk(event("la "))

    server.plays(endless)
    _, last = await pieces_told(make_model(Limits(first=10.0, between=10.0, call=0.15)))
    assert isinstance(last, ChatFailure)
    assert last.kind == "timeout"


@pytest.mark.parametrize("then", ["cut", "close"])
async def test_a_cut_in_the_middle_of_a_sentence(server: FaultServer, make_model: MakeModel, then: str) -> None:
    server.plays(streams([event("You set two"), event(" plates and th")], then))
    pieces, last = await pieces_told(make_model())
    assert "".join(pieces) == "You set two plates and th"
    assert isinstance(last, ChatFailure)
    assert (last.kind, last.said) == ("cut", "You set two plates and th")


async def test_a_whole_reply_that_is_cut_in_its_json(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(lambda handler: handler.send(200, '{"choices": [{"index": 0, "message": {"content": "You se'))
    failure = await make_model().text(ASK)
    assert isinstance(failure, ChatFailure)
    assert failure.kind == "unreadable"


async def test_a_body_shorter_than_announced(server: FaultServer, make_model: MakeModel) -> None:
    def short(handler: Handler) -> None:
        handler.begin("application/json")
        handler.chunk('{"choices": [')
        handler.cut()

    server.plays(short)
    assert await kinds(make_model()) == {"unreachable"}


async def test_a_stream_cut_in_the_json_of_an_event(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(streams([event("You set "), 'data: {"choices": [{"delta": {"cont'], then="end"))
    pieces, last = await pieces_told(make_model())
    assert pieces == ["You set "]
    assert isinstance(last, ChatFailure)
    assert (last.kind, last.said) == ("unreadable", "You set ")


async def test_a_stream_marked_as_ended_in_the_middle_of_a_sentence_is_cut(
    server: FaultServer, make_model: MakeModel
) -> None:
    """llama-cpp-python ends a stream so when somebody else asks: the mark, and no reason to finish."""
    server.plays(streams([event("You set two plates. And then you"), DONE]))
    _, last = await pieces_told(make_model())
    assert isinstance(last, ChatFailure)
    assert (last.kind, last.said) == ("cut", "You set two plates. And then you")


@pytest.mark.parametrize("chunks", [[], [DONE], [event(role="assistant"), DONE]])
async def test_a_stream_of_nothing_says_what_may_be_the_cause(
    server: FaultServer, make_model: MakeModel, chunks: list[str]
) -> None:
    server.plays(streams(chunks))
    _, last = await pieces_told(make_model())
    assert isinstance(last, ChatFailure)
    assert last.kind == "empty"
    assert "left for another call, a prompt beyond the context" in last.detail


@pytest.mark.parametrize(
    ("whole", "stream", "kind"),
    [
        (says(""), streams([event(""), event(finish="stop"), DONE]), "empty"),
        (says(None), streams([DONE]), "empty"),
        (says("  \n "), streams([event("  \n"), event(finish="stop"), DONE]), "empty"),
        (says("<think>hm</think>"), streams([event("<think>hm</th"), event("ink>", finish="stop"), DONE]), "empty"),
        (says("<think>so", "length"), streams([event("<think>so", finish="length"), DONE]), "empty"),
        (fails(200, '{"hello": 1}'), streams(['data: [1]\n\n']), "unreadable"),
        (fails(200, '{"choices": {}}'), streams(["data: null\n\n"]), "unreadable"),
        (fails(200, "[" * 100_000), streams([f"data: {'[' * 100_000}\n\n"]), "unreadable"),
        (fails(200, ""), streams(["data: {oops}\n\n"]), "unreadable"),
        (says(None, "tool_calls", tool_calls=[{"function": {"name": "f", "arguments": "{}"}}]),
         streams([event(tool_calls=[{"index": 0}]), event(finish="tool_calls"), DONE]), "unreadable"),
        (says(None, "content_filter"), streams([event(finish="content_filter"), DONE]), "refused"),
        (says(None, refusal="I can't help with that."),
         streams([event(refusal="I can't"), event(finish="stop"), DONE]), "refused"),
        (fails(200, error("overloaded")), streams([f"data: {json.dumps(error('overloaded'))}\n\n"]), "overloaded"),
        (fails(200, error("slow down", code=429)),
         streams([f"event: error\ndata: {json.dumps(error('slow down', code=429))}\n\n"]), "rate_limited"),
        (fails(200, error("model 'small' not found")),
         streams([f"data: {json.dumps(error('model small not found'))}\n\n"]), "unknown_model"),
    ],
)  # fmt: skip
async def test_answers_without_a_reply(
    server: FaultServer, make_model: MakeModel, whole: Behaviour, stream: Behaviour, kind: FailureKind
) -> None:
    server.plays(whole, stream)
    assert await kinds(make_model()) == {kind}


async def test_a_page_instead_of_json(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(fails(200, "<html><style>b{}</style><p>Sign in to the hotel network</p></html>", "text/html"))
    failure = await make_model().text(ASK)
    assert failure == ChatFailure("unreadable", "no JSON: Sign in to the hotel network")
    _, last = await pieces_told(make_model())
    assert isinstance(last, ChatFailure)
    assert last.kind in ("empty", "unreadable")


async def test_the_ending_is_told(server: FaultServer, make_model: MakeModel) -> None:
    model = make_model()
    for finish, ending in (("length", "length"), ("content_filter", "filtered"), ("eos", "complete")):
        server.plays(says("You set", finish), streams([event("You set"), event(finish=finish), DONE]))
        whole, (_, last) = await model.text(ASK), await pieces_told(model)
        assert isinstance(whole, ChatReply)
        assert isinstance(last, ChatReply)
        assert (whole.ending, last.ending) == (ending, ending)


async def test_a_reply_of_a_megabyte_is_stopped(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(says("word " * 210_000), streams([event(f"{at} " + "word " * 100) for at in range(2_100)]))
    model = make_model()
    whole = await model.text(ASK)
    assert isinstance(whole, ChatFailure)
    assert whole.kind == "unfit"
    _, last = await pieces_told(model)
    assert isinstance(last, ChatFailure)
    assert last.kind == "unfit"
    assert len(last.said) <= PATIENT.characters


async def test_an_answer_of_too_many_bytes_is_not_read_to_its_end(server: FaultServer, make_model: MakeModel) -> None:
    small = Limits(first=10.0, between=10.0, call=20.0, bytes=10_000)
    server.plays(says("x" * 1_000_000), streams([": keep-alive\n\n" * 100] * 100))
    assert await kinds(make_model(small)) == {"unfit"}


@pytest.mark.parametrize(
    "chunks",
    [
        [f"data: {json.dumps({'choices': [{'delta': {'content': LINE}, 'finish_reason': 'stop'}]})}"],
        ["\ufeff" + event(LINE), event(finish="stop"), DONE],
        [event(LINE).replace("data: ", "data:"), event(finish="stop"), DONE],
        [event(LINE).replace("\n", "\r\n"), event(finish="stop").replace("\n", "\r\n"), DONE],
        [event(LINE).replace("\n\n", "\n") + event(finish="stop"), DONE],
        [": ping\n\n", "event: ping\n\n", "retry: 3000\n\n", "id: 7\n\n", event(LINE, finish="stop"), DONE],
        [json.dumps({"choices": [{"delta": {"content": LINE}, "finish_reason": "stop"}]}) + "\n"],
        [event(LINE), event(LINE), event(finish="stop"), event(finish="stop"), DONE, DONE],
        [event("You set two plates again,"), event(" and then you stayed."), event(LINE, finish="stop"), DONE],
        [event(LINE), event(finish="stop"), event(" and more"), USAGE],
        [event(LINE), "data: " + json.dumps({"id": "x"}) + "\n\n", event(finish="stop"), DONE],
        [event(LINE), event(finish="stop"), "data: [DONE]"],
        [event(LINE), DONE, event(" and more")],
        [event(LINE)],
        [bytes([byte]) for byte in (event(LINE) + event(finish="stop") + DONE).encode()],
        [event("<think>they said "), event("two</think>\n\n"), event(LINE, finish="stop"), DONE],
        [event(reasoning_content="they said two"), event(LINE, finish="stop"), DONE],
    ],
)  # fmt: skip
async def test_odd_framing_and_doubled_events_leave_the_text_as_it_was_meant(
    server: FaultServer, make_model: MakeModel, chunks: list[str | bytes]
) -> None:
    server.plays(streams(chunks))
    pieces, last = await pieces_told(make_model())
    assert "".join(pieces) == LINE
    assert isinstance(last, ChatReply)
    assert (last.text, last.ending) == (LINE, "complete")


async def test_words_that_are_said_twice_stay(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(streams([event("no, "), event("no, "), event("no."), event(finish="stop"), DONE]))
    pieces, _ = await pieces_told(make_model())
    assert "".join(pieces) == "no, no, no."


async def test_bytes_that_are_no_text_do_not_end_the_stream(server: FaultServer, make_model: MakeModel) -> None:
    broken = event("You ~ stayed.", finish="stop").encode().replace(b"~", b"\xff\xfe")
    server.plays(streams([broken, DONE]))
    pieces, last = await pieces_told(make_model())
    assert "".join(pieces) == "You \ufffd\ufffd stayed."
    assert isinstance(last, ChatReply)


async def test_a_stream_that_was_asked_for_and_comes_whole(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(says())
    pieces, last = await pieces_told(make_model())
    assert pieces == [LINE]
    assert isinstance(last, ChatReply)


async def test_a_closed_model_says_so(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(says())
    model = make_model()
    assert isinstance(await model.text(ASK), ChatReply)
    await model.aclose()
    assert await kinds(model) == {"cancelled"}
    assert len(server.asked) == 1


async def test_leaving_a_stream_early_closes_it_and_the_model_goes_on(
    server: FaultServer, make_model: MakeModel
) -> None:
    server.plays(streams([event("You set "), event("two")], then="stall"), says())
    model = make_model()
    stream = model.stream(ASK)
    assert await anext(stream) == "You set "
    await stream.aclose()  # type: ignore[attr-defined]
    assert isinstance(await model.text(ASK), ChatReply)


async def test_cancelling_a_call_cancels_it_and_the_model_goes_on(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(stalls, streams([event("You set ")], then="stall"), says())
    model = make_model()
    for door in (model.text(ASK), pieces_told(model)):
        task, before = asyncio.create_task(door), len(server.asked)
        while len(server.asked) == before:
            await asyncio.sleep(0.002)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert isinstance(await model.text(ASK), ChatReply)


async def test_fields_that_an_endpoint_does_not_take_are_left_out_and_remembered(
    server: FaultServer, make_model: MakeModel
) -> None:
    server.plays(
        fails(400, error("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")),
        fails(422, {"detail": [{"loc": ["body", "stream_options"], "msg": "extra"}, {"loc": ["body", "temperature"]}]}),
        streams(whole_stream()),
    )
    model = make_model(temperature=0.4)
    _, last = await pieces_told(model)
    assert isinstance(last, ChatReply)
    await pieces_told(model)
    assert len(server.asked) == 4
    body = server.asked[-1].body
    assert body.keys() == {"model", "messages", "stream", "max_completion_tokens"}


async def test_openai_itself_is_asked_for_so_many_tokens_in_its_own_words(
    server: FaultServer, make_model: MakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Endpoint("https://api.openai.com/v1", "small").openai
    monkeypatch.setattr(endpoints, "OPENAI_HOST", "127.0.0.1")
    server.plays(says())
    assert isinstance(await make_model(reply_tokens=50).text(ASK), ChatReply)
    assert server.asked[0].body["max_completion_tokens"] == 50
    assert "max_tokens" not in server.asked[0].body


async def test_nothing_of_this_machine_or_its_environment_is_sent(
    server: FaultServer, make_model: MakeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, "secret-of-the-shell")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Shell: secret-of-the-shell")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server.plays(says())
    assert isinstance(await make_model(key=None, trust_environment=True).text(ASK), ChatReply)
    headers = server.asked[0].headers
    assert "secret-of-the-shell" not in str(headers)
    assert headers["user-agent"] == "holdspace"
    assert not [name for name in headers if name.startswith("x-stainless") and name.endswith(("os", "arch", "runtime"))]
