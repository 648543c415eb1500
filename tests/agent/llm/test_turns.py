"""The whole stack over one endpoint: adapter, vetting, retries and turn, and what each fault comes to in the end."""

from __future__ import annotations

import pytest

from holdspace.agent.llm.endpoint import Limits, Prices
from holdspace.agent.llm.openai import OpenAIModel
from holdspace.agent.llm.resilient import Policy, Resilient, TurnModel
from holdspace.agent.llm.vetted import Vetted
from holdspace.prompts.port import ChatFailure, ChatReply, FailureKind, Usage

from .conftest import ASK, MakeModel, no_sleep, told
from .faults import FAILED, REFUSED
from .server import (
    LINE,
    Behaviour,
    FaultServer,
    Handler,
    either,
    event,
    fails,
    says,
    stalls,
    streams,
    whole_stream,
)


def turn_of(*models: OpenAIModel) -> TurnModel:
    policy = Policy(attempts=2, turn=60.0)
    prices = {"small": Prices(prompt=1.0, reply=2.0)}
    return Resilient([Vetted(model) for model in models], policy, prices=prices, sleep=no_sleep).turn()


@pytest.mark.parametrize(("fault", "kind", "calls"), [*FAILED, *REFUSED])
async def test_each_fault_ends_in_its_kind_after_its_number_of_calls(
    server: FaultServer, make_model: MakeModel, fault: Behaviour, kind: FailureKind, calls: int
) -> None:
    server.plays(fault)
    turn = turn_of(make_model())
    whole = await turn.text(ASK)
    assert isinstance(whole, ChatFailure)
    assert (whole.kind, len(server.asked)) == (kind, calls)
    text, last = await told(turn_of(make_model()))
    assert isinstance(last, ChatFailure)
    assert (last.kind, last.said) == (kind, text)
    assert [step.outcome for step in turn.attempts] == [kind] * calls


def spared(server: FaultServer, fault: Behaviour) -> None:
    """The first model meets the fault; the spare one answers."""

    def play(handler: Handler) -> None:
        fallback = server.asked[-1].body["model"] == "spare"
        (either(says(), streams(whole_stream())) if fallback else fault)(handler)

    server.plays(play)


@pytest.mark.parametrize(("fault", "kind", "calls"), FAILED)
async def test_after_a_fault_the_next_model_answers(
    server: FaultServer, make_model: MakeModel, fault: Behaviour, kind: FailureKind, calls: int
) -> None:
    spared(server, fault)
    turn = turn_of(make_model(), make_model(model="spare"))
    assert await turn.text(ASK) == ChatReply(LINE, "small", Usage(20, 9))
    assert [step.outcome for step in turn.attempts] == [*[kind] * calls, "answered"]
    assert turn.attempts[-1].model == "spare"
    assert turn.spent.failed == calls


@pytest.mark.parametrize(("fault", "kind", "calls"), REFUSED)
async def test_after_a_refusal_no_other_model_is_asked(
    server: FaultServer, make_model: MakeModel, fault: Behaviour, kind: FailureKind, calls: int
) -> None:
    spared(server, fault)
    turn = turn_of(make_model(), make_model(model="spare"))
    whole = await turn.text(ASK)
    assert isinstance(whole, ChatFailure)
    assert (whole.kind, len(server.asked)) == (kind, calls)


async def test_a_hiccup_is_not_noticed_by_the_caller_of_a_stream(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(fails(503), streams(whole_stream()))
    text, last = await told(turn_of(make_model()))
    assert text == LINE
    assert isinstance(last, ChatReply)


async def test_what_was_shown_before_a_cut_is_whole_sentences_and_is_not_said_again(
    server: FaultServer, make_model: MakeModel
) -> None:
    first = "You set two plates again, and then you stayed with it for a whole hour. "
    server.plays(streams([event(first), event("Then you"), event(" wa")], then="cut"), streams(whole_stream()))
    text, last = await told(turn_of(make_model()))
    assert isinstance(last, ChatFailure)
    assert last.kind == "cut"
    assert last.said == text == first
    assert len(server.asked) == 1


async def test_a_cut_in_the_first_sentence_is_tried_again_unseen(server: FaultServer, make_model: MakeModel) -> None:
    server.plays(streams([event("You set tw")], then="cut"), streams(whole_stream()))
    text, _ = await told(turn_of(make_model()))
    assert text == LINE


async def test_silence_ends_with_the_turn_whatever_the_limits_of_a_call_are(
    server: FaultServer, make_model: MakeModel
) -> None:
    server.plays(stalls)
    patient = make_model(Limits(first=600.0, between=600.0, call=600.0))
    turn = Resilient([patient], Policy(turn=0.1)).turn()
    failure = await turn.text(ASK)
    assert isinstance(failure, ChatFailure)
    assert (failure.kind, turn.spent.calls) == ("timeout", 1)
