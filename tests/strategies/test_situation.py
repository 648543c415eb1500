"""From utterances to states: nothing of the reply itself, nothing of the future."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from holdspace.strategies.seeker import Feeling, SeekerState, Utterance
from holdspace.strategies.situation import seeker_states

Talk = Callable[[str], SeekerState]
BLANK = np.zeros(384, dtype=np.float32)


def long_talk(turns: int) -> list[Utterance]:
    return [
        Utterance("supporter", f"reply {i}", BLANK, "Question") if i % 2 else Utterance("seeker", f"word {i}", BLANK)
        for i in range(turns)
    ]


def test_a_state_holds_what_came_before_and_no_more() -> None:
    said = long_talk(30)
    state = seeker_states(said, [17])[0]
    assert state.utterances == tuple(said[5:17])
    assert state.position == 17
    assert state.history == ("Question",) * 8
    assert state == seeker_states(said[:17], [17])[0]


def test_a_reply_without_a_strategy_leaves_no_mark() -> None:
    said = [Utterance("seeker", "hi", BLANK), Utterance("supporter", "hello", BLANK)]
    assert seeker_states(said, [2])[0].history == ()


@pytest.mark.parametrize("position", [-1, 3])
def test_a_position_outside_the_talk_is_refused(position: int) -> None:
    with pytest.raises(IndexError):
        seeker_states(long_talk(2), [position])


def test_feelings_are_carried_only_when_complete() -> None:
    said = long_talk(3)
    feeling = Feeling(4, -0.5, 0.2, True)
    assert seeker_states(said, [3], {0: feeling, 2: feeling})[0].feelings == (feeling, feeling)
    assert seeker_states(said, [3], {2: feeling})[0].feelings == ()


def test_risk_is_the_rank_after_the_utterance_before() -> None:
    assert [s.risk_rank for s in seeker_states(long_talk(3), [0, 1, 3], risk_ranks=[0, 3, 2])] == [0, 0, 2]


@pytest.mark.parametrize(
    ("script", "refused"),
    [
        ("> I can't sleep\n[Providing Suggestions] Would a walk help?\n> No, I already tried that", True),
        ("> I can't sleep\n[Providing Suggestions] Would a walk help?\n> Good idea, I'll try that", False),
        ("> I can't sleep\n[Question] Since when?\n> No idea, it's been long", False),
        (
            "> I can't sleep\n[Providing Suggestions] A walk?\n> that won't help\n[Reflection of feelings] Tiring."
            "\n> yes. so what should I do",
            False,
        ),
        (
            "> no sleep\n[Information] Many wake at four.\n> that doesn't help\n[Question] What is it like?\n> bad",
            True,
        ),
    ],
)
def test_a_refusal_stands_until_advice_is_asked_for(talk: Talk, script: str, refused: bool) -> None:
    assert talk(script).refused_suggestion is refused


def test_a_refusal_is_not_held_against_them_for_ever(talk: Talk) -> None:
    script = "> no sleep\n[Providing Suggestions] A walk?\n> no, that won't work"
    after = [script + "\n[Affirmation and Reassurance] Hm.\n> it was long" * more for more in range(4)]
    assert [talk(text).refused_suggestion for text in after] == [True, True, True, False]
