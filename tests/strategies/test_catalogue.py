"""The eight strategies, in words."""

from __future__ import annotations

import pytest

from holdspace.strategies.catalogue import CATALOGUE, STAGES, STRATEGIES, Strategy
from holdspace.strategies.cues import cues_of


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_each_strategy_is_explained(strategy: Strategy) -> None:
    definition = CATALOGUE[strategy]
    assert definition.strategy == strategy
    assert all((definition.meaning, definition.when, definition.when_not, definition.intent))
    assert set(definition.stages) <= set(STAGES)
    assert definition.stages


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("what should I do?", "asks_advice"),
        ("any ideas for me", "asks_advice"),
        ("I don’t want advice", "refusal"),
        ("nope", "refusal"),
        ("hello there", "greeting"),
        ("ok thank u", "thanks"),
        ("gotta run, bye", "farewell"),
        ("I feel a bit better", "relief"),
        ("yeah", "agreement"),
    ],
)
def test_cues_are_seen(text: str, cue: str) -> None:
    assert getattr(cues_of(text), cue)


@pytest.mark.parametrize("text", ["", "it rained all day", "no problem at all was left"])
def test_plain_words_show_nothing(text: str) -> None:
    cues = cues_of(text)
    assert not any((cues.asks_advice, cues.refusal, cues.greeting, cues.thanks, cues.farewell, cues.relief))
