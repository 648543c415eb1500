"""How lines are taken: what was learned ranks and leaves out; where it can't be read the bank stands as authored."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from holdspace.agent.compose.composer import OfflineComposer
from holdspace.agent.compose.fitness import (
    FLOOR,
    Fitness,
    FitnessUnreadable,
    Line,
    Moment,
    key_of,
    of_line,
    of_moment,
)
from holdspace.agent.compose.fitness_training import MARKS, learn, main, read, report

from .moment import PLAIN

MOMENT = Moment(words=12, turn=2, certainty=0.6, intensity=3, family="sadness", act="none")
TOLD = replace(PLAIN, text="my sister moved away in june and we barely speak now", family="sadness")
LINE = Line("How long has it been like this?", "q-heavy", "any", "Question/core", 7, True, 0, False)
ECHO = Line("So {you}.", "re-turned", "own", "Restatement or Paraphrasing/core", 8, False, 7, False)


def test_what_was_learned_is_read_as_it_was_written() -> None:
    fitness = Fitness.load()
    assert len(fitness.weights) > 1000
    assert 0.0 < fitness.taken(LINE, MOMENT).passes < 1.0


def test_the_expected_mark_is_the_sum_of_both_chances() -> None:
    weights = {"bias": (1.0, -1.0), "asks": (-1.0, 0.0)}
    asked, told = (Fitness(weights).taken(line, MOMENT) for line in (LINE, ECHO))
    assert asked.passes == pytest.approx(0.5)
    assert told.passes == pytest.approx(0.731, abs=0.001)
    assert told.worth == pytest.approx(told.passes + told.right)


def test_a_feature_nobody_met_weighs_nothing() -> None:
    fitness = Fitness({"bias": (0.4, -0.4)})
    other = replace(LINE, group="never-met", phrase="Never said.")
    assert fitness.taken(other, MOMENT) == fitness.taken(LINE, MOMENT)


def test_a_line_is_known_by_its_words_wherever_it_stands() -> None:
    assert key_of("I hear you.") == key_of("I hear you.")
    assert key_of("I hear you.") != key_of("I hear you")
    assert "q-heavy.3" not in "".join(name for name, _ in of_line(LINE, MOMENT))


def test_own_words_in_a_line_are_features_and_their_absence_is_none() -> None:
    names = {name for name, _ in of_line(ECHO, MOMENT)}
    assert {"echo of line", "echo of message", "long echo"} <= names
    assert not any(name.startswith("echo") for name, _ in of_line(LINE, MOMENT))
    assert {"words", "family sadness", "act none"} <= {name for name, _ in of_moment(MOMENT)}


@pytest.mark.parametrize("text", ["", "[]", '{"weights": {"bias": [1]}}', '{"weights": {"bias": ["x", "y"]}}'])
def test_a_broken_file_is_named_and_done_without(text: str, tmp_path: Path) -> None:
    file = tmp_path / "fitness.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FitnessUnreadable, match=r"fitness\.json"):
        Fitness.load(file)
    assert Fitness.load_or_none(file) is None
    assert Fitness.load_or_none(tmp_path / "missing.json") is None


def test_a_line_that_would_hardly_pass_is_not_said_while_there_are_others() -> None:
    composer = OfflineComposer.load()
    brief = replace(TOLD, strategies=("Question",))
    first = composer.compose(brief)
    asked = next(p for g in composer.bank.groups for p in g.phrases if p.id == first.phrases[-1])
    learned = composer.fitness
    assert learned is not None
    shy = Fitness({**learned.weights, key_of(asked.text): (-50.0, -50.0)})
    again = OfflineComposer(composer.bank, composer.examples, shy).compose(brief)
    assert again.sentences
    assert asked.id not in again.phrases


def test_somebody_at_risk_gets_the_lines_in_their_authored_order() -> None:
    composer = OfflineComposer.load()
    grave = replace(TOLD, risk="elevated")
    without = OfflineComposer(composer.bank, composer.examples)
    assert composer.compose(grave) == without.compose(grave)


def test_where_every_line_would_be_left_out_something_is_said_all_the_same() -> None:
    composer = OfflineComposer.load()
    never = Fitness({"bias": (-50.0, -50.0)})
    for seed in range(20):
        draft = OfflineComposer(composer.bank, composer.examples, never).compose(replace(TOLD, seed=seed))
        assert draft.sentences
        assert draft.strategies


def test_every_part_that_has_a_floor_can_still_be_filled() -> None:
    parts = {group.part for group in OfflineComposer.load().bank.groups}
    assert set(FLOOR) <= parts


def test_the_marks_are_sound() -> None:
    marked = read(MARKS)
    assert len(marked) > 6000
    assert {one.mark for one in marked} == {0, 1, 2}
    people = {one.split: {other.who for other in marked if other.split == one.split} for one in marked}
    assert people["train"].isdisjoint(people["held"])


def test_among_people_it_has_not_met_the_line_thought_best_passes_more_often_than_what_was_said() -> None:
    found = report(read(), OfflineComposer.load().bank)
    assert found["auc"] > 0.65
    assert found["best line passes"] > found["said line passes"] > found["any line passes"]


def test_teaching_gives_the_file_that_ships(tmp_path: Path) -> None:
    made = tmp_path / "fitness.json"
    assert main(["--out", str(made)]) == 0
    shipped, again = Fitness.load().weights, Fitness.load(made).weights
    told = {name for name, pair in (shipped | again).items() if max(map(abs, pair)) > 0.05}
    assert len(told) > 1000
    assert all(shipped[name] == pytest.approx(again[name], abs=0.03) for name in told)
    assert json.loads(made.read_text(encoding="utf-8"))["held"]["lines"] > 1000


def test_learning_from_one_mind_follows_its_marks() -> None:
    marked = [one for one in read() if one.split == "train"][:600]
    turned = [replace(one, mark=2 if one.line.asks else 0) for one in marked]
    fitness = learn(turned, OfflineComposer.load().bank)
    assert fitness.taken(LINE, MOMENT).passes > 0.7
    assert fitness.taken(ECHO, MOMENT).passes < 0.3
