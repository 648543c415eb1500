"""The tuned encoder is kept as small differences, and what cannot be read says what to do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from holdspace.agent.emotion.context import Said, context_of
from holdspace.agent.emotion.export import exported_affect
from holdspace.agent.emotion.weights import WeightsUnreadable
from holdspace.memory.encoder import EncoderMissing
from holdspace.memory.tuned.encode import MESSAGE_TOKENS, TunedEncoder


@pytest.fixture(scope="module")
def encoder() -> TunedEncoder:
    return TunedEncoder(exported_affect())


@pytest.mark.parametrize("content", [None, b"", b"no tensors"])
def test_a_missing_or_broken_adapter_says_what_to_do(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "adapter.safetensors").write_bytes(content)
    with pytest.raises(WeightsUnreadable, match="reinstall"):
        exported_affect(tmp_path)


def test_a_missing_export_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match="holdspace setup"):
        TunedEncoder(tmp_path)


def test_a_text_is_read_alone_whatever_stands_beside_it(encoder: TunedEncoder) -> None:
    texts = ["ok", "the bus was late again and the whole depot had gone home by the time we got there", ""]
    together = encoder.encode(texts, ["", "me: hello", ""])
    alone = [encoder.encode([text], [context])[0] for text, context in zip(texts, ["", "me: hello", ""], strict=True)]
    for one, other in zip(together, alone, strict=True):
        assert np.array_equal(one.vector, other.vector)
        assert np.array_equal(one.carries, other.carries)


def test_only_the_messages_own_pieces_are_scored(encoder: TunedEncoder) -> None:
    text = "so we sold it"
    (felt,) = encoder.encode([text], ["me: " + "the farm has been ours for ninety years " * 30])
    assert len(felt.offsets) == len(felt.carries) <= MESSAGE_TOKENS
    assert max(end for _, end in felt.offsets) == len(text)


def test_the_context_is_the_persons_own_last_words() -> None:
    """Replies may quote what is remembered of somebody: they must not reach a reading."""
    said: list[Said] = [("user" if n % 2 else "assistant", f"line\n{n}") for n in range(9)]
    assert context_of(said) == "line 3 / line 5 / line 7"
    assert context_of([("assistant", "Last time, it was the bakery."), ("user", "hm")]) == "hm"
    assert len(context_of([("user", "a" * 1_000_000)])) < 1_000
    assert context_of([]) == ""


def test_bad_news_at_the_end_of_a_long_message_is_read(encoder: TunedEncoder) -> None:
    story = "we drove up on the saturday and the children ran ahead along the bank as they always do " * 12
    ends = ("and then they told us he was dead", "and then they sold us some ice cream")
    one, other = encoder.encode([f"{story}{end}" for end in ends], ["", ""])
    assert not np.allclose(one.vector, other.vector)


@pytest.mark.parametrize(
    "who",
    [
        "hi",
        "Good evening.",
        "I'm a surgeon, 45, with a big house and a great team around me",
        "i'm 19, on benefits, in a hostel, and nobody ever taught me to read properly",
        "hi, i am an 83 year old widow from Leeds",
        "I am a judge. I have been one for thirty years.",
        "i drive a lorry, ex army, two tours",
        "we are Roma and live in Spain",
        "My name is Ana. I work as a nurse.",
        "i'm trans, nobody at work knows",
        "english is my third language, i am from Vietnam",
        "As a Muslim woman I see it differently.",
        "22f here",
    ],
)
def test_who_somebody_is_stays_out_of_the_context(who: str) -> None:
    assert context_of([("user", who), ("user", "they sold the house")]) == "they sold the house"


@pytest.mark.parametrize(
    "told", ["i'm so tired of it", "my brother is dead", "hi, they sold the house", "no", "31 years"]
)
def test_what_is_told_stays_in_the_context(told: str) -> None:
    assert context_of([("user", told)]) == told
