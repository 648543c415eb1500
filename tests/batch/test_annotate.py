"""What annotate publishes about a feeling and its movement, from readings a test has made up."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest

from holdspace.agent.batch.annotate import AnnotateRecord, annotate_all
from holdspace.agent.batch.fields import ANNOTATED
from holdspace.agent.emotion.context import Said
from holdspace.agent.emotion.reading import Reading
from holdspace.agent.parts import BatchParts
from holdspace.cli import main
from holdspace.memory.encoder import Encoder
from holdspace.memory.message import Message
from holdspace.safety.detect import RiskDetector
from holdspace.strategies.planner import Planner

READINGS = {
    "the house is so quiet since the funeral": Reading(
        "grief",
        {"grief": 0.9, "neutral": 0.1},
        {},
        (),
        4,
        -0.6,
        0.0,
        0.0,
        cause="the house",
        appraisal="loss",
        appraisal_chance=0.71234567,
    ),
    "i'm fine though, really": Reading(
        "joy", {"joy": 0.5, "grief": 0.5}, {}, (), 2, 0.1, 0.0, 0.0, marks={"masking": 0.91234567, "ambivalence": 0.2}
    ),
    "my brother came and we ate on the stairs": Reading(
        "relief_hope", {"relief_hope": 0.9, "neutral": 0.1}, {}, (), 3, 0.5, 0.0, 0.0, cause="my brother came"
    ),
}
QUIET, FINE, BROTHER = READINGS


class MadeUpReader:
    """Reads what the test says it reads."""

    def read(self, message: Message, before: Sequence[Said] = ()) -> Reading:
        del before
        return READINGS[message.text]

    def read_all(self, messages: Sequence[Message], before: Sequence[Sequence[Said]] | None = None) -> list[Reading]:
        del before
        return [self.read(message) for message in messages]


@pytest.fixture(scope="module")
def parts(encoder: Encoder) -> BatchParts:
    return BatchParts(encoder, MadeUpReader(), RiskDetector.load(), Planner.load())


def annotated(parts: BatchParts, *conversations: Sequence[str]) -> list[list[dict[str, Any]]]:
    """The entries of the person's turns, with a supporter's answer between any two."""
    records = []
    for number, lines in enumerate(conversations):
        turns = [
            t for line in lines for t in ({"role": "user", "content": line}, {"role": "assistant", "content": "m"})
        ]
        records.append(AnnotateRecord.model_validate({"id": number, "turns": turns}))
    results = json.loads(json.dumps(annotate_all(records, parts)))
    return [[entry for entry in result["turns"] if entry["role"] == "user"] for result in results]


def test_the_movement_stands_beside_the_published_shift(parts: BatchParts) -> None:
    first, fine, eased, better = (e["shift"] for e in annotated(parts, [QUIET, FINE, BROTHER, BROTHER])[0])
    assert {name: fine[name] for name in ("direction", "from", "to", "size", "cause")} == {
        "direction": "improving",
        "from": "grief",
        "to": "joy",
        "size": 6,
        "cause": None,
    }
    assert fine["rolling"] == {
        "direction": "steady",
        "size": 0.0,
        "value": -4.0,
        "apart": 0.0,
        "over": 0,
        "about": "grief",
        "source": None,
        "cause": None,
        "trend": "level",
        "slope": 0.0,
        "stuck": 1,
        "recovery": None,
        "relapse": False,
        "masked": True,
    }
    assert first["rolling"]["value"] == -4.0
    assert eased["rolling"]["direction"] == "steady"
    assert (better["direction"], better["rolling"]["direction"]) == ("steady", "improving")
    assert (better["rolling"]["recovery"], better["rolling"]["trend"]) == (2, "rising")
    assert [better["rolling"][name] for name in ("apart", "over", "source", "cause")] == [
        6.0,
        2,
        "grief",
        "my brother came",
    ]


def test_the_mood_is_pushed_from_turn_to_turn(parts: BatchParts) -> None:
    first, second, third = (entry["mood"] for entry in annotated(parts, [QUIET, BROTHER, BROTHER])[0])
    assert first == {"valence": -0.6, "arousal": 0.0, "dominance": 0.0}
    assert first["valence"] < second["valence"] < third["valence"] < 0.5


USER: dict[str, Any] = {
    "": {"index", "role", "emotion", "shift", "mood", "risk", "route", "stage"},
    "emotion": {
        *("dominant", "secondary", "families", "labels", "tags", "intensity", "valence", "arousal", "dominance"),
        *("cause", "words", "appraisal", "appraisal_chance", "marks", "masking", "ambivalence", "version"),
    },
    "shift": {"direction", "from", "to", "size", "cause", "rolling"},
    "shift.rolling": {
        *("direction", "size", "value", "apart", "over", "about", "source", "cause", "trend", "slope", "stuck"),
        *("recovery", "relapse", "masked"),
    },
    "mood": {"valence", "arousal", "dominance"},
    "risk": {"level", "message_level", "categories", "evidence"},
}
ASSISTANT: dict[str, Any] = {
    "": {"index", "role", "predicted"},
    "predicted": {"ranked", "plan", "vetoes", "stage"},
}


def fields(entry: dict[str, Any], under: str = "") -> dict[str, set[str]]:
    """The names in an entry, by the object that holds them; what maps labels to numbers is no object."""
    found = {under: set(entry)}
    for name, value in entry.items():
        if isinstance(value, dict) and name not in ("families", "labels", "marks"):
            found |= fields(value, f"{under}.{name}".lstrip("."))
    return found


def test_all_that_is_published_of_a_turn(parts: BatchParts) -> None:
    turns = [{"role": "user", "content": QUIET}, {"role": "assistant", "content": "m"}]
    (result,) = annotate_all([AnnotateRecord.model_validate({"id": "a", "turns": turns})], parts)
    assert set(result) == {"id", "turns"}
    assert [fields(entry) for entry in result["turns"]] == [USER, ASSISTANT]
    assert result["turns"][0]["emotion"]["appraisal_chance"] == 0.7123


def test_the_help_lists_all_that_is_published() -> None:
    for whose, published in (("user", USER), ("assistant", ASSISTANT)):
        for name, names in published.items():
            title = f"its {name}" if name else f"{'a' if whose == 'user' else 'an'} {whose} turn"
            text = next(text for head, text in ANNOTATED.items() if head.split(",")[0] == title)
            assert names <= set(re.findall(r"[a-z_]+", text)), name


def test_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["annotate", "--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert all(f"{title}: {text}" in shown for title, text in ANNOTATED.items())


def test_the_reading_says_what_it_is_taken_as_and_how_it_is_told(parts: BatchParts) -> None:
    quiet, fine = (entry["emotion"] for entry in annotated(parts, [QUIET, FINE])[0])
    assert (quiet["appraisal"], quiet["marks"], quiet["masking"], quiet["ambivalence"]) == ("loss", {}, False, False)
    assert fine["marks"] == {"masking": 0.9123, "ambivalence": 0.2}
    assert (fine["masking"], fine["ambivalence"], fine["appraisal"]) == (True, False, "none")


def test_every_conversation_starts_afresh(parts: BatchParts) -> None:
    together = annotated(parts, [QUIET, QUIET], [BROTHER, QUIET], [])
    alone = annotated(parts, [BROTHER, QUIET])
    assert together[1] == alone[0]
    assert together[2] == []
    assert together[1][0]["shift"]["rolling"]["value"] == 3.0
