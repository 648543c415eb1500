"""What is worth keeping, verbatim, and nothing that was not said."""

from __future__ import annotations

import pytest

from holdspace.memory.facts import facts_in
from holdspace.memory.store import Store
from holdspace.memory.turns import Turn

KEPT = [
    ("My sister Mira moved to Lisbon.", "person", "sister"),
    ("I had a fight with my boss.", "person", "boss"),
    ("Our old dog Bruno died on Saturday.", "loss", "pet"),
    ("My interview is on Monday at nine.", "plan", ""),
    ("I'm going to call the clinic.", "plan", "doctor"),
    ("I love singing in the choir.", "preference", ""),
    ("Breathing exercises just make it worse.", "not_helped", ""),
    ("Meditation doesn't help me at all.", "not_helped", ""),
    ("Walking by the river helps a bit.", "helped", ""),
    ("I live in Hamburg, above a pub.", "self", "self"),
    ("Please don't bring up my dad.", "avoid", "dad"),
    ("I'd rather not talk about the accident right now.", "avoid", "accident"),
    ("Leave my mother out of this.", "avoid", "mother"),
    ("You can talk about my dad again.", "allow", "dad"),
]


def said(content: str, n: int = 0, role: str = "user") -> Turn:
    return Turn(f"{n}:{role}", n, role, content, "s", f"2026-01-{n + 1:02d}")  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "kind", "subject"), KEPT)
def test_a_span_is_kept_with_its_kind_its_subject_and_its_source(text: str, kind: str, subject: str) -> None:
    memories = facts_in(said(f"Hm. {text}"))
    assert [(m.kind, m.subject) for m in memories if m.kind == kind] == [(kind, subject)]
    assert all(m.text in text and m.source == "0:user" and m.at == "2026-01-01" for m in memories)


@pytest.mark.parametrize(
    "text",
    ["", "Yeah.", "I don't know.", "Can you help me?", "Could you help?", "It is just grey.",
     "Did I talk to my sister?",
     "I don't want to talk about it.", "Please help.", "😔", "I would leave my husband if I could."],
)  # fmt: skip
def test_nothing_is_kept_as_a_wish_or_a_help_that_was_not_said(text: str) -> None:
    assert {memory.kind for memory in facts_in(said(text))} <= {"person"}


def test_the_assistant_says_nothing_about_the_person() -> None:
    assert facts_in(said("I love singing.", role="assistant")) == ()


def test_a_later_state_replaces_an_earlier_one_and_a_wish_can_be_lifted() -> None:
    store = Store.unsaved()
    for n, text in enumerate(("I live in Hamburg.", "Please don't mention my dad.", "I moved to Leipzig.")):
        store.memories.add(facts_in(said(text, n)))
    assert [m.text for m in store.memories.all(held_only=True) if m.attribute == "home"] == ["I moved to Leipzig."]
    assert store.memories.avoided() == {"dad"}
    store.memories.add(facts_in(said("It's okay to talk about my dad now.", 5)))
    assert store.memories.avoided() == frozenset()
    store.close()
