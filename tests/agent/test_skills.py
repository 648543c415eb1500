"""Skills over live turns: offered, taken step by step, left at a no, and remembered only where they were said."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from holdspace.agent.asking import SKILLS, feeling_of, seeker_state, skills_after, skills_of
from holdspace.agent.compose.brief import Draft
from holdspace.agent.compose.cards import skills_in
from holdspace.agent.events import Drafted
from holdspace.agent.runtime import SupportAgent
from holdspace.agent.unread import UNREAD
from holdspace.prompts.sentences import sentence_key
from holdspace.strategies.plan import PlanStep
from holdspace.testing import Dialogue

from .conftest import MakeAgent

BEFORE = ("i worry about everything all day long", "mostly money, and whether i locked the door")


def used(talk: Dialogue) -> tuple[str, ...]:
    drafted = [event for event in talk.last.events if isinstance(event, Drafted)]
    return skills_in(drafted[-1].phrases) if drafted else ()


def step(talk: Dialogue) -> int | None:
    return talk.last.plan.steps[0].skill_step if talk.last.plan else None


def worried(agent: SupportAgent) -> Dialogue:
    talk = Dialogue(agent)
    for line in (*BEFORE, "my partner says i overthink it", "how do i stop worrying all the time?"):
        talk.say(line)
    return talk


def test_a_skill_is_offered_taken_step_by_step_and_then_over(make_agent: MakeAgent) -> None:
    talk = worried(make_agent())
    assert used(talk) == ("worry-time",)
    assert talk.last.text.endswith("?")
    for at, line in enumerate(("yes please", "after dinner, in the hall", "on the back of an envelope")):
        talk.say(line).expect(strategy="Providing Suggestions", route="support")
        assert (used(talk), step(talk)) == (("worry-time",), at)
    talk.say("my phone, probably")
    assert (used(talk), step(talk)) == ((), None)
    keys = [sentence_key(text) for reply in talk.replies for text in reply.text.split(". ")]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("answers", [("no thanks",), ("sure", "no, this won't work for me")])
def test_a_no_ends_it_and_a_later_yes_does_not_bring_it_back(make_agent: MakeAgent, answers: tuple[str, ...]) -> None:
    talk = worried(make_agent())
    for line in answers:
        talk.say(line)
    assert used(talk) == ()
    talk.say("yeah")
    assert (used(talk), step(talk)) == ((), None)


def test_refused_advice_stays_refused(make_agent: MakeAgent) -> None:
    talk = worried(make_agent()).say("please no advice, i just want someone to listen")
    for line in ("it is just loud in here all day", "i go over it again and again", "and again at night"):
        assert used(talk) == ()
        talk.say(line)
        assert "Providing Suggestions" not in talk.last.strategies


def draft(*phrases: str) -> Draft:
    return Draft(("x",), ("Others",), phrases)


def state(skills: list[str] | None, *steps: PlanStep, strategies: tuple[str, ...] = ("Question",)) -> dict[str, object]:
    held: dict[str, object] = {"strategies": list(strategies), "plan": SimpleNamespace(steps=steps)}
    return held if skills is None else {**held, "skills": skills}


def test_only_what_was_said_is_remembered_and_a_parting_ends_it() -> None:
    going = PlanStep("Providing Suggestions", "go on", "worry-time", (), 0)
    offer = replace(going, skill_step=None)
    assert skills_after(state(None, offer), draft("su-heavy.1")) == []
    assert skills_after(state([], offer), draft("ot-1", "skill:worry-time")) == ["worry-time"]
    assert skills_after(state(["worry-time"], going), draft("skill:worry-time")) == ["worry-time"] * 2
    assert skills_after(state(["worry-time"], offer), draft("skill:worry-time")) == ["worry-time", "", "worry-time"]
    assert skills_after(state(["worry-time"], going), draft("co-dunno.1")) == ["worry-time", ""]
    assert skills_after(state(["worry-time", ""]), draft("co-dunno.1")) == ["worry-time", ""]
    assert len(skills_after(state(["small-step"] * SKILLS, going), draft("skill:worry-time"))) == SKILLS


def test_a_completion_between_ends_what_was_under_way() -> None:
    assert skills_of(state(["worry-time"], strategies=())) == ("worry-time", "")
    assert skills_of(state(["worry-time"])) == ("worry-time",)
    assert skills_of({}) == ()


def test_the_feeling_is_told_by_name_and_older_ones_load_without() -> None:
    assert feeling_of(replace(UNREAD, dominant="grief")).family == "grief"
    turn = SimpleNamespace(role="user", content="hm", id="t0:user", strategies=())
    held = {
        "past": (SimpleNamespace(turn=turn, vector=None),),
        "feelings": {"t0:user": {"intensity": 3, "valence": -0.2, "arousal": 0.1, "negative": True}},
        "text": "it rained",
        "reading": UNREAD,
        "message": SimpleNamespace(vector=np.zeros(4, dtype=np.float32)),
        "decision": SimpleNamespace(level="none", answered_as="none"),
    }
    read = seeker_state(held, np.zeros(4, dtype=np.float32))  # type: ignore[arg-type]
    assert [feeling.family for feeling in read.feelings] == ["", "neutral"]
    assert read.skills == ()
