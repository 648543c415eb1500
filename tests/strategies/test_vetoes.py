"""What must not come next, and that it says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from holdspace.strategies.catalogue import STRATEGIES
from holdspace.strategies.planner import Planner
from holdspace.strategies.seeker import Feeling, SeekerState
from holdspace.strategies.stages import stage_of
from holdspace.strategies.vetoes import vetoes_of

Talk = Callable[[str], SeekerState]
STRONG = Feeling(5, -0.8, 0.6, True)


def named(state: SeekerState) -> set[tuple[str, str]]:
    return {(veto.strategy, veto.name) for veto in vetoes_of(state, stage_of(state))}


@pytest.mark.parametrize(
    ("script", "strategy", "name", "ruled_out"),
    [
        ("> my mother died in May", "Providing Suggestions", "not_yet_heard", True),
        ("> my mother died in May", "Information", "not_yet_heard", True),
        ("> how do i tell my boss, what should i do", "Providing Suggestions", "not_yet_heard", False),
        ("> a\n[Question] b?\n> c\n[Question] d?\n> e", "Question", "third_question", True),
        ("> a\n[Question] b?\n> c\n[Information] d\n> e", "Question", "third_question", False),
        ("> a\n[Providing Suggestions] b\n> no, that won't work", "Providing Suggestions", "refused", True),
        ("> a\n[Providing Suggestions] b\n> no, that won't work", "Information", "refused", True),
        ("> a\n[Information] b\n> c\n[Information] d\n> e", "Information", "running", True),
        ("> a\n[Information] b\n> c\n[Question] d\n> e", "Information", "running", False),
        ("> a\n[Others] b\n> c\n[Others] d\n> bye", "Others", "running", False),
        ("> did you ever have to go through this?", "Question", "closing", False),
        ("> sorry, i have to go", "Question", "closing", True),
        ("> i don't have anything else, please finish", "Question", "closing", True),
        ("> a\n[Question] b?\n> c\n[Others] d\n> any advice?", "Reflection of feelings", "asked", True),
        ("> a\n[Question] b?\n> c\n[Others] d\n> any advice?", "Providing Suggestions", "asked", False),
        ("> my mother died. any advice?", "Reflection of feelings", "asked", False),
        ("> hello there", "Others", "not_a_greeting_or_closing", False),
        ("> i lost my job", "Others", "not_a_greeting_or_closing", True),
        ("> a\n[Question] b?\n> thank you", "Others", "not_a_greeting_or_closing", False),
        ("> a\n[Question] b?\n> ok bye", "Question", "closing", True),
        ("> a\n[Question] b?\n> ok bye", "Others", "closing", False),
        ("> my sister has been ill and i have to take care of her", "Question", "closing", False),
        ("> i don't have a good relationship with my dad", "Question", "closing", False),
        ("> there's nothing else i can do", "Question", "closing", False),
        ("> i may have to leave him", "Question", "closing", False),
        ("> they have to go to work", "Question", "closing", False),
        ("> i haven't had a good night's sleep", "Question", "closing", False),
        ("> have a good one", "Question", "closing", True),
        ("> i need to go now", "Question", "closing", True),
        ("> a\n[Providing Suggestions] b\n> thank you so much, that really helps", "Information", "thanked", True),
        ("> a\n[Providing Suggestions] b\n> thank you so much", "Others", "thanked", False),
        ("> a\n[Providing Suggestions] b\n> thanks. what else can i do?", "Information", "thanked", False),
        ("> a\n[Question] b?\n> thanks, but my mother died", "Reflection of feelings", "thanked", False),
        ("> a\n[Question] b?\n> no thanks", "Question", "thanked", False),
        ("> my boss doesn't appreciate me", "Others", "not_a_greeting_or_closing", True),
        ("> a\n[Question] b?\n> are you a real person?", "Information", "asked_about_me", True),
        ("> a\n[Question] b?\n> what's your name", "Reflection of feelings", "asked_about_me", True),
        ("> a\n[Question] b?\n> are you a real person?", "Self-disclosure", "asked_about_me", False),
        ("> hey", "Reflection of feelings", "nothing_said_yet", True),
        ("> hey, my father is ill", "Reflection of feelings", "nothing_said_yet", False),
    ],
)
def test_vetoes_by_the_talk(talk: Talk, script: str, strategy: str, name: str, ruled_out: bool) -> None:
    assert ((strategy, name) in named(talk(script))) is ruled_out


def test_a_strong_feeling_keeps_others_stories_out(talk: Talk) -> None:
    state = replace(talk("> i hate every minute"), feelings=(STRONG,))
    assert ("Self-disclosure", "high_intensity") in named(state)


def test_a_question_answered_with_pain_is_met_first(talk: Talk) -> None:
    state = replace(talk("> he left\n[Question] When?\n> last night. i can't breathe"), feelings=(STRONG, STRONG))
    left = set(STRATEGIES) - {veto.strategy for veto in vetoes_of(state, stage_of(state))}
    assert left == {"Reflection of feelings", "Restatement or Paraphrasing"}
    asked = replace(talk("> he left\n[Question] When?\n> last night. what should i do"), feelings=(STRONG, STRONG))
    assert "met_with_pain" not in {name for _, name in named(asked)}
    told = replace(talk("> he left\n[Information] Many do.\n> i can't breathe"), feelings=(STRONG, STRONG))
    assert "met_with_pain" not in {name for _, name in named(told)}


@pytest.mark.parametrize("rank", [3, 4])
def test_great_danger_leaves_no_room_for_suggestions(talk: Talk, rank: int) -> None:
    assert ("Providing Suggestions", "risk") in named(replace(talk("> what should i do"), risk_rank=rank))
    assert ("Providing Suggestions", "risk") not in named(replace(talk("> what should i do"), risk_rank=2))


@pytest.mark.parametrize("rank", [2, 3, 4])
def test_risk_outranks_courtesy(talk: Talk, rank: int) -> None:
    state = replace(talk("> thanks, bye"), risk_rank=rank)
    assert {("Self-disclosure", "risk"), ("Others", "risk")} <= named(state)
    assert ("Question", "closing") not in named(state)


def test_the_plan_keeps_its_vetoes_and_the_prediction_does_not(talk: Talk, planner: Planner) -> None:
    state = replace(talk("> a\n[Question] b?\n> c\n[Question] d?\n> no"), risk_rank=3, feelings=(STRONG,) * 3)
    plan = planner.plan(state)
    assert {step.strategy for step in plan.steps}.isdisjoint(veto.strategy for veto in plan.vetoes)
    assert {strategy for strategy, _ in plan.ranked} == set(STRATEGIES)
    assert plan.ranked == planner.plan(replace(state, risk_rank=0)).ranked


def test_something_always_remains(talk: Talk, planner: Planner) -> None:
    for script in ("", "> hi", "> a\n[Question] b\n> c\n[Question] d\n> no, that won't work, bye"):
        for rank in range(5):
            state = replace(talk(script), risk_rank=rank, refused_suggestion=True)
            assert planner.plan(state).steps


@pytest.mark.parametrize(
    "words", ["are you a real person?", "wait, is this a bot", "whats your name", "am i talking to an ai"]
)
def test_a_question_about_the_helper_gets_a_plain_answer_and_nobody_elses_story(
    talk: Talk, planner: Planner, words: str
) -> None:
    asked = talk(f"> my dog died\n[Question] When?\n> {words}")
    for state in (asked, replace(asked, feelings=(STRONG, STRONG))):
        (step,) = planner.plan(state).steps
        assert (step.strategy, step.skill) == ("Self-disclosure", "who-is-listening")
        assert planner.plan(state).reason == (
            "Because you asked what I am, I would like to say plainly what I am, so that you know who is listening."
        )
    again = replace(asked, skills=("who-is-listening", ""))
    assert planner.plan(again).steps[0].skill == "who-is-listening", "asked twice, answered twice"
    under_way = replace(asked, history=("Providing Suggestions",), skills=("sleep-steps", "sleep-steps"))
    assert planner.plan(under_way).steps[0].skill == "who-is-listening"
    assert planner.plan(replace(asked, risk_rank=3)).steps[0].strategy != "Self-disclosure"


def test_a_plain_thanks_is_taken_and_left_at_that(talk: Talk, planner: Planner) -> None:
    state = talk("> i lost my job\n[Information] Many do.\n> thank you for the information, that was very helpful")
    for told in (state, replace(state, feelings=(STRONG, STRONG))):
        assert planner.plan(told).steps[0].strategy in ("Others", "Affirmation and Reassurance")
    assert {name for _, name in named(replace(state, risk_rank=2))}.isdisjoint({"thanked", "closing"})
