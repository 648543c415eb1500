"""What the reader hears in messages, told as a person would tell them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from holdspace.agent.emotion.context import Said
from holdspace.agent.emotion.export import SHIPPED
from holdspace.agent.emotion.families import LABELS
from holdspace.agent.emotion.reader import EmotionReader
from holdspace.agent.emotion.reading import FAMILIES, POSITIVE, Family, Reading
from holdspace.agent.emotion.shift import shift
from holdspace.agent.emotion.weights import ADAPTER, WORDS, Weights, WeightsUnreadable
from holdspace.memory.encoder import Encoder
from holdspace.memory.message import hear


@pytest.fixture(scope="module")
def reader() -> EmotionReader:
    return EmotionReader.load()


def read(reader: EmotionReader, encoder: Encoder, *texts: str) -> list[Reading]:
    return reader.read_all(hear(texts, encoder))


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Hi", {"neutral"}),
        ("good afternoon", {"neutral"}),
        ("I live with my brother and we have two cats", {"neutral"}),
        ("ok thanks", {"gratitude", "neutral"}),
        ("Thank you so much for listening to me", {"gratitude"}),
        ("I'm so angry at my boss, he took the credit again", {"anger"}),
        ("I am terrified of him, he is outside my door", {"fear"}),
        ("I am really worried about my exams next week, I can't sleep", {"anxiety"}),
        ("I feel so lonely, nobody ever calls me", {"loneliness"}),
        ("My husband died in the spring and I still lay out his slippers", {"grief"}),
        ("I feel so ashamed of what I did to her", {"shame_guilt"}),
        ("We won! I'm so happy I could dance", {"joy"}),
        ("I'm confused, I don't understand what he meant by that", {"confusion"}),
        ("That smell, it was disgusting, I nearly threw up", {"disgust"}),
    ],
)
def test_the_dominant_family(reader: EmotionReader, encoder: Encoder, text: str, families: set[Family]) -> None:
    (found,) = read(reader, encoder, text)
    assert found.dominant in families


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😀😭",
        "\x00\x07\x1b[2J",
        "\ud800",
        "ich bin heute sehr traurig",
        "私はとても悲しい",
        "?!?!",
        "a" * 5000,
    ],
)
def test_any_text_gives_a_whole_reading(reader: EmotionReader, encoder: Encoder, text: str) -> None:
    (found,) = read(reader, encoder, text)
    assert set(found.families) == set(FAMILIES)
    assert set(found.labels) == set(LABELS)
    assert sum(found.families.values()) == pytest.approx(1.0)
    assert all(0 <= p <= 1 for p in found.labels.values())
    assert 1 <= found.intensity <= 5
    assert all(-1 <= value <= 1 for value in (found.valence, found.arousal, found.dominance))
    assert found.cause is None or found.cause in text
    assert all(word in text for word in found.words)
    assert found.dominant not in found.secondary
    assert found.version == reader.version


@pytest.mark.parametrize("text", ["!!!!!!", "?!", "...", '"!"', "- *"])
def test_stops_alone_say_no_feeling(reader: EmotionReader, encoder: Encoder, text: str) -> None:
    (found,) = read(reader, encoder, text)
    assert (found.dominant, found.intensity, found.arousal, found.cause) == ("neutral", 1, 0.0, None)


def test_a_sign_alone_may_say_one(reader: EmotionReader, encoder: Encoder) -> None:
    assert read(reader, encoder, "😭")[0].dominant == "sadness"


@pytest.mark.parametrize("text", ["i was touched by a man on the bus", "i'm better off without me here"])
def test_harm_is_not_read_as_relief_or_thanks(reader: EmotionReader, encoder: Encoder, text: str) -> None:
    (found,) = read(reader, encoder, text)
    assert found.dominant not in POSITIVE


@pytest.mark.slow
def test_a_megabyte_is_read_by_its_windows(reader: EmotionReader, encoder: Encoder) -> None:
    (message,) = hear(["I lost my job and I cannot stop crying. " * 26_000], encoder)
    assert len(message.windows) <= 16
    assert reader.read(message).dominant != "neutral"


def test_the_cause_is_the_situation_and_not_the_feeling_word(reader: EmotionReader, encoder: Encoder) -> None:
    (found,) = read(reader, encoder, "Hi, I'm so sad, my girlfriend left me for my best friend last week.")
    assert found.cause is not None
    assert "left me" in found.cause
    assert read(reader, encoder, "Hi")[0].cause is None


def test_a_batch_reads_as_one_by_one(reader: EmotionReader, encoder: Encoder) -> None:
    lines = [f"{line} {n}" for n in range(15) for line in ("Hi", "my dog died today", "so they let me go on friday")]
    messages = hear([*lines, "my dog died today. " * 200, "word " * 700, ""], encoder)
    together = reader.read_all(messages)
    apart = [reader.read(message) for message in messages]
    assert together == apart
    assert reader.read_all([]) == []


def test_a_dialogue_gets_better(reader: EmotionReader, encoder: Encoder) -> None:
    worse, better = read(
        reader,
        encoder,
        "I feel hopeless and so sad, I have been crying all day since he left me",
        "Thank you, I feel much better now, I am really grateful for this talk",
    )
    assert shift(worse, better).direction == "improving"
    assert shift(better, worse).direction == "worsening"


def test_missing_or_broken_weights_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WeightsUnreadable, match="reinstall"):
        EmotionReader.load(tmp_path)
    (tmp_path / "emotion.safetensors").write_bytes(b"not a tensor file")
    (tmp_path / "lexicon.json").write_text("{}")
    with pytest.raises(WeightsUnreadable, match="cannot be read"):
        EmotionReader.load(tmp_path)


def test_the_version_follows_the_words(tmp_path: Path, reader: EmotionReader) -> None:
    assert reader.version == Weights.load(SHIPPED).version
    folder = tmp_path / "weights"
    shutil.copytree(SHIPPED, folder)
    with (folder / WORDS).open("a") as file:
        file.write("\n")
    assert Weights.load(folder).version != reader.version


def test_heads_of_another_adapter_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(SHIPPED, folder)
    with (folder / ADAPTER).open("ab") as file:
        file.write(b" ")
    with pytest.raises(WeightsUnreadable, match="same making"):
        Weights.load(folder)


def test_replies_do_not_reach_a_reading(reader: EmotionReader, encoder: Encoder) -> None:
    (message,) = hear(["yeah. still"], encoder)
    said = "they buried my brother on friday"
    plain: list[Said] = [("user", said), ("assistant", "I'm here.")]
    quoting: list[Said] = [("user", said), ("assistant", "Before, it was that you lost your job at the bakery.")]
    assert reader.read(message, plain) == reader.read(message, quoting)


def test_what_was_said_before_is_heard(reader: EmotionReader, encoder: Encoder) -> None:
    (message,) = hear(["yeah. still"], encoder)
    before: list[Said] = [
        ("user", "they buried my brother on friday"),
        ("assistant", "I'm sorry. Is it as raw as it was?"),
    ]
    assert reader.read(message, before) != reader.read(message)
    assert reader.read(message, before) == reader.read(message, before)
