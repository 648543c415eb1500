"""No budget is passed, whatever the model does and however long it takes."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdspace.prompts.port import ChatFailure, ChatMessage, Usage
from holdspace.strategies.catalogue import STRATEGIES
from holdspace.strategies.deliberate.budget import Budget, Ledger, Prices
from holdspace.strategies.deliberate.critic import SENTENCES
from holdspace.strategies.deliberate.deliberated import Searched
from holdspace.strategies.deliberate.profiles import open_profiles
from holdspace.strategies.deliberate.search import Deliberation, Shape

PRICES = Prices(prompt=1e-6, reply=4e-6, longest_reply=200)
ASKED = (ChatMessage("system", "a" * 68), ChatMessage("user", "é" * 100))


def test_the_worst_case_counts_every_byte_and_the_longest_reply() -> None:
    ledger = Ledger(Budget(), Prices(prompt=1.0, reply=10.0, longest_reply=50), lambda: 0.0)
    assert ledger.worst(ASKED) == 68 + 200 + 2 * 32 + 500
    assert ledger.worst(ASKED, schema=40) == 2 * (332 + 40 + 300) + 50 + 300 + 1000
    assert Ledger(Budget(), None, lambda: 0.0).worst(ASKED) == 0.0


def test_what_runs_is_held_until_it_is_settled() -> None:
    ledger = Ledger(Budget(calls=9, cost=1.0), Prices(0.01, 0.01), lambda: 0.0)
    assert ledger.begin(0.6) is None
    assert ledger.begin(0.6) == "cost"
    ledger.settle(0.6, Usage(10, 10))
    assert ledger.spent().cost == pytest.approx(0.2)
    assert ledger.begin(0.6) is None
    ledger.settle(0.6, Usage())
    assert (ledger.spent().cost, ledger.spent().unsaid) == (pytest.approx(0.8), 1)
    assert ledger.begin(0.1) is None
    ledger.release(0.1)
    assert ledger.spent().cost == pytest.approx(0.8)
    assert ledger.calls_left == 6


def test_without_prices_no_cost_is_claimed() -> None:
    ledger = Ledger(Budget(), None, lambda: 0.0)
    assert ledger.begin(0.0) is None
    ledger.settle(0.0, Usage(30, 4))
    spent = ledger.spent()
    assert (spent.cost, spent.prompt_tokens, spent.reply_tokens) == (None, 30, 4)


OUTCOMES = st.sampled_from(
    [
        "well", "well", "well", "worse", "eased", "empty", "refusal", "gibberish", "json", "unreachable", "timeout",
        "unreadable", "raises", "none", "unsaid",
    ]
)  # fmt: skip


def played_out(outcome: str, call, play_well):
    said = {
        "empty": "",
        "refusal": "I'm sorry, but I can't assist with that.",
        "gibberish": "� {]} worse better",
        "json": json.dumps({"reaction": "furious", "text": 3}),
        "raises": ValueError("broken"),
        "none": None,
        **{kind: ChatFailure(kind) for kind in ("unreachable", "timeout", "unreadable")},
    }
    if outcome in said:
        return said[outcome]
    if outcome in ("worse", "eased") and call.doing == "judgement":
        return SENTENCES[outcome]
    return play_well(call)


@settings(max_examples=150, deadline=None)
@example(
    outcomes=["unreachable"], waits=[0.0], budget=Budget(5, 1.0, 0.00390625), shape=Shape(2, 1, 2),
    barred=frozenset(), prior={}, people=1,
)  # fmt: skip
@given(
    outcomes=st.lists(OUTCOMES, min_size=1, max_size=25),
    waits=st.lists(st.floats(0.0, 3.0), min_size=1, max_size=9),
    budget=st.builds(Budget, st.integers(0, 60), st.floats(0.0, 20.0), st.none() | st.floats(0.0, 0.1)),
    shape=st.builds(Shape, st.integers(1, 20), st.integers(1, 3), st.sampled_from([2, 4])),
    barred=st.frozensets(st.sampled_from(STRATEGIES)),
    prior=st.dictionaries(st.sampled_from(STRATEGIES), st.floats(0.0, 1.0)),
    people=st.integers(1, 8),
)
def test_no_limit_is_passed_and_nothing_barred_is_tried(
    *, run, played, play_well, plates, clock, outcomes, waits, budget, shape, barred, prior, people
) -> None:
    billed = []

    def act(call):
        return played_out(outcomes[call.number % len(outcomes)], call, play_well)

    def usage(call):
        if outcomes[call.number % len(outcomes)] in ("unsaid", "unreachable"):
            return Usage()  # said by nobody, or nobody was there to bill it
        twice = 2 if call.doing == "answer" else 1
        count = Usage(twice * len((call.system + call.user).encode()), twice * PRICES.longest_reply)
        billed.append(count.prompt_tokens * PRICES.prompt + count.reply_tokens * PRICES.reply)
        return count

    model = played(act, waits=lambda call: waits[call.number % len(waits)], usage=usage)
    thinking = Deliberation(model, None, open_profiles()[:people], budget, PRICES, clock, shape)
    found = run(thinking.deliberate(plates, prior, barred))
    assert len(model.calls) == found.spent.calls <= budget.calls
    assert found.spent.seconds <= budget.seconds + 1e-6
    if budget.cost is not None:
        assert sum(billed) <= budget.cost + 1e-12
        assert found.spent.cost <= budget.cost + 1e-12
    moved = {s for s in STRATEGIES for call in model.calls if f"nothing besides: {s}." in call.system}
    assert not moved & barred
    assert {w.strategy for w in found.ranked} == set(STRATEGIES) - barred
    assert sum(w.chance for w in found.ranked) == pytest.approx(1.0 if found.ranked else 0.0)
    assert (found.kind == "searched") == any(w.visits for w in found.ranked)
    assert found.reason.endswith(").")
    if isinstance(found, Searched):
        assert all(exchange.strategy not in barred for exchange in found.best)
        assert len(found.best) <= shape.depth
