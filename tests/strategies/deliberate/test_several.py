"""What follows the first strategy of a reply, all in one answer or one by one."""

from __future__ import annotations

import pytest

from holdspace.prompts.port import ChatFailure
from holdspace.strategies.catalogue import CATALOGUE, STRATEGIES
from holdspace.strategies.deliberate.budget import Budget
from holdspace.strategies.deliberate.several import Dropped, Onward, Pair, Pairs, Several

REFLECT, AFFIRM, ASK = "Reflection of feelings", "Affirmation and Reassurance", "Question"
BARRED = frozenset({"Providing Suggestions"})


def pair(strategy: str, intent: str = "say so") -> Pair:
    return Pair(strategy=strategy, intent=intent)


def at_once(*pairs: Pair):
    return lambda _: Pairs(steps=list(pairs))


def onward(*pairs: Pair | None):
    return lambda call: Onward(step=pairs[call.number])


def strategies(found) -> list[str]:
    return [step.strategy for step in found.steps]


def test_all_in_one_takes_the_steps_in_order_from_one_call(run, played, plates, clock) -> None:
    model = played(at_once(pair(AFFIRM, "I would like to name the hour he stayed."), pair(ASK, "ask about it")))
    found = run(Several(model, clock=clock).steps(plates, REFLECT))
    assert strategies(found) == [REFLECT, AFFIRM, ASK]
    assert [(step.intent, step.by) for step in found.steps] == [
        (CATALOGUE[REFLECT].intent, "catalogue"),
        ("name the hour he stayed", "model"),
        ("ask about it", "model"),
    ]
    assert len(model.calls) == found.spent.calls == 1


def test_one_by_one_shows_what_is_decided_until_the_model_stops(run, played, plates, clock) -> None:
    model = played(onward(pair(AFFIRM, "praise the hour"), None))
    found = run(Several(model, "one_by_one", clock=clock).steps(plates, REFLECT))
    assert strategies(found) == [REFLECT, AFFIRM]
    assert f"in order: {REFLECT}, then {AFFIRM}." in model.calls[1].system
    assert f"{AFFIRM} | praise the hour" in model.calls[1].user
    assert "praise the hour" not in model.calls[1].system


def test_one_by_one_ends_at_three_without_asking_again(run, played, plates, clock) -> None:
    model = played(onward(pair(AFFIRM), pair(ASK), pair("Others")))
    found = run(Several(model, "one_by_one", clock=clock).steps(plates, REFLECT))
    assert strategies(found) == [REFLECT, AFFIRM, ASK]
    assert len(model.calls) == 2


@pytest.mark.parametrize("manner", ["all_in_one", "one_by_one"])
def test_one_strategy_is_kept_when_nothing_follows(run, played, plates, clock, manner) -> None:
    model = played(at_once() if manner == "all_in_one" else onward(None))
    assert strategies(run(Several(model, manner, clock=clock).steps(plates, REFLECT))) == [REFLECT]


def test_barred_repeated_and_too_many_are_dropped_by_name(run, played, plates, clock) -> None:
    asked = (pair("Providing Suggestions"), pair(REFLECT), pair(AFFIRM), pair(ASK))
    found = run(Several(played(at_once(*asked)), most=2, clock=clock).steps(plates, REFLECT, BARRED))
    assert strategies(found) == [REFLECT, AFFIRM]
    assert found.dropped == (
        Dropped("Providing Suggestions", "barred"),
        Dropped(REFLECT, "repeated"),
        Dropped(ASK, "too_many"),
    )


def test_what_is_barred_is_not_offered(run, played, plates, clock) -> None:
    model = played(at_once())
    run(Several(model, clock=clock).steps(plates, REFLECT, BARRED))
    assert "- Providing Suggestions" not in model.calls[0].system
    assert f"- {REFLECT}" not in model.calls[0].system
    assert f"- {AFFIRM}" in model.calls[0].system


@pytest.mark.parametrize("manner", ["all_in_one", "one_by_one"])
@pytest.mark.parametrize("said", [ChatFailure("timeout"), ChatFailure("unreadable"), None, "{}", OSError("gone")])
def test_the_planner_s_strategy_stands_whatever_fails(run, played, plates, clock, manner, said) -> None:
    found = run(Several(played(lambda _: said), manner, clock=clock).steps(plates, REFLECT))
    assert strategies(found) == [REFLECT]
    assert len(found.failures) == 1


@pytest.mark.parametrize("intent", ["", " \n", "I'm sorry, but I can't assist with that."])
def test_an_intent_that_says_nothing_gives_way_to_the_catalogue_s(run, played, plates, clock, intent) -> None:
    found = run(Several(played(at_once(pair(AFFIRM, intent))), clock=clock).steps(plates, REFLECT))
    assert (found.steps[1].intent, found.steps[1].by) == (CATALOGUE[AFFIRM].intent, "catalogue")


def test_a_limit_cuts_the_choosing_short(run, played, plates, clock) -> None:
    model = played(onward(pair(AFFIRM), pair(ASK)))
    found = run(Several(model, "one_by_one", budget=Budget(calls=1), clock=clock).steps(plates, REFLECT))
    assert strategies(found) == [REFLECT, AFFIRM]
    assert found.halted == "calls"


def test_no_call_is_made_for_one_strategy_or_when_nothing_is_open(run, played, plates, clock) -> None:
    model = played(at_once(pair(ASK)))
    run(Several(model, most=1, clock=clock).steps(plates, REFLECT))
    run(Several(model, clock=clock).steps(plates, REFLECT, frozenset(STRATEGIES) - {REFLECT}))
    assert model.calls == []


def test_more_than_three_is_refused(played) -> None:
    with pytest.raises(ValueError, match=r"most must be 1\.\.3, not 4"):
        Several(played(), most=4)
