"""`holdspace evaluate replies`: what is counted in a reply, whether it shows its strategy, and files that are wrong."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.agent.batch.adherence import COLUMNS, Adherence, row_of
from holdspace.agent.batch.evaluate import run_gauge
from holdspace.agent.batch.reply_measures import Count, grade, grounded
from holdspace.agent.batch.train_adherence import Said, fit, report, thresholds
from holdspace.agent.batch.verbs import _GAUGES
from holdspace.agent.batch.words_gauge import MEANING, ReplyGauge
from holdspace.agent.usage_error import UsageError
from holdspace.strategies.catalogue import STRATEGIES

SHIPPED = Adherence.load()


def turn(role: str, content: str, strategy: str | None = None) -> dict[str, Any]:
    return {"role": role, "content": content, "strategy": strategy}


def run(folder: Path, *lines: str) -> tuple[str, dict[str, Any], str]:
    source, target, out, report_ = folder / "in.jsonl", folder / "out.json", io.StringIO(), io.StringIO()
    source.write_text("\n".join(lines), encoding="utf-8")
    run_gauge(ReplyGauge(SHIPPED), str(source), str(target), out, report_)
    return out.getvalue(), json.loads(target.read_text("utf-8")), report_.getvalue()


def counted(*pairs: tuple[str, str]) -> dict[str, float]:
    count, said, heard = Count(), set[str](), list[str]()
    for message, reply in pairs:
        heard.append(message)
        count.add(reply, heard, said)
    return count.measures()


def test_the_report_holds_each_measure_and_adherence_by_strategy(tmp_path: Path) -> None:
    talk = {
        "id": 1,
        "turns": [
            turn("user", "my sister stopped ringing"),
            turn("assistant", "What do you miss about her?", "Question"),
            turn("user", "her laugh"),
            turn("assistant", "You sound sad. That makes sense."),
        ],
    }
    text, plain, told = run(tmp_path, json.dumps(talk), "not json", json.dumps({"id": 2}))
    assert set(plain["measures"]) == set(MEANING)
    assert all(name.replace("_", " ") in text for name in MEANING)
    assert plain["replies"] == 2
    assert plain["skipped"] == 2
    assert "in.jsonl:2: not JSON" in told
    assert plain["adherence"] == {"replies": 1, "shown": 1.0, "nearest": 1.0, "by_strategy": {"Question": 1.0}}


def test_esconvs_own_layout_is_read_and_a_strange_strategy_named(tmp_path: Path) -> None:
    talk = {"dialogue_id": "x", "turns": [{"speaker": "supporter", "text": "Tell me more.", "strategy": "Probing"}]}
    text, plain, told = run(tmp_path, json.dumps(talk))
    assert plain["adherence"] is None
    assert "not measured" in text
    assert "'Probing' is none of the eight" in told


@pytest.mark.parametrize("turns", [[], [turn("user", "hello")], [turn("assistant", "  ")]])
def test_a_file_without_a_reply_is_refused_in_words(tmp_path: Path, turns: list[object]) -> None:
    with pytest.raises(UsageError, match="nothing to measure"):
        run(tmp_path, json.dumps({"id": 1, "turns": turns}))


def test_the_verb_knows_the_gauge() -> None:
    assert isinstance(_GAUGES["replies"](), ReplyGauge)


def test_what_is_counted() -> None:
    found = counted(("i lost my job", "You lost your job. What now?"), ("ok", "What now? And what then?"))
    assert found["questions"] == 1.0
    assert found["two_questions"] == 0.5
    assert found["second_person"] == 0.5
    assert found["grounded"] == 0.5
    assert found["sentences"] == 2.0
    assert found["distinct_1"] == pytest.approx(8 / 11)


def test_a_sentence_said_before_in_the_conversation_counts_as_repeated() -> None:
    twice = counted(("a", "I hear you there. Go on."), ("b", "I hear you there."))
    assert twice["repeated_sentences"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("reply", "heard", "is_grounded"),
    [
        ("Your sister, then.", "my sister left", True),
        ("Crying helps a little.", "i cried", False),
        ("All that waiting.", "i waited for hours", True),
        ("That is a lot of it.", "it is what it is", False),
    ],
)
def test_grounded_means_a_telling_word_of_theirs(reply: str, heard: str, is_grounded: bool) -> None:
    assert grounded(reply, [heard]) == is_grounded


def test_plain_words_read_more_easily_than_long_ones() -> None:
    assert grade("You sat with it.") < grade("Your considerable determination demonstrates remarkable resilience.")
    assert grade("") == 0.0


def test_a_question_and_a_greeting_are_told_apart() -> None:
    assert SHIPPED.nearest("What happened after that?", "she left") == "Question"
    assert SHIPPED.nearest("You're welcome. Take care, bye.", "thank you") == "Others"
    assert "Providing Suggestions" in SHIPPED.shown("Could you try talking to your boss?", "work is bad")


def test_missing_weights_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="train_adherence"):
        Adherence.load(tmp_path / "none.safetensors")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=80))
def test_any_text_is_read(text: str, before: str) -> None:
    assert SHIPPED.probabilities(text, before).sum() == pytest.approx(1.0, abs=1e-4)
    row = row_of(text, before)
    assert len(set(row.columns)) == len(row.columns)
    assert max(row.columns, default=0) < COLUMNS
    Count().add(text, [before], set())


def test_learning_tells_apart_what_differs_plainly() -> None:
    plain = [("what is it?", 0), ("you could try a walk", 5), ("hello there", 7), ("you feel sad", 2)]
    said = [Said(f"{text} {i}", "", gold, i) for i in range(6) for text, gold in plain]
    said += [Said(f"filler {s} {i}", "", s, i) for s in (1, 3, 4, 6) for i in range(2)]
    model = fit(said)
    assert [STRATEGIES.index(model.nearest(text, "")) for text, _ in plain] == [gold for _, gold in plain]
    assert "accuracy" in report(model, said)


def test_a_threshold_lies_between_the_own_and_the_rest() -> None:
    best = np.full((10, 8), 0.1, dtype=np.float32)
    best[:5, 0] = 0.5
    found = thresholds(best, np.array([0] * 5 + list(range(1, 6))))
    assert 0.1 < found[0] <= 0.5
