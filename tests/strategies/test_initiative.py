"""The mixed-initiative measures, on conversations short enough to count by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.strategies.catalogue import STRATEGIES
from holdspace.strategies.initiative import (
    LEADING,
    Mean,
    Measure,
    Speaker,
    Spoken,
    frequent_terms,
    initiatives,
    shape_of,
    summarised,
)


def seeker(text: str, distress: float | None = None) -> Spoken:
    return Spoken("seeker", text, distress=distress)


KITCHEN = (
    seeker("the kitchen is so quiet since tom died", 4),
    Spoken("supporter", "what is the kitchen like in the evening?", "Question"),
    seeker("the evening is worst, tom always cooked", 5),
    Spoken("supporter", "tom filled the evening", "Reflection of feelings"),
    Spoken("supporter", "could a neighbour eat with you?", "Providing Suggestions"),
    seeker("a neighbour did ask", 2),
)


def measured(talk: tuple[Spoken, ...], speaker: Speaker) -> dict[Measure, float | None]:
    return {measure: mean.value for measure, mean in shape_of(talk)[speaker].items()}


def test_a_supporter_leads_by_asking_disclosing_suggesting_and_informing() -> None:
    assert measured(KITCHEN, "supporter")["proactivity"] == pytest.approx(2 / 3)
    assert {s for s in STRATEGIES if s not in LEADING} == {
        "Restatement or Paraphrasing",
        "Reflection of feelings",
        "Affirmation and Reassurance",
        "Others",
    }


def test_a_seeker_follows_right_after_the_supporter_led_and_leads_otherwise() -> None:
    assert initiatives(KITCHEN) == [True, True, False, False, True, False]
    assert measured(KITCHEN, "seeker")["proactivity"] == pytest.approx(1 / 3)
    assert initiatives([KITCHEN[1], seeker("quiet"), seeker("and dark")]) == [True, False, True]
    assert initiatives([KITCHEN[3], seeker("yes, he did")]) == [False, True]


def test_what_is_not_known_to_lead_is_left_out_on_both_sides() -> None:
    talk = (Spoken("supporter", "mm"), seeker("so"), seeker("well"), Spoken("supporter", "why?", "Question"))
    assert initiatives(talk) == [None, None, True, True]
    shape = shape_of(talk)
    assert shape["supporter"]["proactivity"] == Mean(1.0, 1)
    assert shape["seeker"]["proactivity"] == Mean(1.0, 1)


def test_terms_count_when_two_utterances_hold_them() -> None:
    assert [sorted(some) for some in frequent_terms(KITCHEN)] == [
        ["kitchen", "tom"],
        ["even", "kitchen"],
        ["even", "tom"],
        ["even", "tom"],
        ["neighbour"],
        ["neighbour"],
    ]


def test_information_is_what_a_speaker_brings_first() -> None:
    assert measured(KITCHEN, "supporter")["information"] == pytest.approx(2 / 3), "evening, neighbour"
    assert measured(KITCHEN, "seeker")["information"] == pytest.approx(2 / 3), "kitchen, tom"


def test_repetition_is_what_a_speaker_takes_up_from_the_other() -> None:
    assert measured(KITCHEN, "supporter")["repetition"] == pytest.approx(3 / 3), "kitchen; tom, evening"
    assert measured(KITCHEN, "seeker")["repetition"] == pytest.approx(2 / 3), "evening; neighbour"


def test_a_word_of_ones_own_is_no_repetition() -> None:
    talk = (seeker("the garden"), seeker("the garden again"))
    assert measured(talk, "seeker")["repetition"] == 0.0
    assert measured(talk, "seeker")["information"] == 0.5


def test_relaxation_is_how_much_lighter_it_is_after_than_before() -> None:
    assert measured(KITCHEN, "supporter")["relaxation"] == pytest.approx(((4 - 5) + (5 - 2) + (5 - 2)) / 3)
    assert measured(KITCHEN, "seeker")["relaxation"] is None


def test_relaxation_needs_a_before_and_an_after() -> None:
    opening = (Spoken("supporter", "hello"), seeker("hi", 3), Spoken("supporter", "bye"))
    assert shape_of(opening)["supporter"]["relaxation"] == Mean(0.0, 0)


def test_an_empty_conversation_measures_nothing() -> None:
    assert all(mean.value is None for own in shape_of(()).values() for mean in own.values())
    assert summarised([])["supporter"]["proactivity"].per_conversation is None


def test_the_file_is_told_by_conversation_and_pooled() -> None:
    short = (Spoken("supporter", "why?", "Question"),)
    long = (Spoken("supporter", "mm", "Others"),) * 3
    found = summarised([shape_of(short), shape_of(long), shape_of(())])["supporter"]["proactivity"]
    assert (found.per_conversation, found.conversations) == (0.5, 2)
    assert (found.overall, found.utterances) == (0.25, 4)


LINES = st.builds(
    Spoken,
    st.sampled_from(["seeker", "supporter"]),
    st.lists(st.sampled_from(["kitchen", "evening", "sister", "garden", "the", "and"]), max_size=5).map(" ".join),
    st.sampled_from([None, *STRATEGIES]),
    st.sampled_from([None, 0.0, 3.0, 5.0]),
)


@given(st.lists(LINES, max_size=12))
def test_every_frequent_term_is_brought_once_and_by_one_speaker(talk: list[Spoken]) -> None:
    shape = shape_of(talk)
    brought = sum(shape[speaker]["information"].total for speaker in shape)
    assert brought == len(frozenset[str]().union(*frequent_terms(talk)))


@given(st.lists(LINES, max_size=12))
def test_measures_stay_in_their_ranges(talk: list[Spoken]) -> None:
    for own in shape_of(talk).values():
        for measure, (low, high) in {"proactivity": (0.0, 1.0), "relaxation": (-5.0, 5.0)}.items():
            value = own[measure].value  # type: ignore[index]
            assert value is None or low <= value <= high
        assert own["repetition"].total >= 0
