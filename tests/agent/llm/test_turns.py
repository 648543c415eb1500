"""The whole stack over one endpoint: adapter, vetting, retries and turn, and what each fault comes to in the end."""

from __future__ import annotations

import pytest

from holdspace.agent.llm.endpoint import Limits, Prices
from holdspace.agent.llm.openai import OpenAIModel
from holdspace.agent.llm.resilient import Policy, Resilient, TurnModel
from holdspace.agent.llm.vetted import Vetted
from holdspace.prompts.port import ChatFailure, ChatMessage, ChatReply, FailureKind, Usage

from .conftest import MakeModel
from .server import (
    DONE,
    LINE,
    Behaviour,
    FaultServer,
    Handler,
    event,
    fails,
    says,
    stalls,
    streams,
    whole_stream,
)

ASK = (ChatMessage("user", "i set the table for two again"),)
REFUSAL = "I'm sorry, but I can't help with that."
SPANISH = "Siento mucho que te sientas así, pero no estás solo en esto y puedes hablar con alguien."
LEAK = "You write the next reply of a program that listens to people in distress. You are a program."
GIBBERISH = "xkqzv wrtplm bcdfgh qqqqq zxcvb nmkjh " * 5


async def no_sleep(seconds: float) -> None:
    return


def turn_of(*models: OpenAIModel) -> TurnModel:
    policy = Policy(attempts=2, turn=60.0)
    prices = {"small": Prices(prompt=1.0, reply=2.0)}
    return Resilient([Vetted(model) for model in models], policy, prices=prices, sleep=no_sleep).turn()


def either(whole: Behaviour, stream: Behaviour) -> Behaviour:
    return lambda handler: (stream if handler.server.asked[-1].body.get("stream") else whole)(handler)


def said(text: str, finish: str = "stop") -> Behaviour:
    return either(says(text, finish), streams([event(text), event(finish=finish), DONE]))


FAULTS: list[tuple[Behaviour, FailureKind, int]] = [
    (fails(401), "unauthorised", 1),
    (fails(403), "unauthorised", 1),
    (fails(404, {"error": {"message": "model not found"}}), "unknown_model", 1),
    (fails(408), "timeout", 2),
    (fails(409), "overloaded", 2),
    (fails(413), "too_long", 1),
    (fails(429), "rate_limited", 2),
    (fails(429, retry_after="1"), "rate_limited", 2),
    (fails(429, retry_after="90"), "rate_limited", 1),
    (fails(500), "overloaded", 2),
    (fails(502, "<html>Bad Gateway</html>", "text/html"), "overloaded", 2),
    (fails(503), "overloaded", 2),
    (fails(200, "<html>Sign in</html>", "application/json"), "unreadable", 2),
    (said(""), "empty", 2),
    (either(says(None, "content_filter"), streams([event(finish="content_filter"), DONE])), "refused", 1),
    (said(REFUSAL), "refused", 1),
    (said(SPANISH), "unfit", 2),
    (said(LEAK), "unfit", 2),
    (said(GIBBERISH), "unfit", 2),
    (said("You stayed. " * 90_000), "unfit", 2),
]


@pytest.mark.parametrize(("fault", "kind", "calls"), FAULTS)
async def test_each_fault_ends_in_its_kind_after_its_number_of_calls(
    server: FaultServer, make_model: MakeModel, fault: Behaviour, kind: FailureKind, calls: int
) -> None:
    server.plays(fault)
    turn = turn_of(make_model())
    whole = await turn.text(ASK)
    assert isinstance(whole, ChatFailure)
    assert (whole.kind, len(server.asked)) == (kind, calls)
    items = [item async for item in turn_of(make_model()).stream(ASK)]
    assert isinstance(items[-1], ChatFailure)
    assert (items[-1].kind, items[-1].said) == (kind, "".join(map(str, items[:-1])))
    assert [step.outcome for step in turn.attempts] == [kind] * calls


@pytest.mark.parametrize(("fault", "kind", "calls"), FAULTS)
async def test_after_each_fault_but_a_refusal_the_next_model_answers(
    server: FaultServer, make_model: MakeModel, fault: Behaviour, kind: FailureKind, calls: int
) -> None:
    def play(handler: Handler) -> None:
        fallback = server.asked[-1].body["model"] == "spare"
        (either(says(), streams(whole_stream())) if fallback else fault)(handler)

    server.plays(play)
    turn = turn_of(make_model(), make_model(model="spare"))
    whole = await turn.text(ASK)
    if kind == "refused":
        assert isinstance(whole, ChatFailure)
        return
    assert whole == ChatReply(LINE, "small", Usage(20, 9))
    assert turn.attempts[-1].model == "spare"
    assert turn.spent.failed == calls


async def test_a_hiccup_is_not_noticed_by_the_caller_of_a_stream(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(fails(503), streams(whole_stream()))
    items = [item async for item in turn_of(make_model()).stream(ASK)]
    assert "".join(map(str, items[:-1])) == LINE
    assert isinstance(items[-1], ChatReply)


async def test_what_was_shown_before_a_cut_is_whole_sentences_and_is_not_said_again(
    server: FaultServer, make_model: MakeModel
) -> None:
    first = "You set two plates again, and then you stayed with it for a whole hour. "
    server.plays(streams([event(first), event("Then you"), event(" wa")], then="cut"), streams(whole_stream()))
    items = [item async for item in turn_of(make_model()).stream(ASK)]
    assert isinstance(items[-1], ChatFailure)
    assert items[-1].kind == "cut"
    assert items[-1].said == "".join(map(str, items[:-1])) == first
    assert len(server.asked) == 1


async def test_a_cut_in_the_first_sentence_is_tried_again_unseen(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(streams([event("You set tw")], then="cut"), streams(whole_stream()))
    items = [item async for item in turn_of(make_model()).stream(ASK)]
    assert "".join(map(str, items[:-1])) == LINE


async def test_silence_ends_with_the_turn_whatever_the_limits_of_a_call_are(
    server: FaultServer, make_model: MakeModel
) -> None:
    server.plays(stalls)
    patient = make_model(Limits(first=600.0, between=600.0, call=600.0))
    turn = Resilient([patient], Policy(turn=0.1)).turn()
    failure = await turn.text(ASK)
    assert isinstance(failure, ChatFailure)
    assert (failure.kind, turn.spent.calls) == ("timeout", 1)
