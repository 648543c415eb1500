"""Found again in other words; silent when there is nothing to find."""

from __future__ import annotations

from typing import Any

import pytest

from holdspace.memory.encoder import Encoder
from holdspace.memory.facts import facts_in
from holdspace.memory.index import ExactIndex
from holdspace.memory.probing import recall_user
from holdspace.memory.recall import Recall, RecallResult
from holdspace.memory.records import RecallRecord
from holdspace.memory.store import Store

TOLD = [
    ("2026-01-05", "My sister Mira moved to Lisbon in the spring."),
    ("2026-01-05", "Dad and I yelled again, the loan of course."),
    ("2026-01-12", "I work in a call centre and the headset gives me migraines."),
    ("2026-02-02", "Breathing exercises just make me panic more."),
    ("2026-02-09", "It rained all day and I stayed in bed."),
    ("2026-03-02", "I started my new job as a gardener, I smell of soil and I love it."),
]


class Told:
    def __init__(self, encoder: Encoder, told: list[tuple[str, str]]) -> None:
        self.encoder, self.store = encoder, Store.unsaved()
        vectors = encoder.encode([text for _, text in told])
        for n, (day, text) in enumerate(told):
            turn = self.store.append(
                turn_id=str(n), role="user", content=text, session=day, at=day, vector=vectors[n], encoder=encoder.name
            )
            self.store.memories.add(facts_in(turn))
        self.recall = Recall(self.store, ExactIndex(self.store, encoder.name), encoder.name)

    def ask(self, question: str, **more: Any) -> RecallResult:
        return self.recall.search(question, self.encoder.encode([question])[0], now="2026-03-04", **more)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Which city did my sibling go to?", 0),
        ("What do my father and I fight about?", 1),
        ("Which calming technique makes my anxiety worse?", 3),
        ("What is my job now?", 5),
        ("What was my previous job?", 2),
        ("What did I tell you about my job in January?", 2),
    ],
)
def test_the_answer_comes_first(encoder: Encoder, question: str, answer: int) -> None:
    found = Told(encoder, TOLD).ask(question)
    assert not found.abstained
    assert found.hits[0].turn_ids == (f"{answer}:user",)
    assert found.hits[0].text == TOLD[answer][1]
    assert 0.0 < found.hits[0].score < 1.0


@pytest.mark.parametrize(
    "question", ["How tall am I?", "Which instrument does my cousin play?", "Who won the election?"]
)
def test_nothing_is_offered_when_nothing_was_said(encoder: Encoder, question: str) -> None:
    assert Told(encoder, TOLD).ask(question) == RecallResult(hits=(), abstained=True)


def test_an_empty_history_abstains(encoder: Encoder) -> None:
    assert Told(encoder, []).ask("Who is my sister?").abstained


def test_what_must_not_be_brought_up_stays_down_until_it_is_named_or_lifted(encoder: Encoder) -> None:
    asked = "Why is there always shouting about money?"
    told = [*TOLD, ("2026-03-03", "Please don't bring up my dad.")]
    quiet = Told(encoder, told)
    assert all("Dad" not in hit.text for hit in quiet.ask(asked).hits)
    assert quiet.ask("What do my dad and I fight about?").hits[0].turn_ids == ("1:user",)
    lifted = Told(encoder, [*told, ("2026-03-03", "You can talk about my dad again.")])
    assert any("Dad" in hit.text for hit in lifted.recall.candidates(asked, encoder.encode([asked])[0]).hits)


def test_excluded_turns_and_the_message_itself_are_left_out(encoder: Encoder) -> None:
    told = Told(encoder, TOLD)
    question = "Which city did my sister go to?"
    assert "0:user" not in {
        row for hit in told.ask(question, exclude=frozenset({"0:user"})).hits for row in hit.turn_ids
    }
    assert all(hit.text != TOLD[0][1] for hit in told.ask(TOLD[0][1]).hits)


def test_it_follows_what_is_said_and_forgotten_since(encoder: Encoder) -> None:
    told = Told(encoder, TOLD)
    question = "What is my cat called?"
    assert told.ask(question).abstained
    text = "My cat is called Pepper."
    told.store.append(
        turn_id="9", role="user", content=text, session="s", at="2026-03-04", vector=encoder.encode([text])[0],
        encoder=encoder.name,
    )  # fmt: skip
    found = told.ask(question)
    assert found.hits[0].turn_ids == ("9:user",)
    told.store.forget_turn("9:user")
    assert all(hit.text != text for hit in told.ask(question).hits)


def test_hits_can_be_put_in_the_order_of_time(encoder: Encoder) -> None:
    told = Told(encoder, TOLD)
    ordered = told.recall.in_order(told.ask("What do I do for work?"))
    ids = [hit.turn_ids[0] for hit in ordered.hits]
    assert ids == sorted(ids)


def record(turns: list[tuple[str, str]], *probes: str) -> RecallRecord:
    return RecallRecord.model_validate(
        {
            "user": "u",
            "sessions": [
                {
                    "id": 1,
                    "date": "2026-01-05",
                    "mood": "unknown fields are passed over",
                    "turns": [{"id": f"t{n}", "role": role, "content": text} for n, (role, text) in enumerate(turns)],
                }
            ],
            "probes": [{"id": f"p{n}", "question": probe} for n, probe in enumerate(probes)],
        }
    )


def test_a_batch_gives_turn_ids_back_verbatim_and_joins_a_short_answer_to_its_question(encoder: Encoder) -> None:
    turns = [("assistant", "Hello. What is your sister called?"), ("user", "Mira."), ("user", "It is cold today.")]
    answer = recall_user(record(turns, "What is my sister's name?", "Which bank robbed the moon?"), encoder)
    first, second = answer["probes"]
    assert first["hits"][0]["turn_ids"] == ["t1", "t0"]
    assert first["hits"][0]["text"] == "What is your sister called? Mira."
    assert not first["abstained"]
    assert second["abstained"]
    assert all(hit["score"] < 0.5 for hit in second["hits"])


def test_a_batch_takes_empty_and_odd_records(encoder: Encoder) -> None:
    assert recall_user(record([], "Who am I?"), encoder)["probes"] == [{"id": "p0", "hits": [], "abstained": True}]
    assert recall_user(record([("user", ""), ("user", "😔")]), encoder) == {"user": "u", "probes": []}
    assert recall_user(record([("user", "word " * 400)], "", "?"), encoder)["probes"][0]["id"] == "p0"
