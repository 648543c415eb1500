"""A session in a few of the person's own sentences."""

from __future__ import annotations

from holdspace.memory.summarise import summarise
from holdspace.memory.turns import Role, Turn


def session(*lines: tuple[Role, str]) -> list[Turn]:
    return [Turn(f"{n}:{role}", n, role, text) for n, (role, text) in enumerate(lines)]


TALK = session(
    ("user", "Hi. It is raining here again."),
    ("assistant", "I am sad to hear that you are so lonely and afraid."),
    ("user", "My mother is in hospital and I am terrified of losing her. The bus was late."),
    ("user", "I am so tired, the hospital calls at night about my mother. What should I do about my mother?"),
    ("user", "Yeah."),
)


def test_what_is_central_and_felt_is_kept_verbatim_and_in_order() -> None:
    summary = summarise(TALK, 2)
    assert summary.sentences == (
        "My mother is in hospital and I am terrified of losing her.",
        "I am so tired, the hospital calls at night about my mother.",
    )
    assert summary.turn_ids == ("2:user", "3:user")
    assert summary.text == " ".join(summary.sentences)


def test_silence_has_no_summary() -> None:
    assert summarise([]).sentences == ()
    assert summarise(session(("assistant", "I am here and I am listening."), ("user", "Ok."))).text == ""


def test_the_same_sentence_is_not_said_twice() -> None:
    assert len(summarise(session(*[("user", "I feel so alone in this town.")] * 5)).sentences) == 1
