"""How a session moves, told in made-up readings: `grief4` is a turn of grief at intensity 4, `~` hides something."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.agent.emotion.movement import KEPT, MOVE, Movement, Rolling, follow, from_plain, to_plain
from holdspace.agent.emotion.reading import FAMILIES, Family, Reading


def reading(family: Family, intensity: int, hides: str = "", sure: float = 0.8) -> Reading:
    families: dict[Family, float] = {"neutral": 1 - sure}
    families[family] = families.get(family, 0.0) + sure
    marks: Any = {hides: 0.9} if hides else {}
    return Reading(family, families, {}, (), intensity, 0.0, 0.0, 0.0, cause="the chair", marks=marks)


def told(turn: str) -> Reading:
    """`joy2` as it reads, `~joy2` masked, `!joy2` in irony."""
    hides = {"~": "masking", "!": "irony"}.get(turn[0], "")
    name = turn.lstrip("~!")
    return reading(name[:-1], int(name[-1]), hides)  # type: ignore[arg-type]


def session(turns: str) -> list[Movement]:
    rolling, moves = Rolling(), []
    for turn in turns.split():
        rolling, movement = follow(rolling, told(turn))
        moves.append(movement)
    return moves


def test_the_first_turn_with_feeling_sets_the_value_and_is_no_move() -> None:
    hello, first = session("neutral1 grief4")
    assert hello == Movement()
    assert (first.value, first.direction, first.size, first.told) == (-4.0, "steady", 0.0, 1)
    assert (first.about, first.source, first.cause) == ("grief", None, None)


def test_a_session_without_feeling_is_at_rest() -> None:
    assert set(session("neutral1 neutral2 neutral1")) == {Movement()}


@pytest.mark.parametrize("turns", ["grief4 grief4 grief4 joy2", "grief4 grief4 grief4 joy5", "grief4 grief5 joy3"])
def test_one_joke_does_not_end_grief(turns: str) -> None:
    joke = session(turns)[-1]
    assert joke.direction == "steady"
    assert joke.apart > 5
    assert joke.value <= -3
    assert (joke.about, joke.trend, joke.recovery) == ("grief", "level", None)
    back = session(f"{turns} grief4")[-1]
    assert (back.direction, back.relapse, back.about) == ("steady", False, "grief")
    assert session(f"{turns} neutral1")[-1].trend == "level"


def test_one_outburst_does_not_undo_relief() -> None:
    outburst, calm = session("grief4 relief_hope3 relief_hope3 relief_hope3 anger4 relief_hope3")[-2:]
    assert (outburst.direction, outburst.relapse, outburst.recovery) == ("steady", False, 2)
    assert (calm.direction, calm.relapse, calm.recovery) == ("steady", False, 2)


def test_a_second_turn_of_the_kind_is_believed() -> None:
    first, second = session("grief4 grief4 relief_hope2 relief_hope2")[-2:]
    assert first.direction == "steady"
    assert (second.direction, second.size, second.over) == ("improving", 3.5, 2)
    assert (second.heavy_start, second.trend, second.recovery) == (True, "rising", 2)
    assert second.cause == "the chair"
    first, second = session("joy3 joy3 grief4 grief4")[-2:]
    assert (first.direction, second.direction, second.trend) == ("steady", "worsening", "falling")


def test_small_steps_the_same_way_add_up() -> None:
    moves = session("sadness4 sadness3 sadness2 sadness1")
    assert [movement.direction for movement in moves] == ["steady", "steady", "improving", "improving"]
    assert moves[-1].trend == "rising"
    assert moves[-1].slope == pytest.approx(0.7125, abs=0.001)


def test_recovery_counts_from_the_low_and_holds_until_a_relapse() -> None:
    moves = session("anxiety3 grief5 grief5 grief5 relief_hope2 relief_hope2 joy2 grief4 grief4 grief4")
    assert [movement.recovery for movement in moves] == [None] * 5 + [2, 2, 2, None, None]
    assert [movement.relapse for movement in moves] == [False] * 8 + [True, True]
    assert moves[-2].direction == "worsening"


def test_an_easing_short_of_recovery_can_relapse_and_a_relapse_ends_when_it_eases() -> None:
    moves = session("grief5 sadness2 sadness2 sadness2 grief5 grief5 sadness2 sadness1")
    assert [movement.recovery for movement in moves[:6]] == [None] * 6
    assert [movement.relapse for movement in moves] == [False] * 5 + [True, True, False]


@pytest.mark.parametrize(
    "turns",
    [
        "grief5 sadness2 sadness2 sadness2 sadness4 sadness4 sadness4",
        "sadness3 sadness1 sadness1 grief5 grief5",
        "joy3 joy3 grief4 grief4",
    ],
)
def test_a_small_fall_a_small_easing_and_a_first_fall_are_no_relapse(turns: str) -> None:
    assert not any(movement.relapse for movement in session(turns))


def test_most_of_the_way_up_is_recovered() -> None:
    assert [movement.recovery for movement in session("sadness4 joy1 joy1")] == [None, None, 2]


def test_a_mild_session_has_nothing_to_recover_from() -> None:
    assert all(movement.recovery is None for movement in session("sadness1 sadness1 joy2 joy2"))


def test_a_dip_in_good_spirits_is_no_relapse() -> None:
    moves = session("grief4 joy3 joy3 joy4 joy1 joy1")
    assert moves[-1].recovery == 2
    assert not any(movement.relapse for movement in moves)


def test_stuck_counts_heavy_turns_without_a_move() -> None:
    moves = session("sadness3 sadness3 sadness4 neutral1 sadness3 joy1 sadness3 relief_hope2 relief_hope2")
    assert [movement.stuck for movement in moves] == [1, 2, 3, 3, 4, 5, 6, 7, 0]
    assert session("joy2 joy2")[-1].stuck == 0
    assert session("sadness1 neutral1")[-1].stuck == 0


@pytest.mark.parametrize("mask", ["~joy3", "~neutral1", "!joy3", "!neutral1"])
def test_a_face_that_is_put_on_lifts_nothing(mask: str) -> None:
    before, after = session(f"grief4 {mask}")
    assert (after.value, after.about, after.direction, after.stuck) == (before.value, "grief", "steady", 1)
    assert after.masked == mask.startswith("~")


def test_masking_is_named_only_where_there_is_something_to_mask() -> None:
    assert [movement.masked for movement in session("~neutral1 joy3 ~joy3 ~sadness2")] == [False] * 4
    assert session("sadness3 ~sadness2")[-1].masked
    assert not session("sadness3 ~sadness3")[-1].masked, "openly negative"


def test_only_turns_with_feeling_make_a_row_and_a_move() -> None:
    joy, ok, down, further = session("joy4 neutral1 sadness3 sadness4")
    assert [move.over for move in (joy, ok, down, further)] == [0, 0, 1, 2]
    assert (ok.size, ok.turn, down.turn, further.direction) == (0.0, 0, -3, "worsening")
    assert session("joy4 sadness3 neutral1 sadness4")[-1].over == 1, "a quiet turn ends the row"
    assert session("sadness4 ~joy3")[-1].turn == 0
    assert session(" ".join(["sadness5", *["joy5"] * 30]))[-1].over <= KEPT - 1


def test_silence_fades_slowly_and_is_neither_trend_nor_recovery() -> None:
    moves = session("grief4" + " neutral1" * 30)
    assert moves[-1].value < -1
    assert all(now.value > before.value for before, now in pairwise(moves))
    assert {(m.direction, m.trend, m.recovery, m.about) for m in moves} == {("steady", "level", None, "grief")}


def test_what_it_is_about_changes_when_another_family_outweighs_it() -> None:
    moves = session("grief4 grief4 anger4 neutral1 ~neutral1 anger4 anger4")
    assert [movement.about for movement in moves] == ["grief"] * 5 + ["anger"] * 2
    assert [movement.source for movement in moves] == [None] * 5 + ["grief", None]
    assert moves[5].cause == "the chair"


def test_what_it_is_about_does_not_flicker_between_two_that_weigh_the_same() -> None:
    mixed = Reading("grief", {"grief": 0.45, "relief_hope": 0.45}, {}, (), 4, 0.0, 0.0, 0.0)
    other = Reading("relief_hope", {"grief": 0.44, "relief_hope": 0.46}, {}, (), 4, 0.0, 0.0, 0.0)
    rolling, about = Rolling(), []
    for turn in (mixed, other, mixed, other):
        rolling, movement = follow(rolling, turn)
        about.append(movement.about)
    assert set(about) == {"grief"}


TURNS = st.lists(
    st.tuples(
        st.sampled_from(FAMILIES),
        st.integers(1, 5),
        st.sampled_from(("", "masking", "irony", "numbness")),
        st.floats(0, 1),
    ),
    max_size=40,
)


@given(TURNS)
def test_a_session_stays_in_its_ranges_and_survives_a_checkpoint(turns: list[tuple[Family, int, str, float]]) -> None:
    rolling = Rolling()
    for turn in turns:
        before = rolling
        rolling, movement = follow(before, reading(*turn))
        assert from_plain(json.loads(json.dumps(to_plain(rolling)))) == rolling
        assert follow(from_plain(to_plain(before)), reading(*turn)) == (rolling, movement)
        assert -5 <= movement.value <= 5
        assert -10 <= movement.apart <= 10
        assert movement.over < max(1, len(rolling.track))
        assert (movement.direction == "steady") == (abs(movement.size) < MOVE)
        assert movement.direction == "steady" or movement.over >= 2
        assert movement.recovery is None or movement.recovery > 0
        assert not (movement.relapse and movement.recovery is not None)


def test_what_is_carried_is_flat_in_size_and_holds_no_words() -> None:
    rolling, sizes = Rolling(), []
    for turn in range(500):
        spread = {family: 1 / len(FAMILIES) for family in FAMILIES}
        family = FAMILIES[turn * 5 % len(FAMILIES)]
        mixed = Reading(family, spread, {}, (), 1 + turn % 5, 0.0, 0.0, 0.0, cause="the chair")
        rolling, _ = follow(rolling, mixed)
        sizes.append(len(json.dumps(to_plain(rolling))))
    assert max(sizes) < 700
    assert max(sizes[400:]) <= max(sizes[20:120]) + 4
    assert len(rolling.track) == KEPT
    assert "chair" not in json.dumps(to_plain(rolling))


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"track": 3, "weights": [1], "about": "hunger", "recovery": "two", "relapse": "yes"},
        {"track": ["x", None, 99], "weights": {"grief": "x", "hunger": 2}, "low": float("nan"), "swing": 8, "over": 7},
    ],
)
def test_a_damaged_checkpoint_goes_on_from_what_is_left(plain: dict[str, object]) -> None:
    _, movement = follow(from_plain(plain), told("sadness3"))
    assert -5 <= movement.value <= 5
    assert movement.about in (None, "sadness")
