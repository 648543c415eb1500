"""Learning to answer, and rehearsed conversations, on made-up talks."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from holdspace.strategies.answering import answered, fit_answers, usual_of
from holdspace.strategies.catalogue import STRATEGIES
from holdspace.strategies.exchanges import Exchange, read_exchanges
from holdspace.strategies.foresight import foresights
from holdspace.strategies.moment import ANSWER
from holdspace.strategies.planner import Planner
from holdspace.strategies.rehearsal import RecordedSeeker, Rehearsal, entropy, openings_of, rehearse
from holdspace.strategies.seeker import Feeling, Utterance
from holdspace.strategies.simulate import SimulatedSeeker
from holdspace.strategies.situation import seeker_states

HURT, EASED = Feeling(4, -0.6, 0.1, True, "sadness"), Feeling(2, 0.4, 0.0, False, "relief_hope")
QUESTION, AFFIRM, SUGGEST = (
    STRATEGIES.index(name) for name in ("Question", "Affirmation and Reassurance", "Providing Suggestions")
)


def vector(seed: int) -> np.ndarray:
    row = np.random.default_rng(seed).standard_normal(384).astype(np.float32)
    return row / np.linalg.norm(row)


def exchange(number: int, strategy: int) -> Exchange:
    """Suggestions are turned down and hurt, affirmation eases, a question brings more of the same."""
    said = [Utterance("seeker", f"i keep thinking about the letter number {number} that i never sent", vector(number))]
    answers = {QUESTION: ("it has been like that since may", HURT), AFFIRM: ("yes, that helps", EASED)}
    text, feeling = answers.get(strategy, ("no, that won't work", HURT))
    return Exchange(
        state=seeker_states(said, [1], {0: HURT})[0],
        supporter=(Utterance("supporter", "...", vector(1000 + strategy), STRATEGIES[strategy]),),
        answer=(Utterance("seeker", text, vector(2000 + number)),),
        feelings=(feeling,),
        dialogue=number,
    )


@pytest.fixture(scope="module")
def exchanges() -> list[Exchange]:
    return [exchange(number, number % len(STRATEGIES)) for number in range(240)]


def test_the_simulated_seeker_learns_what_follows_what(exchanges: list[Exchange]) -> None:
    usual = usual_of(exchanges)
    seeker = SimulatedSeeker(fit_answers(answered(exchanges, usual), usual))
    expected = seeker.answers(seeker.moments([exchanges[0].state]))[0]
    valence, refuses = expected[:, ANSWER.index("valence")], expected[:, ANSWER.index("refuses")]
    assert valence.argmax() == AFFIRM
    assert refuses[SUGGEST] > refuses[QUESTION] + 0.1


def test_foresight_tells_what_the_strategies_add(exchanges: list[Exchange]) -> None:
    found = {f.target: f for f in foresights(exchanges[:160], exchanges[160:])}
    assert list(found) == list(ANSWER)
    assert found["valence"].whole > 0.9
    assert found["refuses"].measure == "AUC"
    assert found["refuses"].whole > found["refuses"].moment


def test_the_recorded_seeker_answers_to_the_strategy(exchanges: list[Exchange]) -> None:
    seeker = RecordedSeeker(exchanges, usual_of(exchanges))
    state = exchanges[0].state
    for strategy in range(len(STRATEGIES)):
        assert seeker.answer(state, strategy, 0.3).strategies == (strategy,)
    nearest = seeker.answer(exchanges[8].state, 0, 0.0)
    assert nearest is exchanges[8], "its own place is the nearest"


def test_a_rehearsal_is_repeated_exactly(exchanges: list[Exchange]) -> None:
    seeker, planner = RecordedSeeker(exchanges, usual_of(exchanges)), Planner.without_weights()
    first, again = (rehearse(planner, seeker, exchanges[:5], length=4) for _ in range(2))
    assert first == again
    assert all(1 <= len(r.used) <= 4 and len(r.feelings) == len(r.used) + 1 for r in first)


def test_what_a_rehearsal_came_to() -> None:
    course = Rehearsal((QUESTION, AFFIRM), ((HURT,), (HURT,), (EASED,)), 0, 0)
    assert course.valence == pytest.approx(-0.1)
    assert course.drop == pytest.approx(4.0 - 2.5)
    assert entropy([course]) == pytest.approx(1.0)
    assert entropy([Rehearsal((AFFIRM,), ((HURT,), (EASED,)), 0, 0)]) == pytest.approx(0.0)


def test_an_opening_is_where_something_has_been_said(exchanges: list[Exchange]) -> None:
    assert [e.dialogue for e in openings_of(exchanges[:3])] == [0, 1, 2]
    said = [Utterance("seeker", "hi", vector(0))]
    short = Exchange(seeker_states(said, [1], {0: HURT})[0], exchanges[0].supporter, exchanges[0].answer, (HURT,), 7)
    assert openings_of([short]) == []


def written(folder: Path, feelings: list[object]) -> tuple[Path, Path]:
    turns = [
        {"speaker": "seeker", "text": "he left", "strategy": None},
        {"speaker": "supporter", "text": "When?", "strategy": "Question"},
        {"speaker": "supporter", "text": "That hurts.", "strategy": "Reflection of feelings"},
        {"speaker": "seeker", "text": "last night", "strategy": None, "feedback": 4},
        {"speaker": "seeker", "text": "it does", "strategy": None},
    ]
    talks, readings = folder / "talks.jsonl", folder / "feelings.jsonl"
    talks.write_text(json.dumps({"dialogue_id": "a", "turns": turns}) + "\n", encoding="utf-8")
    readings.write_text(json.dumps(feelings) + "\n", encoding="utf-8")
    return talks, readings


def test_a_recorded_talk_is_read_turn_by_turn(tmp_path: Path) -> None:
    felt = {"intensity": 4, "valence": -0.5, "arousal": 0.0, "negative": True}
    (found,) = read_exchanges(*written(tmp_path, [felt, None, None, felt, felt]))
    assert [STRATEGIES[s] for s in found.strategies] == ["Question", "Reflection of feelings"]
    assert [u.text for u in found.answer] == ["last night", "it does"]
    assert (len(found.feelings), found.rating, found.state.position) == (2, 4, 1)


def test_readings_of_another_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"feelings\.jsonl: line 1 does not belong to talks\.jsonl"):
        read_exchanges(*written(tmp_path, [None]))
