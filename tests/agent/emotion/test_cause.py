"""The cause is a stretch of the person's own words, chosen by what the word pieces carry."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.agent.emotion.cause import LONGEST, cause
from holdspace.agent.emotion.learning.scores import overlap
from holdspace.memory.tuned.encode import Encoded


def felt(text: str, strong: str) -> Encoded:
    """Each word a piece; those inside `strong` carry much, the others little."""
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    at = text.find(strong) if strong else -1
    inside = [at >= 0 and start >= at and end <= at + len(strong) for start, end in spans]
    return Encoded(np.zeros(3, np.float32), spans, np.array([3.0 if hit else -3.0 for hit in inside], np.float32))


@pytest.mark.parametrize(
    ("text", "strong", "found"),
    [
        ("hi, she sold the house without asking me, anyway", "sold the house", "sold the house without asking me"),
        ("Everyone wept and I was counting the tiles. Then home", "I was counting the", "I was counting the tiles"),
        ("my friend keeps saying i'm so scared of it", "my friend keeps", "my friend keeps saying i'm so scared of it"),
        ("they sold it so i left", "they sold", "they sold it"),
        ("a b " * 13 + "c d", "a b a", "a b a"),
        ("fine. because my brother never came", "because my brother never came", "my brother never came"),
        ("They moved\nmy desk into the corridor today", "my desk into the", "my desk into the corridor today"),
        ("line one\nline two", "one line two", "one\nline two"),
        ("what a day, the roof came off, and rain", "", "what a day"),
        ("gone", "gone", None),
        ("", "", None),
    ],
)
def test_the_stretch_that_carries_most(text: str, strong: str, found: str | None) -> None:
    window = " ".join(text.split())
    assert cause(text, window, felt(window, strong), 0.3) == found


@given(st.text(max_size=200), st.integers(0, 50))
def test_it_is_always_the_persons_own_words(text: str, seed: int) -> None:
    window = " ".join(text.split())
    heard = felt(window, "")
    rng = np.random.default_rng(seed)
    heard = Encoded(heard.vector, heard.offsets, rng.normal(size=len(heard.offsets)).astype(np.float32))
    found = cause(text, window, heard, 0.4)
    assert found is None or (found in text and 2 <= len(found.split()) <= LONGEST)


def test_overlap_counts_shared_words() -> None:
    assert overlap("she left me", "She left") == pytest.approx(2 / 3)
    assert overlap("", "") == 0.0
