"""Retries, breaker, fallback and the end of a turn, on a clock that only moves when the test says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import BaseModel

from holdspace.agent.llm.endpoint import Prices
from holdspace.agent.llm.resilient import Attempt, Policy, Resilient
from holdspace.agent.llm.scripted import Pieces, ScriptedModel
from holdspace.agent.llm.vetted import Vetted
from holdspace.prompts.port import ChatFailure, ChatMessage, ChatReply, ChatValue, FailureKind, Usage

from .conftest import ASK, told
from .faults import REFUSAL
from .server import LINE

DOWN = ChatFailure("overloaded", "503")


@dataclass
class Time:
    """A clock that a sleep moves, and nothing else."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def hold(time: Time, *models: Any, policy: Policy | None = None, **more: Any) -> Resilient:
    return Resilient(models, policy, clock=time, sleep=time.sleep, random=lambda: 1.0, **more)


class Silent:
    """Answers never."""

    name = "silent"

    async def text(self, messages: Sequence[ChatMessage]) -> ChatReply | ChatFailure:
        await asyncio.Event().wait()
        raise AssertionError("never")

    async def value(self, messages: Sequence[ChatMessage], of: type[Any]) -> ChatValue[Any] | ChatFailure:
        return await self.text(messages)  # type: ignore[return-value]

    async def stream(self, messages: Sequence[ChatMessage]) -> AsyncIterator[str | ChatReply | ChatFailure]:
        yield await self.text(messages)


async def test_a_hiccup_is_tried_again_with_growing_pauses() -> None:
    time, model = Time(), ScriptedModel([DOWN, ChatFailure("timeout"), LINE])
    turn = hold(time, model).turn()
    assert await turn.text(ASK) == ChatReply(LINE, "scripted")
    assert time.slept == [0.5, 1.0]
    assert [attempt.outcome for attempt in turn.attempts] == ["overloaded", "timeout", "answered"]
    assert (turn.spent.calls, turn.spent.failed, turn.spent.waited) == (3, 2, 1.5)


async def test_jitter_halves_a_pause_at_most() -> None:
    time = Time()
    model = Resilient([ScriptedModel([DOWN, LINE])], clock=time, sleep=time.sleep, random=lambda: 0.0)
    await model.text(ASK)
    assert time.slept == [0.25]


async def test_attempts_are_bounded_and_the_last_failure_is_told() -> None:
    time, model = Time(), ScriptedModel([DOWN, DOWN, ChatFailure("timeout", "third"), LINE])
    assert await hold(time, model).text(ASK) == ChatFailure("timeout", "third")
    assert len(model.asked) == 3


async def test_retry_after_is_kept_when_the_turn_allows_it() -> None:
    time = Time()
    model = hold(time, ScriptedModel([ChatFailure("rate_limited", retry_after=6.0), LINE]))
    assert isinstance(await model.text(ASK), ChatReply)
    assert time.slept == [6.5]


async def test_a_wait_beyond_the_turn_is_not_begun() -> None:
    time, limited = Time(), ChatFailure("rate_limited", retry_after=31.0)
    model = ScriptedModel([limited, LINE])
    assert await hold(time, model).text(ASK) == limited
    assert time.slept == []
    fallback = ScriptedModel([LINE], name="other")
    found = await hold(time, ScriptedModel([limited]), fallback).text(ASK)
    assert isinstance(found, ChatReply)
    assert found.model == "other"


@pytest.mark.parametrize("kind", ["unauthorised", "unknown_model", "bad_request", "too_long"])
async def test_what_no_retry_mends_goes_to_the_next_model_at_once(kind: FailureKind) -> None:
    time, first = Time(), ScriptedModel([ChatFailure(kind)])
    found = await hold(time, first, ScriptedModel([LINE], name="other")).text(ASK)
    assert isinstance(found, ChatReply)
    assert time.slept == []


async def test_a_refusal_is_the_callers_and_asked_of_nobody_else() -> None:
    time, other = Time(), ScriptedModel([LINE], name="other")
    model = hold(time, Vetted(ScriptedModel([REFUSAL, REFUSAL])), other)
    assert await model.text(ASK) == ChatFailure("refused", "a bare refusal")
    assert await told(model) == ("", ChatFailure("refused", "a bare refusal"))
    assert other.asked == []


async def test_the_breaker_opens_rests_and_is_tried_with_one_call() -> None:
    time = Time()
    model = ScriptedModel([DOWN, DOWN, DOWN, DOWN, LINE, LINE])
    held = hold(time, model, policy=Policy(attempts=1, opens_after=3, rests=30.0))
    for _ in range(3):
        await held.text(ASK)
    assert held.breakers[0].state == "open"
    failure = await held.text(ASK)
    assert isinstance(failure, ChatFailure)
    assert (failure.kind, failure.retry_after) == ("overloaded", 30.0)
    assert "left alone for 30 s" in failure.detail
    assert len(model.asked) == 3
    time.now += 30
    assert held.breakers[0].state == "half-open"
    await held.text(ASK)  # the trial fails: open again at once
    assert held.breakers[0].state == "open"
    time.now += 30
    assert isinstance(await held.text(ASK), ChatReply)
    assert held.breakers[0].state == "closed"


async def test_while_half_open_only_one_call_is_let_through() -> None:
    time = Time()
    held = hold(time, Silent(), policy=Policy(attempts=1, opens_after=1, rests=5.0, turn=60.0))
    held.breakers[0].failed(DOWN)
    time.now += 5
    trial = asyncio.create_task(held.text(ASK))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    failure = await held.text(ASK)
    assert isinstance(failure, ChatFailure)
    assert "left alone" in failure.detail
    trial.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trial
    assert held.breakers[0].admit()  # the cancelled trial told nothing and left the door free


