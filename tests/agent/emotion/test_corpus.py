"""The shipped situations keep to their schema, and no held-back text is trained on."""

from __future__ import annotations

import hashlib
from collections import Counter

from holdspace.agent.emotion.corpora import situations
from holdspace.agent.emotion.reading import FAMILIES


def test_every_row_is_whole() -> None:
    rows = situations()
    assert len(rows) >= 850
    assert len({row.text.lower() for row in rows}) == len(rows)
    for row in rows:
        assert row.family in FAMILIES, row.text
        assert set(row.secondary) <= set(FAMILIES) - {row.family}, row.text
        assert 1 <= row.intensity <= 5, row.text
        assert all(-1 <= value <= 1 for value in (row.valence, row.arousal, row.dominance)), row.text
        assert row.cause is None or row.cause in row.text, row.text
        assert row.family != "neutral" or row.cause is None, row.text


def test_the_third_held_back_is_chosen_by_hash() -> None:
    for row in situations():
        held = int(hashlib.sha256(row.text.encode()).hexdigest(), 16) % 3 == 0
        assert row.split == ("held" if held else "train"), row.text


def test_every_family_has_enough_of_both() -> None:
    counts = Counter((row.family, row.split) for row in situations())
    assert all(counts[family, "train"] >= 15 and counts[family, "held"] >= 5 for family in FAMILIES)
    assert counts["neutral", "train"] + counts["neutral", "held"] >= 150
