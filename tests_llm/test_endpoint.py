"""The endpoint itself: found and checked, whole answers, streams, values in every dialect, and its own faults."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from typing import Any, Literal

import pytest
from pydantic import BaseModel

from holdspace.agent.gate import Cutter, Length, SentenceGate
from holdspace.agent.llm.endpoint import Dialect, Endpoint, Limits
from holdspace.agent.llm.openai import OpenAIModel
from holdspace.agent.llm.vetted import Vetted
from holdspace.agent.second_reader import SecondReading, reading_prompt
from holdspace.cli import main
from holdspace.prompts.port import ChatFailure, ChatMessage, ChatReply, ChatValue
from holdspace.prompts.sentences import split_sentences

from .reviewing import RecordingReviewer
from .server import NAME, Served

pytestmark = pytest.mark.live

ASK = (
    ChatMessage("system", "You listen to people. Answer in plain English."),
    ChatMessage("user", "I set the table for two again last night, out of habit. Tell me about an evening alone."),
)
LIMITS = Limits(first=120.0, between=120.0, call=300.0)

MakeModel = Callable[..., OpenAIModel]


class Heard(BaseModel):
    feeling: Literal["sadness", "anger", "fear", "joy"]
    intensity: int


@pytest.fixture
async def make_model(served: Served) -> AsyncIterator[MakeModel]:
    made: list[OpenAIModel] = []

    def make(**fields: Any) -> OpenAIModel:
        given = {"dialect": "llama.cpp", "limits": LIMITS, "reply_tokens": 120} | fields
        made.append(OpenAIModel(Endpoint(served.address, NAME, **given)))
        return made[-1]

    yield make
    for model in made:
        await model.aclose()


def test_the_endpoint_is_checked_step_by_step(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["models", "--base-url", served.address])
    told = capsys.readouterr()
    steps = dict(re.findall(r"^  (\w+) +(fine|note|wrong) ", told.out, re.MULTILINE))
    assert list(steps) == ["reach", "model", "text", "stream", "value"], told.out + told.err
    assert steps["reach"] == steps["model"] == steps["stream"] == "fine"
    assert f"{NAME} (the only one)" in told.out
    assert "the way of llama.cpp" in told.out or steps["value"] == "wrong"
    wrong = [line for line in told.out.splitlines() if " wrong " in line]
    assert code == (2 if wrong else 0)
    assert all("; " in line for line in wrong), "each fault is told with what mends it"
    assert told.err == ""


def test_a_model_that_is_not_there_is_told_with_those_that_are(
    served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "--base-url", served.address, "--model", "large"]) == 2
    assert f"large is not there; it has {NAME}" in capsys.readouterr().out


async def test_a_whole_answer_has_words_an_end_and_a_count(make_model: MakeModel) -> None:
    reply = await make_model().text(ASK)
    assert isinstance(reply, ChatReply)
    assert reply.text.strip() == reply.text != ""
    assert 0 < reply.usage.reply_tokens <= 121
    assert reply.ending == ("length" if reply.usage.reply_tokens >= 120 else "complete")


@pytest.mark.parametrize("dialect", ["openai", "llama.cpp", "ollama", "vllm"])
async def test_no_dialect_lets_an_answer_run_past_its_tokens(make_model: MakeModel, dialect: Dialect) -> None:
    reply = await make_model(dialect=dialect, reply_tokens=24).text(ASK)
    assert isinstance(reply, ChatReply)
    assert reply.usage.reply_tokens <= 25


async def test_a_stream_says_in_pieces_what_it_says_as_a_whole(make_model: MakeModel) -> None:
    *pieces, last = [item async for item in make_model().stream(ASK)]
    assert isinstance(last, ChatReply)
    assert len(pieces) > 3
    assert "".join(map(str, pieces)) == last.text


async def through_the_gate(model: OpenAIModel, reviewer: RecordingReviewer) -> int:
    """How many sentences of one stream left before its end, each of them after its review."""
    shown: list[str] = []

    def out(sentence: str) -> None:
        shown.append(sentence)
        assert reviewer.has_passed(shown)

    gate = SentenceGate(lambda said: reviewer.review(" ".join(said)), frozenset(), Length(12, 400), out)
    cutter, before_the_end = Cutter(), 0
    async for item in Vetted(model).stream(ASK):
        if isinstance(item, str):
            for sentence in cutter.feed(item):
                gate.take(sentence)
            before_the_end = len(shown)
            continue
        written = split_sentences(item.text if isinstance(item, ChatReply) else item.said)
        assert [sentence for sentence in written if sentence in shown][: len(shown)] == shown
    return before_the_end


async def test_several_sentences_leave_a_stream_one_by_one_each_after_its_review(
    make_model: MakeModel, reviewer: RecordingReviewer
) -> None:
    model, tries = make_model(reply_tokens=300), 4
    while await through_the_gate(model, reviewer) < 2:
        tries -= 1
        assert tries, "no stream had two sentences that may be shown"


@pytest.mark.parametrize("dialect", ["openai", "llama.cpp", "ollama", "vllm"])
async def test_a_value_fits_its_type_or_is_a_failure_that_says_so(make_model: MakeModel, dialect: Dialect) -> None:
    model = make_model(dialect=dialect)
    for _ in range(2):
        value = await model.value(ASK, Heard)
        if isinstance(value, ChatValue):
            assert value.value.feeling in ("sadness", "anger", "fear", "joy")
        else:
            assert value.kind == "unreadable"
            assert value.detail.startswith("no Heard: ")
        assert value.usage.reply_tokens > 0


async def test_in_the_servers_own_dialect_a_value_is_bound_by_its_schema(make_model: MakeModel) -> None:
    value = await make_model(reply_tokens=300).value(ASK, Heard)
    assert isinstance(value, ChatValue)


async def test_the_second_readers_value_fits_or_fails(make_model: MakeModel) -> None:
    value = await make_model(reply_tokens=200).value(reading_prompt("i hate my boss", ()), SecondReading)
    assert isinstance(value, ChatValue) or value.kind == "unreadable"


async def test_what_is_too_long_for_the_context_is_called_so(make_model: MakeModel) -> None:
    long = (ChatMessage("user", "and then the rain came down on the hill again " * 800),)
    failure = await make_model().text(long)
    assert isinstance(failure, ChatFailure)
    assert failure.kind == "too_long"


async def test_a_stream_of_what_is_too_long_ends_in_a_failure(make_model: MakeModel) -> None:
    long = (ChatMessage("user", "and then the rain came down on the hill again " * 800),)
    (failure,) = [item async for item in make_model().stream(long)]
    assert isinstance(failure, ChatFailure)
