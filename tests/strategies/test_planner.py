"""The planner through its door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from holdspace.memory.encoder import Encoder
from holdspace.memory.message import hear
from holdspace.strategies.catalogue import STRATEGIES
from holdspace.strategies.parameters import WEIGHTS
from holdspace.strategies.planner import Planner, WeightsUnreadable
from holdspace.strategies.policy import Setting
from holdspace.strategies.prior import PriorPolicy
from holdspace.strategies.seeker import Feeling, SeekerState, Utterance
from holdspace.strategies.situation import seeker_states
from holdspace.strategies.skills.library import open_library

Talk = Callable[[str], SeekerState]
TALK = """
> hi, i could use someone to talk to
[Question] I'm glad you wrote. What is going on?
> they let me go on friday after nine years
[Restatement or Paraphrasing] Nine years, and then one Friday.
> yeah. i keep setting the alarm anyway
"""


@pytest.mark.parametrize("script", ["", "> hi", TALK, TALK + "> i don't know who i am without it"])
@pytest.mark.parametrize("make", [Planner.load, Planner.without_weights])
def test_a_plan_is_whole(talk: Talk, script: str, make: Callable[[], Planner]) -> None:
    plan = make().plan(talk(script))
    chances = [chance for _, chance in plan.ranked]
    assert {strategy for strategy, _ in plan.ranked} == set(STRATEGIES)
    assert sum(chances) == pytest.approx(1.0)
    assert chances == sorted(chances, reverse=True)
    assert len(plan.steps) == 1
    assert plan.reason.endswith(".")
    assert plan.stage_why.endswith(".")
    assert plan.state is not None
    assert all(open_library().named(step.skill) is not None for step in plan.steps)
    assert {candidate.strategy for candidate in plan.candidates} == set(STRATEGIES)
    for candidate in plan.candidates:
        assert candidate.score == pytest.approx(candidate.policy_term + candidate.lookahead_term)
        assert candidate.path[0] == candidate.strategy
    assert [c.score for c in plan.candidates] == sorted((c.score for c in plan.candidates), reverse=True)


def test_many_at_once_are_planned_as_one_by_one(talk: Talk, planner: Planner) -> None:
    states = [talk(TALK), talk("> hi"), talk(""), talk(TALK + "[Information] Many do.\n> thanks, bye")]
    for one, many in zip(map(planner.plan, states), planner.plan_all(states), strict=True):
        assert one.steps == many.steps
        assert [c for _, c in one.ranked] == pytest.approx([c for _, c in many.ranked], abs=1e-5)
    assert planner.plan_all([]) == []


def test_nothing_said_later_reaches_a_plan(planner: Planner, encoder: Encoder) -> None:
    texts = ["my dog died", "When was it?", "yesterday", "Oh, no.", "i can't stop crying"]
    vectors = [message.vector for message in hear(texts, encoder)]
    said = [
        Utterance("supporter", t, v, "Question") if i % 2 else Utterance("seeker", t, v)
        for i, (t, v) in enumerate(zip(texts, vectors, strict=True))
    ]
    before = planner.plan(seeker_states(said[:3], [3])[0])
    assert before == planner.plan(seeker_states(said, [3])[0])


def test_goodbye_is_answered_as_one(planner: Planner, encoder: Encoder) -> None:
    texts = ["i lost my job", "That is a lot at once.", "it is. but i feel better now", "I'm glad.", "thanks, bye!"]
    vectors = [message.vector for message in hear(texts, encoder)]
    said = [
        Utterance("supporter", t, v, "Affirmation and Reassurance") if i % 2 else Utterance("seeker", t, v)
        for i, (t, v) in enumerate(zip(texts, vectors, strict=True))
    ]
    plan = planner.plan(seeker_states(said, [5])[0])
    assert plan.steps[0].strategy in ("Others", "Affirmation and Reassurance")
    assert ("Question", "closing") in {(veto.strategy, veto.name) for veto in plan.vetoes}


OFFERED = TALK + "[Providing Suggestions] Shall I?\n"


@pytest.mark.parametrize(
    "words", ["yes", "ok let's try", "sure, go on then, i'm sitting at my desk and nobody is about now"]
)
def test_a_skill_taken_up_goes_before_policy_and_rhythm(talk: Talk, planner: Planner, words: str) -> None:
    state = replace(talk(f"{OFFERED}> {words}"), skills=("strengths", "sleep-steps"))
    assert state.history[-1] == "Providing Suggestions"
    plan = planner.plan(state)
    assert [(step.skill, step.skill_step) for step in plan.steps] == [("sleep-steps", 0)]
    assert "you took up what I offered" in plan.reason
    assert "Providing Suggestions" not in {veto.strategy for veto in plan.vetoes}
    later = replace(talk(f"{OFFERED}> yes\n{OFFERED[-32:]}> about seven i think"), skills=("sleep-steps",) * 2)
    assert planner.plan(later).steps[0].skill_step == 1
    assert "in the middle of it" in planner.plan(later).reason


@pytest.mark.parametrize(
    ("words", "used"),
    [
        ("no", ("sleep-steps",)),
        ("no, that won't help", ("sleep-steps",) * 2),
        ("what should i do about my sister?", ("sleep-steps",) * 2),
        ("thanks, bye", ("sleep-steps",) * 2),
        ("it has been such a long year", ("sleep-steps",)),
        ("yeah it has been such a long year and nobody at work has said one word about it", ("sleep-steps",)),
        ("yes", ("sleep-steps", "")),
        ("the sofa", ("sleep-steps",) * 4),
    ],
)
def test_a_skill_declined_left_or_done_is_over(talk: Talk, planner: Planner, words: str, used: tuple[str, ...]) -> None:
    plan = planner.plan(replace(talk(f"{OFFERED}> {words}"), skills=used))
    assert plan.steps[0].skill_step is None
    assert plan.steps[0].strategy not in {veto.strategy for veto in plan.vetoes}


def test_danger_ends_a_skill(talk: Talk, planner: Planner) -> None:
    going = replace(talk(f"{OFFERED}> yes"), skills=("paced-breathing",))
    assert planner.plan(going).steps[0].skill_step == 0
    assert planner.plan(replace(going, risk_rank=3)).steps[0].skill_step is None


@pytest.mark.parametrize("setting", ["balanced", "accuracy"])
def test_both_settings_share_their_weights(talk: Talk, setting: Setting) -> None:
    assert len(Planner.load(setting=setting).plan(talk(TALK)).ranked) == 8


def test_several_steps_only_when_asked_for(talk: Talk) -> None:
    states = [talk(TALK + f"[Reflection of feelings] Hm {i}.\n> i feel so ashamed of day {i}") for i in range(20)]
    plans = Planner.load(most_steps=3).plan_all(states)
    assert all(1 <= len(plan.steps) <= 3 for plan in plans)
    assert all(len({step.strategy for step in plan.steps}) == len(plan.steps) for plan in plans)
    with pytest.raises(ValueError, match="most_steps"):
        Planner.load(most_steps=4)


@pytest.mark.parametrize("length", [0, 256, 768])
def test_another_encoders_vectors_do_not_stop_a_plan(planner: Planner, length: int) -> None:
    said = Utterance("seeker", "hello", np.ones(length, dtype=np.float32))
    assert planner.plan(seeker_states([said], [1])[0]).steps


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_vector_or_mood_that_is_no_number_counts_as_none(talk: Talk, planner: Planner, value: float) -> None:
    state = talk(TALK)
    blank = [replace(u, vector=np.zeros(384, dtype=np.float32)) for u in state.utterances]
    broken = [replace(u, vector=np.full(384, value, dtype=np.float32)) for u in state.utterances]
    heard = sum(u.speaker == "seeker" for u in blank)
    plan = planner.plan(replace(state, utterances=tuple(broken), feelings=(Feeling(2, value, 0.0, True),) * heard))
    assert plan.ranked == planner.plan(replace(state, utterances=tuple(blank))).ranked
    assert all(np.isfinite(candidate.score) for candidate in plan.candidates)


@pytest.mark.parametrize("text", ["", "\x00\ud800", "🙂" * 50, "a" * 1_000_000, "لا أستطيع النوم"])
def test_any_text_is_planned_for(planner: Planner, text: str) -> None:
    said = Utterance("seeker", text, np.zeros(384, dtype=np.float32))
    assert planner.plan(seeker_states([said], [1])[0]).steps


@pytest.mark.parametrize("damage", ["missing", "no safetensors", "cut", "no json", "other shape", "no vocabulary"])
def test_broken_weights_are_named(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "weights"
    if damage != "missing":
        folder.mkdir()
        for file in WEIGHTS.iterdir():
            (folder / file.name).write_bytes(file.read_bytes())
    arrays = folder / "policy.safetensors"
    if damage == "no safetensors":
        arrays.unlink()
    elif damage == "cut":
        arrays.write_bytes(arrays.read_bytes()[:1000])
    elif damage == "no json":
        (folder / "policy.json").write_text("[", encoding="utf-8")
    elif damage == "other shape":
        (folder / "policy.json").write_text('{"offsets": {}, "mixing": 0.3}', encoding="utf-8")
    elif damage == "no vocabulary":
        (folder / "heard.json").unlink()
    with pytest.raises(WeightsUnreadable, match=r"make train"):
        Planner.load(folder)


def test_the_prior_knows_the_stages(talk: Talk) -> None:
    first, late = (
        dict(zip(STRATEGIES, row, strict=True))
        for row in PriorPolicy().probabilities(
            [talk("> it fell apart"), replace(talk(TALK + "> what should i do"), stage="action")]
        )
    )
    assert max(first, key=lambda s: first[s]) == "Question"
    assert max(late, key=lambda s: late[s]) == "Providing Suggestions"