async def test_what_says_nothing_about_the_endpoint_does_not_open_it() -> None:
    held = hold(Time(), ScriptedModel([ChatFailure("empty")] * 9), policy=Policy(opens_after=2))
    for _ in range(3):
        await held.text(ASK)
    assert held.breakers[0].state == "closed"


async def test_an_endpoint_is_left_alone_as_long_as_it_asked() -> None:
    time, held = Time(), None
    held = hold(time, ScriptedModel([ChatFailure("rate_limited", retry_after=90.0)]), policy=Policy(opens_after=1))
    await held.text(ASK)
    assert held.breakers[0].rests_for == 90.0


async def test_a_resting_model_is_passed_over_for_the_next() -> None:
    time = Time()
    held = hold(time, ScriptedModel([]), ScriptedModel([LINE], name="other"), policy=Policy(opens_after=1))
    held.breakers[0].failed(DOWN)
    turn = held.turn()
    assert isinstance(await turn.text(ASK), ChatReply)
    assert [(step.model, step.outcome) for step in turn.attempts] == [("scripted", "resting"), ("other", "answered")]


async def test_a_call_without_end_ends_with_the_turn() -> None:
    held = Resilient([Silent()], Policy(turn=0.03))
    text, (said, last) = await held.text(ASK), await told(held)
    assert isinstance(text, ChatFailure)
    assert isinstance(last, ChatFailure)
    assert (text.kind, said, last.kind) == ("timeout", "", "timeout")


async def test_a_silent_model_leaves_time_for_the_next() -> None:
    held = hold(Time(), Silent(), ScriptedModel([LINE]), policy=Policy(turn=0.03))
    assert isinstance(await held.text(ASK), ChatReply)


async def test_one_limit_and_one_account_for_all_calls_of_a_turn() -> None:
    time = Time()
    reply = ChatReply(LINE, "small", Usage(1000, 500))
    failure = ChatFailure("unreadable", usage=Usage(1000, 100))
    held = hold(time, ScriptedModel([failure, reply, LINE, DOWN]), prices={"scripted": Prices(prompt=2.0, reply=10.0)})
    turn = held.turn(10.0)
    await turn.text(ASK)
    await turn.text(ASK)
    assert turn.spent.usage == Usage(2000, 600)
    assert turn.spent.cost == pytest.approx(0.010)
    assert turn.spent.uncounted == 1
    time.now += 20
    assert turn.left == 0.0
    assert await turn.text(ASK) == ChatFailure("timeout", "no time was left in this turn")


async def test_a_stream_that_fails_before_a_word_is_tried_again() -> None:
    time = Time()
    held = hold(time, ScriptedModel([DOWN, Pieces((), ChatFailure("cut")), LINE]))
    assert await told(held) == (LINE, ChatReply(LINE, "scripted"))


async def test_a_stream_that_fails_after_a_word_ends_with_what_was_said() -> None:
    time, other = Time(), ScriptedModel([LINE], name="other")
    first = ScriptedModel([Pieces(("You set ", "two"), ChatFailure("cut", "gone")), LINE])
    turn = hold(time, first, other).turn()
    assert await told(turn) == ("You set two", ChatFailure("cut", "gone", said="You set two"))
    assert (len(first.asked), other.asked, time.slept) == (1, [], [])


async def test_leaving_a_stream_early_is_nobodys_fault() -> None:
    held = hold(Time(), ScriptedModel([LINE]), policy=Policy(opens_after=1))
    turn = held.turn()
    stream = turn.stream(ASK)
    assert await anext(stream) == "You "
    await stream.aclose()  # type: ignore[attr-defined]
    assert held.breakers[0].state == "closed"
    assert turn.attempts == [Attempt("scripted", "left")]
    assert (turn.spent.calls, turn.spent.failed, turn.spent.uncounted) == (1, 0, 1)


async def test_a_model_that_raises_is_a_failure_and_a_script_that_ends_is_not() -> None:
    def broken(messages: Sequence[ChatMessage]) -> str:
        raise ValueError("no")

    failure = await hold(Time(), ScriptedModel([broken] * 3)).text(ASK)
    assert failure == ChatFailure("unreadable", "the model raised ValueError: no")
    with pytest.raises(AssertionError, match="asked for one more"):
        await hold(Time(), ScriptedModel([])).text(ASK)


async def test_values_pass_through() -> None:
    class Heard(BaseModel):
        feeling: str

    model = hold(Time(), ScriptedModel([DOWN, '{"feeling": "grief"}', Heard(feeling="joy")]))
    first, second = await model.value(ASK, Heard), await model.value(ASK, Heard)
    assert isinstance(first, ChatValue)
    assert isinstance(second, ChatValue)
    assert (first.value.feeling, second.value.feeling) == ("grief", "joy")


def test_no_model_at_all_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Resilient([])


@pytest.mark.parametrize(
    ("policy", "said"), [(Policy(tokens=30), "tokens"), (Policy(cost=0.00004), "money"), (Policy(tokens=20), "tokens")]
)
async def test_what_a_turn_may_use_up_is_kept_to(policy: Policy, said: str) -> None:
    time, reply = Time(), ChatReply(LINE, "scripted", Usage(20, 10))
    model = ScriptedModel([reply, reply])
    turn = hold(time, model, policy=policy, prices={"scripted": Prices(1.0, 2.0)}).turn()
    assert await turn.text(ASK) == reply
    failure = await turn.text(ASK)
    assert isinstance(failure, ChatFailure)
    assert (failure.kind, said in failure.detail) == ("cancelled", True)
    assert turn.attempts[-1].outcome == "used up"
    assert len(model.asked) == 1
