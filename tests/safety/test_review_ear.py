"""The review's tuned encoder: added to what the heads say, beside the person's words, and never a way to lose them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from holdspace.memory.encoder import Encoder
from holdspace.memory.tuned.encode import Encoded, TunedEncoder
from holdspace.safety.ear_lessons import heard_in, lessons, part_of, passes, rows_of
from holdspace.safety.ear_weighing import write_ear
from holdspace.safety.reply_text import sentences_of
from holdspace.safety.review import Reviewer
from holdspace.safety.review_ear import COLUMNS, EAR, IN_SENTENCE, IN_WHOLE, ReviewEar, context_of
from holdspace.safety.review_head import ReviewHead
from holdspace.safety.violations import Line, Review

WORD = "marmalade"
BLAME = COLUMNS.index("blame")


class Ears:
    """Hears the word in a text and nothing else, and remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[tuple[str, str]] = []

    def encode(self, texts: Sequence[str], contexts: Sequence[str]) -> list[Encoded]:
        self.given += list(zip(texts, contexts, strict=True))
        nothing = np.zeros(0, dtype=np.float32)
        return [Encoded(np.array([float(WORD in text)], np.float32), [], nothing) for text in texts]


class Deaf:
    def encode(self, texts: Sequence[str], contexts: Sequence[str]) -> list[Encoded]:
        raise RuntimeError("deaf")


def ear(encoder: object, column: int = BLAME) -> ReviewEar:
    """Names one violation where its encoder hears the word."""
    dense = np.zeros((1, len(COLUMNS)), dtype=np.float32)
    dense[0, column] = 100.0
    high = np.full(len(COLUMNS), 50.0, dtype=np.float32)
    bias = np.zeros(len(COLUMNS), dtype=np.float32)
    share = 1.0, np.ones(len(IN_WHOLE), dtype=np.float32)
    return ReviewEar(cast("TunedEncoder", encoder), dense, bias, share, high[IN_SENTENCE], high[IN_WHOLE])


@pytest.fixture(scope="module")
def shipped() -> Reviewer:
    return Reviewer.load()


def reviewed(reviewer: Reviewer, reply: str, encoder: Encoder, said: str = "i dropped it") -> Review:
    vectors = encoder.encode(list(sentences_of(reply)))
    return reviewer.review(reply, [Line("user", said)], vectors=vectors)


def test_what_it_hears_is_added_to_the_heads(shipped: Reviewer, encoder: Encoder) -> None:
    listening = replace(shipped, ear=ear(Ears()))
    assert "blame" in reviewed(listening, f"There was {WORD} on it.", encoder).names
    assert reviewed(listening, "There was jam on it.", encoder).verdict == "ok"


def test_the_whole_reply_is_heard_beside_the_persons_words(shipped: Reviewer, encoder: Encoder) -> None:
    ears = Ears()
    reviewed(replace(shipped, ear=ear(ears)), "That was a long day. What happened then?", encoder, "I Dropped  it")
    assert ears.given[-1] == ("That was a long day. What happened then?", "i dropped it")
    assert {context for _, context in ears.given} == {"i dropped it"}


def test_a_growing_reply_is_heard_once_a_sentence(shipped: Reviewer, encoder: Encoder) -> None:
    ears = Ears()
    listening = replace(shipped, ear=ear(ears))
    for reply in ("That was a long day.", "That was a long day. What happened then?"):
        reviewed(listening, reply, encoder)
    assert len(ears.given) == len(set(ears.given)) == 3


def test_the_first_sentence_of_a_reply_is_read_once(shipped: Reviewer, encoder: Encoder) -> None:
    ears = Ears()
    reviewed(replace(shipped, ear=ear(ears)), "That was a long day.", encoder)
    assert ears.given == [("That was a long day.", "i dropped it")]


def test_the_products_own_words_are_judged_without_it(shipped: Reviewer, encoder: Encoder) -> None:
    ears = Ears()
    listening, without = replace(shipped, ear=ear(ears)), replace(shipped, ear=None)
    for reply in (f"There was {WORD} on it. What happened then?", "You brought this on yourself.", ""):
        own = sentences_of(reply)
        vectors = encoder.encode(own)
        heard = listening.review(reply, [Line("user", "i dropped it")], vectors=vectors, own=own)
        assert heard == without.review(reply, [Line("user", "i dropped it")], vectors=vectors)
    assert ears.given == []


def test_beside_the_products_own_words_it_reads_the_others(shipped: Reviewer, encoder: Encoder) -> None:
    ears = Ears()
    listening = replace(shipped, ear=ear(ears))
    for reply, stopped in ((f"There was {WORD}. What then?", False), (f"There was {WORD}. More {WORD}.", True)):
        vectors = encoder.encode(sentences_of(reply))
        review = listening.review(reply, [Line("user", "oh")], vectors=vectors, own=[f"There was {WORD}."])
        assert (review.names == ("blame",)) is stopped
    assert ears.given == [("What then?", "oh"), (f"More {WORD}.", "oh")]


