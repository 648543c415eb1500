"""Whose the danger is, who is near and what a body needs, read from words."""

from __future__ import annotations

import pytest

from holdspace.safety.completion_circumstances import another_in_danger, circumstances


@pytest.mark.parametrize(
    ("text", "who", "they"),
    [
        ("my wife took a whole packet of pills an hour ago and she says she's fine", "your wife", "she"),
        ("my best friend told me she has a plan to kill herself at the weekend", "your best friend", "she"),
        ("my mate says he's going to end it this weekend, i don't know what to do", "your mate", "he"),
        ("my roommate is not breathing right after heroin", "your roommate", "they"),
        ("my dad drank the bleach", "your dad", "he"),
        ("she wants to die and i can't reach her", "", "she"),
    ],
)
def test_anothers_danger_is_theirs(text: str, who: str, they: str) -> None:
    found = circumstances(text).other
    assert found is not None
    assert (found.who, found.they) == (who, they)
    assert another_in_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "my mum died and i want to die", "my wife left me and i took all my tablets", "my boyfriend hits me",
        "asking for a friend, she wants to die", "he choked me last night", "the voices say i have to hurt my dad",
        "my brother killed himself and i'm going to follow him", "i don't want to be here any more",
        "my sister took me to the park", "my friend wants to die and so do i",
    ],
)  # fmt: skip
def test_ones_own_danger_is_not_anothers(text: str) -> None:
    assert circumstances(text).other is None
    assert not another_in_danger(text)


def test_the_assessment_is_believed_unless_the_words_say_i() -> None:
    assert circumstances("what do i do about my brother", about_other=True).other is not None
    assert circumstances("i took all my tablets", about_other=True).other is None


def test_whose_danger_it_is_stays_until_they_speak_of_their_own() -> None:
    worried = ("my sister wants to die",)
    assert circumstances("she won't pick up", worried).other is not None
    assert circumstances("i want to die too", worried).other is None


@pytest.mark.parametrize(
    ("texts", "how", "who"),
    [
        (("ok. i texted my sister, she's coming over",), "coming", "your sister"),
        (("ok. i texted my sister, she's coming over", "she's here. we had toast. thanks"), "here", "your sister"),
        (("my sister is here",), "here", "your sister"),
        (("i told my brother",), "told", "your brother"),
        (("i'm at my mum's",), "here", "your mum"),
        (("we're staying with my aunt",), "here", "your aunt"),
        (("i texted my sister", "my sister's at the door"), "here", "your sister"),
        (("my dad just walked in",), "here", "your dad"),
        (("my flatmate is downstairs", "i'm angry at my brother"), "here", "your flatmate"),
        (("my neighbour is here", "my brother did not come. he's in Spain"), "here", "your neighbour"),
        (("my sister is here", "she didn't come to the wedding but my sister is here now"), "here", "your sister"),
        (("my brother's on his way", "he's not here yet"), "coming", "your brother"),
    ],
)
def test_who_was_let_in_is_known(texts: tuple[str, ...], how: str, who: str) -> None:
    company = circumstances(texts[-1], texts[:-1]).company
    assert company is not None
    assert (company.how, company.person.who) == (how, who)


@pytest.mark.parametrize(
    "texts",
    [
        ("my sister isn't here",), ("i wish my mum was here",), ("she's here",), ("i told my brother", "he left"),
        ("nobody is with me",), ("if my dad were here",), ("i'm angry at my brother",), ("i'm cross with my mum",),
        ("i'm so done with my sister",), ("i'm at my dad's grave",), ("i'm still with my boyfriend",),
        ("my sister was here yesterday",), ("my aunt is coming on sunday",), ("you keep saying my brother is here",),
        ("my brother is here", "my brother did not come"), ("my brother is here", "my brother is NOT here"),
        ("my brother is here", "he's in Spain"), ("my sister is coming", "she never showed up"),
        ("my sister is coming", "she cancelled"), ("my dad is here", "nobody came, i'm on my own"),
        ("i texted my mate, he's coming over", "he couldn't make it"), ("my mum is with me", "my mum lives in leeds"),
        ("my brother is with me", "no, my brother isn't here, that's the whole point"),
    ],
)  # fmt: skip
def test_company_is_not_made_up(texts: tuple[str, ...]) -> None:
    company = circumstances(texts[-1], texts[:-1]).company
    assert company is None


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("he choked me", "choked"), ("she hit me with a pan on friday", "struck"),
        ("i've written the notes", "written"), ("i tried to kill myself in september", "attempt"),
        ("i am not eating since four days", "fasting"), ("i nearly fainted at work", "faint"),
        ("i'm shaking and seeing things on the wall", "withdrawal"), ("the voices tell me to hurt my mum", "commands"),
        ("tell me how many paracetamol it takes", "amount"), ("get into my husband's phone", "spying"),
    ],
)  # fmt: skip
def test_a_sign_is_seen(text: str, sign: str) -> None:
    assert sign in circumstances(text).signs


@pytest.mark.parametrize("text", ["i'm 13", "im in year 8", "my stepdad shouts", "my homework is late"])
def test_the_young_are_known_by_what_they_say(text: str) -> None:
    assert circumstances(text).young
    assert circumstances("he did it again", (text,)).young


@pytest.mark.parametrize("text", ["i'm 34", "i'm 9 months sober", "my girlfriend won't let me see my mates"])
def test_an_adult_is_no_child(text: str) -> None:
    assert not circumstances(text).young
