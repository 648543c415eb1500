"""A feeling that is denied, over or undone in the same breath is heard less, and its end may be a relief."""

from __future__ import annotations

import numpy as np
import pytest

from holdspace.agent.emotion.reader import EmotionReader
from holdspace.agent.emotion.reading import FAMILIES, NEGATIVE, POSITIVE, Family
from holdspace.agent.emotion.said import weighed
from holdspace.agent.emotion.unfelt import Unfelt, unfelt
from holdspace.memory.encoder import Encoder
from holdspace.memory.message import hear


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("I don't feel lonely any more since I joined the choir", POSITIVE),
        ("I'm no longer afraid of him", POSITIVE),
        ("he makes me feel happy then he hits me", NEGATIVE),
        ("i was happy before he died", {"grief", "sadness"}),
        ("i was so happy and then he died", {"grief", "sadness"}),
        ("im better off dead", {"sadness"}),
    ],
)
def test_what_is_over_is_not_what_is_read(encoder: Encoder, text: str, families: set[Family]) -> None:
    assert EmotionReader.load().read(hear([text], encoder)[0]).dominant in families


@pytest.mark.parametrize(
    ("text", "denied", "over", "eased"),
    [
        ("I don't feel lonely anymore", set(), {"loneliness"}, {"loneliness"}),
        ("i no longer feel ashamed", set(), {"shame_guilt"}, {"shame_guilt"}),
        ("I'm not scared of the dark any more", set(), {"fear"}, {"fear"}),
        ("i don't feel sad any more, i don't feel anything", set(), {"sadness"}, set()),
        ("i don't feel happy any more", set(), {"joy"}, set()),
        ("I used to feel so hopeful, then the letter came", set(), {"relief_hope"}, set()),
        ("she makes me so happy but then she screams at me", set(), {"joy"}, set()),
        ("I'm not angry, i'm tired", {"anger"}, set(), set()),
        ("i don't feel any better", {"relief_hope"}, set(), set()),
    ],
)
def test_what_is_denied_and_what_is_over(text: str, denied: set[Family], over: set[Family], eased: set[Family]) -> None:
    assert unfelt(text) == Unfelt(frozenset(denied), frozenset(over), frozenset(eased))


@pytest.mark.parametrize(
    "text",
    [
        "I've never felt so alone",
        "i have never been so angry",
        "I'm not just sad, I'm furious",
        "I can't stop feeling sad",
        "I don't know why I feel lonely",
        "he hits me. today i feel hopeful, i rang the refuge",
        "I was happy when he came home",
        "i feel anxious before every shift",
        "they don't feel happy any more",
        "",
    ],
)
def test_what_is_felt_is_not_taken_for_over(text: str) -> None:
    assert unfelt(text) == Unfelt()


def test_the_end_of_what_was_hard_is_a_relief_and_the_chances_still_sum_to_one() -> None:
    heard = np.full(len(FAMILIES), 0.02, dtype=np.float32)
    heard[FAMILIES.index("fear")] = 1 - 0.02 * (len(FAMILIES) - 1)
    eased, named = weighed(heard, "i'm not afraid any more")
    assert named == ()
    assert eased.sum() == pytest.approx(1.0)
    assert FAMILIES[int(eased.argmax())] == "relief_hope"
    denied, _ = weighed(heard, "i'm not afraid")
    assert FAMILIES[int(denied.argmax())] == "fear", "a denial may hide it"
    assert denied[FAMILIES.index("fear")] < heard[FAMILIES.index("fear")]
    same, _ = weighed(heard, "the bus was late")
    assert same is heard