def test_each_opinion_of_a_whole_reply_has_a_share_of_its_own(shipped: Reviewer, encoder: Encoder) -> None:
    loud = ear(Ears(), COLUMNS.index("bare_refusal"))
    quiet = replace(loud, share=(1.0, np.array([1.0, 0.0, 1.0, 1.0], dtype=np.float32)))
    reply = f"There was {WORD} on it."
    assert reviewed(replace(shipped, ear=loud), reply, encoder).names == ("bare_refusal",)
    assert reviewed(replace(shipped, ear=quiet), reply, encoder).verdict == "ok"


def test_without_being_wanted_it_is_not_loaded() -> None:
    assert Reviewer.load(tuned=False).ear is None


def test_an_encoder_that_fails_leaves_the_heads_and_the_rules(shipped: Reviewer, encoder: Encoder) -> None:
    without, deaf = replace(shipped, ear=None), replace(shipped, ear=ear(Deaf()))
    for reply in ("You brought this on yourself.", "That was a long day."):
        assert reviewed(deaf, reply, encoder) == reviewed(without, reply, encoder)


def test_danger_is_told_beside_what_was_said() -> None:
    assert context_of("the pills are here", "high") == "the pills are here / in danger"
    assert context_of("the tea is here", "low") == "the tea is here"
    assert context_of(" ", "high") == ""
    assert len(context_of("word " * 1000, "none")) <= 400


def test_missing_or_foreign_weights_are_done_without(tmp_path: Path) -> None:
    assert ReviewEar.load_or_none(tmp_path) is None
    write_ear(ear(Ears()), tmp_path)
    plain = json.loads((tmp_path / f"{EAR}.json").read_text())
    assert plain["columns"] == list(COLUMNS)
    (tmp_path / f"{EAR}.json").write_text(json.dumps(plain | {"columns": ["blame"]}))
    assert ReviewEar.load_or_none(tmp_path) is None


def row(reply: str, names: Sequence[str], core: str = "", level: str = "none") -> dict[str, object]:
    context = [{"role": "user", "content": "Hello"}]
    return {"reply": reply, "violations": names, "core": core or reply, "input_level": level, "context": context}


def test_a_bad_reply_teaches_by_its_core_and_whole_a_clean_one_by_every_sentence() -> None:
    bad = lessons([row("Oh dear. Your own fault.", ["blame"], "Your own fault.")], (), ())
    assert [(lesson.text, lesson.whole) for lesson in bad] == [
        ("Your own fault.", False),
        ("Oh dear. Your own fault.", True),
    ]
    assert all(lesson.labels[BLAME] == 1.0 == lesson.labels[-1] for lesson in bad)
    clean = lessons([row("Oh dear. What then?", [])], (), ())
    assert [lesson.text for lesson in clean] == ["Oh dear.", "What then?", "Oh dear. What then?"]
    assert not any(np.nan_to_num(lesson.labels).any() for lesson in clean)


def test_passing_over_danger_is_known_only_where_there_is_danger() -> None:
    at = COLUMNS.index("risk_ignored")
    calm, grave, passed, rude = (
        lessons([one], (), ())[-1].labels[at]
        for one in (
            row("Oh dear.", []),
            row("Oh dear.", [], level="high"),
            row("Nice.", ["risk_ignored"], level="high"),
            row("Your fault.", ["blame"], level="high"),
        )
    )
    assert np.isnan(calm)
    assert np.isnan(rude)
    assert (grave, passed) == (0.0, 1.0)


def test_an_invented_number_teaches_nothing() -> None:
    (only,) = lessons([row("Call 555.", ["invented_number"])], (), ())
    assert np.isnan(only.labels).all()


def test_no_held_reply_is_learned_from_or_weighed_on() -> None:
    taught, tuning = rows_of("train"), rows_of("tuning")
    assert tuning
    assert len(taught) > len(tuning)
    assert not {r["core"] for r in tuning} & {r["core"] for r in taught}
    assert all(r["split"] != "held" for r in (*taught, *tuning))
    assert part_of({"split": "held", "core": "x"}, "review_corpus_fourth") == "held"
    assert heard_in({"context": [{"role": "user", "content": "I’m  HERE"}]}) == "i'm here"


def test_passes_repeat_and_leave_whole_replies_their_context() -> None:
    found = lessons([row(f"Sentence {n}. And another.", []) for n in range(40)], (), ())
    one, two = list(passes(found, 2, 3)), list(passes(found, 2, 3))
    assert [[lesson.context for lesson in told] for told in one] == [
        [lesson.context for lesson in told] for told in two
    ]
    for told in one:
        assert all(lesson.context for lesson in told if lesson.whole)
        assert 0 < sum(not lesson.context for lesson in told) < len(told)


def test_the_shipped_names_are_those_of_the_head() -> None:
    head = ReviewHead.load_or_none()
    assert head is not None
    assert (*head.names, "anything") == tuple(COLUMNS[at] for at in IN_SENTENCE)
