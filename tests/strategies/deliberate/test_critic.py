"""One of four sentences, or nothing."""

from __future__ import annotations

import pytest

from holdspace.strategies.deliberate.asking import refuses
from holdspace.strategies.deliberate.critic import SENTENCES, WORTH, Judgement, read_verdict


def test_the_scale_is_the_published_one_and_opposite_ends_cancel() -> None:
    assert [WORTH[verdict] for verdict in SENTENCES] == [-1.0, -0.5, 0.5, 1.0]
    assert Judgement(("worse", "eased")).value == Judgement(("same", "better")).value == 0.0


def test_success_needs_more_than_better() -> None:
    assert not Judgement(("better", "better")).success
    assert Judgement(("better", "eased")).success


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        *((sentence, verdict) for verdict, sentence in SENTENCES.items()),
        ('**"the person feels better than before"**', "better"),
        ("Answer: The person feels worse than before.\n", "worse"),
        ("Same.", "same"),
        ("not better", None),
        ("The person feels better than before. Or: The person feels worse than before.", None),
        ("The person feels better.", None),
        ("", None),
        ("{}", None),
    ],
)
def test_a_verdict_is_read_only_where_it_is_plain(said: str, verdict: str | None) -> None:
    assert read_verdict(said) == verdict


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("I’m sorry, but I can’t help with that.", True),
        ("I'm afraid I am not able to assist here.", True),
        ("As an AI language model, I do not have feelings.", True),
        ("I cannot role-play this person.", True),
        ("i can't help it, i just cry", False),
        ("sorry. i can't sleep", False),
        ("you're an ai, what would you know", False),
        ("I am sorry about the plates.", False),
    ],
)
def test_a_refusal_is_told_from_a_person_who_cannot(text: str, refused: bool) -> None:
    assert refuses(text) is refused
