"""The shipped corpora keep to their schema, and nothing held back is trained on."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest

from holdspace.agent.emotion.learning import corpora
from holdspace.agent.emotion.learning.corpora import Situation, dialogues, messages
from holdspace.agent.emotion.reading import APPRAISALS, FAMILIES, MARKS


def talks() -> Iterator[Sequence[Situation]]:
    for path in (corpora.DIALOGUES, corpora.SCRIPTS, corpora.STRANGER_DIALOGUES, corpora.STRANGER_SCRIPTS):
        yield from dialogues(path)


def rows() -> Iterator[Situation]:
    yield from messages()
    yield from messages(corpora.STRANGER_MESSAGES)
    for talk in talks():
        yield from talk


def test_every_row_is_whole() -> None:
    for row in rows():
        assert row.text.strip(), row
        assert row.family in FAMILIES, row.text
        assert set(row.secondary) <= set(FAMILIES) - {row.family}, row.text
        assert 1 <= row.intensity <= 5, row.text
        assert all(-1 <= value <= 1 for value in (row.valence, row.arousal, row.dominance)), row.text
        assert row.cause is None or row.cause in row.text, row.text
        assert row.family != "neutral" or (row.cause is None and row.intensity == 1), row.text
        assert row.appraisal is None or row.appraisal in APPRAISALS, row.text
        assert row.marks is None or set(row.marks) <= set(MARKS), row.text


@pytest.mark.parametrize("path", [corpora.MESSAGES, corpora.STRANGER_MESSAGES], ids=lambda path: path.stem)
def test_no_message_stands_there_twice(path: corpora.Path) -> None:
    texts = [row.text.lower() for row in messages(path)]
    assert len(set(texts)) == len(texts)


def test_what_is_held_back_is_chosen_by_hash_and_twins_stay_together() -> None:
    key = ""
    for row in messages():
        key = key if row.twin_of_line_before else row.text
        assert row.split == split_of(key), row.text
    own = [*dialogues(), *dialogues(corpora.SCRIPTS)]
    assert all(row.split == split_of(row.talk) for talk in own for row in talk)


def split_of(key: str) -> str:
    number = int(hashlib.sha256(key.encode()).hexdigest(), 16)
    if number % 3 == 0:
        return "held"
    return "tuning" if (number // 3) % 8 == 0 else "train"


def test_a_stranger_is_never_learned_from() -> None:
    strange = [
        *messages(corpora.STRANGER_MESSAGES),
        *(row for talk in dialogues(corpora.STRANGER_DIALOGUES) for row in talk),
        *(row for talk in dialogues(corpora.STRANGER_SCRIPTS) for row in talk),
    ]
    assert {row.split for row in strange} == {"held"}
    known = {row.text.lower() for row in messages()}
    assert not [row.text for row in messages(corpora.STRANGER_MESSAGES) if row.text.lower() in known]


def test_every_family_has_enough_of_everything() -> None:
    own = [*messages(), *(row for talk in dialogues() for row in talk)]
    counts = Counter((row.family, row.split) for row in own)
    assert len(own) >= 4_000
    for family in FAMILIES:
        assert counts[family, "train"] >= 100, family
        assert counts[family, "tuning"] >= 15, family
        assert counts[family, "held"] >= 60, family


def test_dialogues_hold_what_went_before() -> None:
    for talk in talks():
        assert talk[0].before == () or talk[0].before[0][0] == "assistant"
        assert all(row.before for row in talk[1:])
