"""/why: the events of a turn, told in plain words."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pytest

from holdspace.agent.emotion.appraisal import SAID_AT, THEMES
from holdspace.agent.emotion.movement import Movement
from holdspace.agent.emotion.reading import APPRAISALS, MARKS, Direction, Family, Shift
from holdspace.agent.events import Completed, Drafted, Event, Fault, Perceived, Planned, Recalled, Reviewed, RiskFound
from holdspace.agent.terminal import words
from holdspace.agent.terminal.mood import mood_lines
from holdspace.agent.terminal.page import PlainPage
from holdspace.agent.terminal.why import shift_sentence, show_why
from holdspace.agent.unread import UNREAD
from holdspace.strategies.catalogue import STAGES, STRATEGIES
from holdspace.strategies.planner import Candidate, Foreseen, Plan, PlanStep, Veto


def told(*events: Event) -> str:
    out = io.StringIO()
    show_why(events, PlainPage(out, out))
    return out.getvalue()


def plan() -> Plan:
    return Plan(
        steps=(PlanStep("Reflection of feelings", "name what it felt like"),),
        ranked=(("Reflection of feelings", 0.6), ("Question", 0.4)),
        candidates=(
            Candidate("Reflection of feelings", -0.5, 0.02, -0.48, ()),
            Candidate("Providing Suggestions", -0.9, -0.02, -0.92, ()),
        ),
        stage="exploration",
        vetoes=(Veto("Providing Suggestions", "not_yet_heard", "They have not been heard yet."),),
        reason="We are still finding out what this is.",
    )


def test_a_supported_turn_is_told_from_the_words_heard_to_the_check(read_as: Any) -> None:
    shown = told(
        read_as("grief", intensity=4),
        RiskFound("low", "none", ("self_harm",), ("so tired",), "support", True, "it was mild"),
        Recalled(("she always did the plates",), (("t1",),), (0.71,), False),
        Planned(plan()),
        Drafted(2, ("Reflection of feelings",), ("r.3",)),
        Reviewed(2, "ok", (("blame", "you should have"),)),
        Fault("recall", "KeyError: 'x'"),
    )
    for said in (
        "Heard: grief, 4 of 5 (grief 60%, nothing strong 40%).",
        "Words that mattered: plate, alone.",
        'What it seems to be about: "the second plate".',
        "How it moved: That sounded heavier than before, from nothing strong to grief.",
        "On the whole: It got heavier over the last two messages.",
        "Safety: low (this message alone: none); self harm.",
        'Because of: "so tired".',
        "Why this road (support): it was mild",
        'Remembered (0.71): "she always did the plates"',
        "Plan: Reflection of feelings. We are still finding out what this is.",
        "Providing Suggestions (ruled out)",
        "-0.48",
        "Ruled out, Providing Suggestions: They have not been heard yet.",
        "Said: Reflection of feelings, on try 2.",
        'Checked before it was shown: ok (blame: "you should have").',
        "A part of me failed and something simpler stood in: recall.",
    ):
        assert said in shown
    assert "KeyError" not in shown


def test_a_plan_says_where_we_are_how_and_what_tends_to_come_of_it() -> None:
    first = Candidate(
        "Reflection of feelings", -0.5, 0.02, -0.48, ("Reflection of feelings", "Question"),
        (("relief", 0.03), ("progress", -0.01)), Foreseen(0.12, -0.4, 0.0),
    )  # fmt: skip
    step = PlanStep("Reflection of feelings", "name it", "two-feelings", ("feeling: grief",))
    bare = plan()
    shown = told(
        Planned(replace(bare, steps=(step,), candidates=(first, bare.candidates[1]), stage_why="It is early."))
    )
    for said in (
        "Where we are: finding out what happened. It is early.",
        "Planned way: two feelings (feeling: grief).",
        "on average people sound a little lighter (mood +0.12 on a scale from -1 to 1, strain -0.4 on one from 1 to 5)",
        "it says little about you. Often next: Question.",
        "Ahead, for Reflection of feelings: relief +0.03, progress -0.01.",
    ):
        assert said in shown
    for unsaid in ("Where we are", "Planned way:", "Looking ahead", "Ahead, for"):
        assert unsaid not in told(Planned(bare))


def test_a_skill_is_told_as_said_only_where_its_words_were() -> None:
    step = PlanStep("Providing Suggestions", "offer", "worry-time", ("it is under way",), 1)
    planned = Planned(replace(plan(), steps=(step,)))
    said = told(planned, Drafted(1, ("Providing Suggestions",), ("skill:worry-time",)))
    assert "How: worry time, step 2 (it is under way).\n" in said
    other = told(planned, Drafted(1, ("Others",), ("ot-thanks.1",)))
    assert "Planned way: worry time, step 2 (it is under way).\n" in other
    assert "How:" not in other
    asked = told(Planned(plan()), Drafted(1, ("Providing Suggestions",), ("skill:sleep-steps",)))
    assert "How, since you asked: sleep steps.\n" in asked


LIGHTER, HEAVIER = "little lighter", "more of what hurts"
APART = "mood is a little lighter, while what hurts is felt more strongly"
APART_TOO = "mood is a little heavier, while what hurts is felt less strongly"


@pytest.mark.parametrize(
    ("mood", "strain", "said"),
    [
        (0.1, -0.4, LIGHTER),
        (0.1, 0.0, LIGHTER),
        (0.0, -0.4, LIGHTER),
        (-0.2, 0.4, HEAVIER),
        (-0.2, 0.1, HEAVIER),
        (0.01, 0.4, HEAVIER),
        (0.1, 1.1, APART),
        (-0.1, -1.1, APART_TOO),
        (0.01, 0.1, "much as they did"),
        (-0.0, -0.0, "much as they did"),
    ],
)
def test_what_lies_ahead_is_told_by_the_signs_of_both_figures(mood: float, strain: float, said: str) -> None:
    first = replace(plan().candidates[0], foreseen=Foreseen(mood, strain, 0.0))
    shown = told(Planned(replace(plan(), candidates=(first,))))
    assert [part for part in (LIGHTER, HEAVIER, APART, APART_TOO, "much as they did") if part in shown][-1] == said
    assert shown.count("Looking ahead") == 1
    assert "-0.00" not in shown
    assert f"strain {strain + 0.0:+.1f} on" in shown


def test_every_stage_is_told_as_what_we_are_doing() -> None:
    assert set(words.STAGES) == set(STAGES)
    for stage in STAGES:
        shown = told(Planned(replace(plan(), stage=stage, stage_why="It is early.")))
        assert f"Where we are: {words.STAGES[stage]}. It is early.\n" in shown


def test_what_is_ruled_out_is_named_once_and_almost_all_by_what_is_left() -> None:
    kept = ("Reflection of feelings", "Restatement or Paraphrasing")
    pain = tuple(Veto(s, "met_with_pain", "Pain is met first.") for s in STRATEGIES if s not in kept)
    shown = told(Planned(replace(plan(), vetoes=(*pain, Veto("Question", "third_question", "Two were asked.")))))
    assert "Only Restatement or Paraphrasing and Reflection of feelings: Pain is met first." in shown
    assert "Two were asked." not in shown


@pytest.mark.parametrize("cause", ["the second plate", None])
@pytest.mark.parametrize("appraisal", APPRAISALS)
def test_what_it_may_feel_like_is_said_when_it_is_likely(read_as: Any, appraisal: Any, cause: str | None) -> None:
    event = read_as("grief")
    reading = replace(event.reading, appraisal=appraisal, cause=cause)
    line = f"It may feel like {THEMES[appraisal].line}.\n"
    likely = told(replace(event, reading=replace(reading, appraisal_chance=SAID_AT)))
    assert (line in likely) == (appraisal != "none")
    assert "may feel like" not in told(replace(event, reading=replace(reading, appraisal_chance=SAID_AT - 0.01)))


def test_a_theme_is_said_to_the_person_and_blames_nobody() -> None:
    for theme in THEMES.values():
        assert not re.search(r"\b(they|their|them|themselves|ridiculous|fault|guilty|sin|failure|wrong)\b", theme.line)
        assert theme.line == theme.line.strip(" .").lower()
    assert THEMES["loss"].line == "losing something that mattered"
    assert THEMES["exposure"].line == "being shown up in front of others"


def test_ways_of_telling_are_named_only_when_they_are_likely(read_as: Any) -> None:
    event = read_as("grief")
    marks = {"masking": 0.9, "ambivalence": 0.5, "irony": 0.49, "named": 0.1}
    shown = told(replace(event, reading=replace(event.reading, marks=marks, version="0123456789ab")))
    assert "How you told it: pulled both ways.\n" in shown, "grief at 3 of 5 hides nothing"
    milder = replace(event.reading, marks=marks, intensity=2)
    assert "How you told it: perhaps a little lighter than it is; pulled both ways.\n" in told(
        replace(event, reading=milder)
    )
    assert "0123456789ab" not in shown, "the version is for the trace"
    assert "How you told it" not in told(event)
    assert set(words.TOLD) == set(MARKS)


def test_the_first_turn_has_one_sentence_on_how_it_moved(read_as: Any) -> None:
    event = read_as("grief")
    shown = told(replace(event, shift=Shift("steady", None, "grief", 0)))
    assert words.FIRST_SHIFT in shown
    assert "On the whole" not in shown


def test_a_completed_turn_names_its_kind_and_help(read_as: Any) -> None:
    shown = told(read_as("fear"), Completed("high_risk", ("Samaritans",)))
    assert "(high risk; help given: Samaritans)" in shown
    assert "Plan" not in shown


def test_what_was_not_read_is_not_claimed(read_as: Any) -> None:
    unread = replace(read_as("neutral"), reading=UNREAD)
    careful = RiskFound("elevated", "elevated", (), (), "completion", False, "")
    assert told(unread, careful) == (
        "Heard: I could not read the feeling in that one.\nSafety: I could not tell, so I was careful.\n"
    )
    assert told() == words.NO_WHY + "\n"


@pytest.mark.parametrize(
    ("direction", "source", "target", "said"),
    [
        ("steady", None, "grief", words.FIRST_SHIFT),
        ("steady", "grief", "grief", "Much the same as before."),
        ("switch", "anger", "shame_guilt", "The feeling turned, from anger to shame or guilt."),
        (
            "improving",
            "grief",
            "relief_hope",
            "That sounded a little lighter than before, from grief to relief or hope.",
        ),
    ],
)
def test_a_shift_is_one_plain_sentence(direction: Direction, source: Family | None, target: Family, said: str) -> None:
    assert shift_sentence(Shift(direction, source, target, 0)) == said


def test_what_a_person_said_is_made_safe_to_show(read_as: Any) -> None:
    event = read_as("grief")
    risky = Perceived(replace(event.reading, cause="\x1b[31mred\x07", words=("\x1b]0;x\x07w",)), event.shift)
    assert "\x1b" not in told(risky)


def test_the_mood_names_the_way_and_where_it_goes(read_as: Any) -> None:
    moods = [
        read_as("grief", -0.8, 5, Movement(-4.0, about="grief", told=1)),
        read_as("grief", -0.6, 3, Movement(-3.0, about="grief", told=2)),
        read_as("relief_hope", 0.4, 3, Movement(-0.5, "improving", 3.5, over=2, about="grief", recovery=2, told=3)),
    ]
    assert mood_lines(moods, 60) == [
        "on the whole: hard ▂▂▄ light",
        "each message: hard ▂▂▆ light",
        "grief x2 > relief or hope",
        "Heaviest: grief, 5 of 5, two messages ago.",
        "Just now: relief or hope, 3 of 5.",
        "You have come back up from the lowest point in two messages.",
    ]
    assert mood_lines(moods[:1], 60)[-1] == "Just now: grief, 5 of 5."
    assert mood_lines([], 60) == [words.NO_MOOD]
    assert mood_lines([read_as("joy")] * 2, 60)[3] == "Just now: joy, 3 of 5."


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("width", [20, 30, 47, 48, 79, 88])
def test_a_long_mood_fits_its_page(read_as: Any, width: int, ascii_only: bool) -> None:
    lines = mood_lines([read_as("grief"), read_as("anger")] * 250, width, ascii_only=ascii_only)
    drawn = [line for line in lines if "hard" in line]
    assert len(drawn) == (2 if width >= 48 else 1)
    assert all(len(line) <= max(width, 20) for line in drawn)
    assert not ascii_only or all(line.isascii() for line in lines)
    assert lines[len(drawn)].startswith("... ")
