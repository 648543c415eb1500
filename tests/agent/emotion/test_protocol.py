"""The 25-turn protocol: its scripts, and on their written values what is published of such a protocol."""

from __future__ import annotations

import io
import json
from itertools import pairwise
from pathlib import Path

import pytest

from holdspace.agent.emotion.protocol import (
    ARMS,
    SAME,
    SCRIPTS,
    TURNED,
    TURNS,
    UPSET,
    Arm,
    Mean,
    compare,
    main,
    mean,
    scripts,
)
from holdspace.agent.emotion.rules import FatimaDecay, FirstOrder, Rule, SecondOrder, Stateless

FOUND = scripts()
OUTCOMES = dict(zip((arm.name for arm in ARMS), compare([script.written for script in FOUND]), strict=True))
MOMENTA = (0.0, 0.5, 0.8, 0.95)


def arm(rule: Rule) -> Arm:
    """The arm of a rule; one without momentum is there as the first-order rule that it is."""
    if isinstance(rule, SecondOrder) and rule.momentum == 0:
        rule = FirstOrder(1 - rule.gain)
    return next(arm for arm in ARMS if arm.rule == rule)


def row(rule: Rule) -> Mean:
    return mean(OUTCOMES[arm(rule).name])


def test_the_scripts_keep_the_schedule_and_the_scale() -> None:
    assert len(FOUND) >= 6
    assert len({script.id for script in FOUND}) == len({script.topic for script in FOUND}) == len(FOUND)
    for script in FOUND:
        assert len(script.turns) == TURNS
        for turn in script.turns:
            assert turn.text == turn.text.strip() != ""
            assert all(-1 <= value <= 1 for value in (turn.valence, turn.arousal, turn.dominance))


def test_the_writers_meant_the_blocks() -> None:
    for script in FOUND:
        path = [value[0] for value in script.written]
        assert all(abs(value) <= 0.2 for value in path[:UPSET])
        assert max(path[UPSET:TURNED]) <= -0.4
        assert sum(path[TURNED:]) / 10 >= 0.3


def test_no_sentence_is_used_twice() -> None:
    said = [turn.text for script in FOUND for turn in script.turns]
    assert len(set(said)) == len(said)


def test_a_script_off_the_schedule_is_refused(tmp_path: Path) -> None:
    line = json.loads(SCRIPTS.read_text(encoding="utf-8").splitlines()[0])
    line["turns"] = line["turns"][1:]
    path = tmp_path / "short.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(ValueError, match="schedule"):
        scripts(path)


def test_stateless_has_no_path_of_its_own_and_is_back_at_once() -> None:
    still = row(Stateless())
    assert (still.recovery, still.recovered, still.hysteresis, still.overshoot) == (1.0, len(FOUND), 0.0, 0.0)
    assert still.coherence is not None
    assert abs(still.coherence) < 0.1
    others = [mean(found) for name, found in OUTCOMES.items() if name != "stateless"]
    assert all(other.coherence is not None and other.coherence > 0.5 for other in others)
    assert all((other.inertia or 0) > (still.inertia or 0) + 0.1 for other in others)
    assert all(other.recovery is None or other.recovery > 2 for other in others)


@pytest.mark.parametrize("gain", [0.2, 0.4])
def test_inertia_and_hysteresis_grow_with_momentum(gain: float) -> None:
    rows = [row(SecondOrder(gain, mu)) for mu in MOMENTA]
    shares = [one.share or 0.0 for one in rows]
    assert shares == sorted(set(shares)), "late, whatever the distance covered"
    areas = [one.hysteresis for one in rows]
    assert areas[:3] == sorted(set(areas[:3]))
    assert areas[3] < areas[2], "at .95 ten turns hardly move the state"
    coherences = [one.coherence or 0.0 for one in rows]
    assert coherences[:3] == sorted(set(coherences[:3]))
    assert min(coherences[2:]) > 0.95
    inertias = [one.inertia or 0.0 for one in rows]
    assert inertias[0] < inertias[1]
    assert inertias[0] < inertias[3] == max(inertias)


@pytest.mark.parametrize("gain", [0.2, 0.4])
def test_stability_is_paid_for_in_recovery(gain: float) -> None:
    back = [row(SecondOrder(gain, mu)).recovery for mu in MOMENTA]
    turns = [one for one in back[:3] if one is not None]
    assert turns == sorted(set(turns))
    assert len(turns) == 3
    assert back[3] is None, "never within the ten turns"
    assert row(SecondOrder(gain, 0.95)).overshoot > 0.1


def test_the_first_order_lags_more_the_more_it_keeps() -> None:
    rows = [row(FirstOrder(keep)) for keep in (0.6, 0.8, 0.9)]
    assert all((a.recovery or 99) < (b.recovery or 99) for a, b in pairwise(rows))
    assert all((a.share or 0) < (b.share or 0) for a, b in pairwise(rows))
    assert {one.overshoot for one in rows} == {0.0}


def test_every_arm_named_in_the_sweep_is_there() -> None:
    wanted = {
        Stateless(),
        *(FirstOrder(keep) for keep in (0.6, 0.8, 0.9)),
        *(SecondOrder(gain, mu) for gain in (0.2, 0.4) for mu in MOMENTA[1:]),
        FatimaDecay(),
    }
    assert {one.rule for one in ARMS} == wanted
    assert len({one.name for one in ARMS}) == len(ARMS)


def test_no_arm_is_played_twice() -> None:
    paths = {tuple(round(value, 9) for outcome in found for value in outcome.valence) for found in OUTCOMES.values()}
    assert len(paths) == len(ARMS)
    assert [one.name for one in ARMS if one.name.endswith("= mom. 0")] == [
        arm(SecondOrder(gain, 0.0)).name for gain in (0.4, 0.2)
    ]


def test_the_command_prints_a_line_an_arm_and_writes_it_all(tmp_path: Path) -> None:
    out, file = io.StringIO(), tmp_path / "all.json"
    main(["--written", "--json", str(file)], out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "values written, 8 scripts of 5 neutral + 10 adversarial + 10 reconciliatory turns"
    assert [line[:26].strip() for line in lines[2 : 2 + len(ARMS)]] == [one.name for one in ARMS]
    assert {len(line.rsplit(maxsplit=1)[-1]) for line in lines[2 : 2 + len(ARMS)]} == {TURNS + 2}
    assert lines[2 + len(ARMS)] == SAME
    record = json.loads(file.read_text(encoding="utf-8"))
    assert list(record) == ["written"]
    assert record["written"]["stateless"]["scripts"]["ceiling"]["valence"] == [v for v, _, _ in FOUND[0].written]
    assert record["written"]["stateless"]["mean"]["recovery"] == 1.0


def test_the_shipped_reader_can_play_the_protocol() -> None:
    from holdspace.agent.emotion.protocol import read_values

    (values,) = read_values(FOUND[:1])
    assert len(values) == TURNS
    assert all(-1 <= number <= 1 for value in values for number in value)
