"""Skill cards in a reply: said in their words, a step a turn, once each, and never as unasked advice."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from holdspace.agent.compose.brief import Brief, Draft
from holdspace.agent.compose.cards import cards_of, is_offer, left_open, skills_in
from holdspace.agent.compose.composer import OfflineComposer
from holdspace.agent.compose.scene import after_of, read_scene
from holdspace.prompts.sentences import sentence_key, split_sentences
from holdspace.strategies.plan import PlanStep
from holdspace.strategies.skills.card import SLOT
from holdspace.strategies.skills.library import open_library

from .moment import PLAIN

COMPOSER = OfflineComposer.load()
LIBRARY = open_library()
STEPPED = [card for card in LIBRARY.cards if card.steps]


def brief(card_id: str, step: int | None = None, text: str = "it goes round and round all day") -> Brief:
    card = LIBRARY.named(card_id)
    assert card is not None
    return replace(
        PLAIN,
        text=text,
        strategies=(card.strategy,),
        stage="action",
        family="anxiety",
        earlier=("i told you about work",),
        turn=4,
        cards=cards_of([PlanStep(card.strategy, "go on", card_id, (), step)]),
    )


def keys(draft: Draft) -> frozenset[str]:
    return frozenset(map(sentence_key, draft.sentences))


def until_out_of_words(first: Brief) -> list[Draft]:
    """Replies to the same moment, each with all that was said before in mind, up to the first without a card."""
    drafts = [COMPOSER.compose(first)]
    while skills_in(drafts[-1].phrases):
        drafts.append(COMPOSER.compose(replace(first, said=frozenset().union(*map(keys, drafts)))))
    return drafts


@pytest.mark.parametrize("text", ["ok", "a lamp, the kettle, my shoes", "i did what you said and it was odd but fine"])
@pytest.mark.parametrize(("card", "step"), [(c.id, n) for c in STEPPED for n in range(len(c.steps))], ids=str)
def test_every_step_of_every_skill_can_be_said_whatever_the_answer_before(card: str, step: int, text: str) -> None:
    draft = COMPOSER.compose(brief(card, step, text))
    said = {tuple(split_sentences(line)) for line in LIBRARY.named(card).steps[step].say}  # type: ignore[union-attr]
    assert draft.phrases == (f"skill:{card}",)
    assert draft.sentences in said
    assert draft.strategies == ("Providing Suggestions",)


@pytest.mark.parametrize("card", ["sleep-steps", "small-contact", "sleep-and-worry", "grief-has-no-timetable"])
def test_the_wordings_of_a_card_come_one_by_one_and_then_the_bank_speaks(card: str) -> None:
    drafts = until_out_of_words(brief(card))
    words = [line for line in LIBRARY.named(card).wording if SLOT not in line]  # type: ignore[union-attr]
    assert len(drafts) - 1 == len(words)
    said = [sentence_key(sentence) for draft in drafts for sentence in draft.sentences]
    assert len(said) == len(set(said))
    assert all(draft.text.count("?") <= 1 for draft in drafts)
    assert drafts[-1].sentences


def test_the_same_brief_gives_the_same_words() -> None:
    assert COMPOSER.compose(brief("worry-time")) == OfflineComposer.load().compose(brief("worry-time"))
    assert len({COMPOSER.compose(replace(brief("worry-time"), seed=seed)).text for seed in range(12)}) > 2


@pytest.mark.parametrize("seed", range(20))
def test_while_exploring_a_card_only_offers(seed: int) -> None:
    early = replace(brief("worry-time"), stage="exploration", seed=seed)
    offer = COMPOSER.compose(early)
    assert skills_in(offer.phrases) == ("worry-time",)
    assert is_offer(offer.text)
    advice = COMPOSER.compose(replace(early, cards=brief("small-contact").cards))
    assert skills_in(advice.phrases) == ()
    assert any(phrase.startswith("su-offer") for phrase in advice.phrases)


@pytest.mark.parametrize("text", ["i don't know", "sorry", "never mind", "no", "thanks", "are you a bot?"])
def test_what_is_no_answer_leaves_the_skill(text: str) -> None:
    assert skills_in(COMPOSER.compose(brief("worry-time", 1, text)).phrases) == ()


def test_whoever_asks_for_advice_is_not_asked_whether_they_want_it() -> None:
    for seed in range(12):
        asked = replace(brief("asking-permission", text="what should i do"), seed=seed)
        assert skills_in(COMPOSER.compose(asked).phrases) == ()
        assert skills_in(COMPOSER.compose(replace(asked, text="it is all a bit much today")).phrases)


@pytest.mark.parametrize(
    "declined", [("i don't want advice, i just want you to listen",), ("no advice please", "it was a long week")]
)
def test_declined_advice_is_not_given_in_a_cards_words_either(declined: tuple[str, ...]) -> None:
    for seed in range(12):
        told = replace(brief("small-contact"), earlier=declined, seed=seed)
        draft = COMPOSER.compose(told)
        assert skills_in(draft.phrases) == ()
        assert "Providing Suggestions" not in draft.strategies


@pytest.mark.parametrize(("cause", "named"), [("my thesis", True), ("my boss", False), ("my dad's stroke", False)])
def test_a_thing_is_named_in_a_card_where_it_is_one(cause: str, named: bool) -> None:
    told = replace(brief("worry-time", text=f"i worry about {cause} all day long"), cause=cause)
    thing = read_scene(told, COMPOSER.bank, random.Random(1)).slots.get("thing")
    assert thing == ("your thesis" if named else None)
    lines = [phrase.text for phrase in told.cards[0].phrases(thing, random.Random(1))]
    assert any(SLOT in line for line in lines) == named
    texts = [COMPOSER.compose(replace(told, seed=seed)).text for seed in range(20)]
    assert not any("{" in text or "boss had" in text or "stroke had" in text for text in texts)


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("Some people give worry an appointment. Would you like to set one up?", True),
        ("I can take you round the room. Shall I?", True),
        ("I have a thought about this, if you want one. Shall I say it, or would it only get in the way?", True),
        ("Before I suggest anything: what have you had enough of being told?", False),
        ("Which single piece of it shall we take?", False),
        ("Worry keeps the body on watch.", False),
    ],
)
def test_an_offer_is_what_a_yes_answers(line: str, offers: bool) -> None:
    assert is_offer(line) == offers


@pytest.mark.parametrize("card", STEPPED, ids=lambda card: card.id)
def test_the_wording_of_a_skill_of_several_steps_is_known_as_an_offer(card: object) -> None:
    for line in card.wording:  # type: ignore[attr-defined]
        assert after_of(line.replace(SLOT, "your thesis"), COMPOSER.bank) == "offer", line


def test_what_a_cards_last_words_leave_open_is_known() -> None:
    assert left_open("Is there something of theirs you'd like to go on doing, in your own way?") == "suggestion"
    assert left_open("May I offer one idea about the rent?") is None
    assert left_open("What was that like?") is None


@pytest.mark.parametrize(
    "offer", ["Shall I?", "Would it help to take the rent apart into steps, one small one at a time?"]
)
def test_a_yes_to_an_offer_that_cannot_go_on_is_still_kept(offer: str) -> None:
    answer = replace(brief("asking-permission", text="yes please"), last_reply=offer, cards=())
    assert COMPOSER.compose(answer).strategies[0] == "Providing Suggestions"
