"""The composer through its one door: what a reply is, whatever is said to it."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.agent.compose.brief import Brief, Draft
from holdspace.agent.compose.composer import OfflineComposer
from holdspace.agent.compose.register import budget, length_of
from holdspace.agent.emotion.reading import FAMILIES, Direction, Family
from holdspace.prompts.sentences import sentence_key, split_sentences
from holdspace.safety.risk import LEVELS
from holdspace.strategies.catalogue import STAGES, STRATEGIES, Stage, Strategy

from .moment import PLAIN

COMPOSER = OfflineComposer.load()
FIRST = replace(
    PLAIN,
    text="i set the table for two again last night. sat there like an idiot for an hour",
    family="grief",
    secondary="shame_guilt",
)
TELLING = (
    "i lost my job last week", "im so tired", "nobody called me on my birthday", "my boss hates me",
    "i cant sleep again",
    "my ex texted me last night and i cried for an hour", "i feel like a failure", "it is what it is",
    "everything hurts and i have no one to talk to about it, my sister moved away in june and we barely speak now, "
    "i spend the weekends alone in my flat with the curtains closed", "my exam is on friday", "i went for a walk",
    "i don't want to go home", "the rent is due", "dad yelled at me", "i miss her", "we had soup",
)  # fmt: skip
ANSWERING = (
    "ok",
    "yeah",
    "no",
    "idk",
    "maybe",
    "what should i do",
    "nothing helps",
    "lol",
    "thanks",
    "😭",
    "hi",
    "tried it",
)


def converse(
    texts: list[str], family: Family | None = None, strategy: Strategy | None = None
) -> list[tuple[Brief, Draft]]:
    """A conversation as the graph would lead it, with seeded plans."""
    chance, held = random.Random(5), []
    said: set[str] = set()
    last: str | None = None
    for turn, text in enumerate(texts):
        brief = replace(
            FIRST,
            text=text,
            strategies=(strategy,) if strategy else tuple(chance.sample(STRATEGIES, chance.choice((1, 1, 2, 3)))),
            stage=STAGES[min(2, turn // 4)],
            family=family or chance.choice(FAMILIES),
            secondary=None,
            earlier=tuple(texts[:turn]),
            last_reply=last,
            turn=turn,
            said=frozenset(said),
        )
        draft = COMPOSER.compose(brief)
        said.update(sentence_key(sentence) for sentence in draft.sentences)
        last = draft.text
        held.append((brief, draft))
    return held


def mixed(length: int, seed: int) -> list[str]:
    return random.Random(seed).choices(TELLING + ANSWERING, k=length)


@pytest.mark.parametrize("family", [None, "sadness", "anxiety", "joy", "neutral", "disgust", "gratitude"])
def test_no_sentence_twice_in_a_hundred_turns(family: Family | None) -> None:
    held = converse(mixed(100, 11), family)
    keys = [sentence_key(sentence) for _, draft in held for sentence in draft.sentences]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("text", ["ok", "i'm tired", "hi", "thanks", "😭", "estoy muy triste", "are you a bot?"])
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_same_message_sixty_times(text: str, strategy: Strategy) -> None:
    held = converse([text] * 60, "sadness", strategy)
    keys = [sentence_key(sentence) for _, draft in held for sentence in draft.sentences]
    assert len(keys) == len(set(keys))
    assert all(draft.sentences for _, draft in held)


@pytest.mark.parametrize("seed", range(4))
def test_one_question_few_sentences_and_no_length(seed: int) -> None:
    for brief, draft in converse(mixed(60, seed)):
        sentences, words = budget(length_of(brief.text))
        assert draft.text.count("?") <= 1, draft.text
        assert len(draft.sentences) <= sentences + 1, draft.text
        assert len(draft.text.split()) <= max(words, 46), draft.text
        assert draft.sentences == split_sentences(draft.text) or ":" in draft.text or '"' in draft.text
        assert len(draft.phrases) >= 1


def test_the_eight_strategies_differ_in_words_and_form() -> None:
    drafts = {s: COMPOSER.compose(replace(FIRST, strategies=(s,), seed=3)) for s in STRATEGIES}
    assert len({draft.text for draft in drafts.values()}) == 8
    assert all(draft.strategies == (strategy,) for strategy, draft in drafts.items())
    assert drafts["Question"].text.endswith("?")
    assert not drafts["Question"].sentences[0].endswith("?")
    assert drafts["Providing Suggestions"].text.endswith("?")
    for strategy in set(STRATEGIES) - {"Question", "Providing Suggestions", "Others"}:
        assert "?" not in drafts[strategy].text
    restated = (replace(FIRST, strategies=("Restatement or Paraphrasing",), seed=seed) for seed in range(6))
    assert any("set the table for two" in COMPOSER.compose(brief).text.lower() for brief in restated)


def test_a_restatement_speaks_in_their_own_words() -> None:
    brief = replace(FIRST, text="I cant afford the rent this month tbh", strategies=("Restatement or Paraphrasing",))
    texts = [COMPOSER.compose(replace(brief, seed=seed)).text for seed in range(12)]
    assert sum("ou can't afford the rent this month" in text for text in texts) >= 4


def test_the_same_brief_gives_the_same_draft_and_another_seed_another() -> None:
    assert COMPOSER.compose(FIRST) == OfflineComposer.load().compose(FIRST)
    assert len({COMPOSER.compose(replace(FIRST, seed=seed)).text for seed in range(12)}) > 4


def test_a_rejected_sentence_is_said_in_other_words() -> None:
    said: frozenset[str] = frozenset()
    texts = set()
    for _ in range(8):
        draft = COMPOSER.compose(replace(FIRST, said=said))
        assert said.isdisjoint(sentence_key(sentence) for sentence in draft.sentences)
        said |= {sentence_key(sentence) for sentence in draft.sentences}
        texts.add(draft.text)
    assert len(texts) == 8


@pytest.mark.parametrize("stage", ["exploration", "comforting"])
def test_no_advice_in_exploration_unless_asked(stage: Stage) -> None:
    for seed in range(30):
        brief = replace(FIRST, strategies=("Providing Suggestions",), stage=stage, seed=seed)
        offered = any(phrase.startswith("su-offer") for phrase in COMPOSER.compose(brief).phrases)
        assert offered == (stage == "exploration")
    asked = COMPOSER.compose(replace(FIRST, text="what should i do", family="anxiety", stage="exploration"))
    assert asked.strategies[0] == "Providing Suggestions"
    assert any(phrase.startswith("su-") and "offer" not in phrase for phrase in asked.phrases)


def test_an_accepted_offer_is_kept_and_a_declined_one_dropped() -> None:
    offer = COMPOSER.compose(replace(FIRST, strategies=("Providing Suggestions",)))
    answer = replace(FIRST, text="yes", last_reply=offer.text, turn=1, strategies=("Question",), family="sadness")
    assert COMPOSER.compose(answer).strategies[0] == "Providing Suggestions"
    declined = COMPOSER.compose(replace(answer, text="no", strategies=("Providing Suggestions",)))
    assert "Providing Suggestions" not in declined.strategies
    assert declined.phrases[0].startswith("co-no-suggestion")


def test_a_greeting_invites_and_a_thank_you_is_taken() -> None:
    hello = COMPOSER.compose(replace(FIRST, text="hi", family="neutral", strategies=("Question",)))
    assert hello.phrases[0].startswith("ot-greeting.")
    thanks = COMPOSER.compose(replace(FIRST, text="thank you", family="gratitude", turn=6))
    assert thanks.strategies == ("Others",)
    assert "?" not in thanks.text


def test_asked_whether_it_is_a_bot_it_says_so() -> None:
    for seed in range(8):
        text = COMPOSER.compose(
            replace(FIRST, text="are you a real person?", family="confusion", seed=seed)
        ).text.lower()
        assert any(word in text for word in ("program", "software", "machine"))


def test_a_verdict_on_oneself_is_never_agreed_with() -> None:
    for seed in range(30):
        for strategy in STRATEGIES:
            brief = replace(
                FIRST, text="im a burden and its my fault", family="shame_guilt", seed=seed, strategies=(strategy,)
            )
            text = COMPOSER.compose(brief).text.lower()
            assert "you're a burden" not in text
            assert "it's your fault" not in text


@pytest.mark.parametrize("risk", ["elevated", "high", "imminent"])
def test_at_risk_it_is_softer_and_does_not_joke(risk: str) -> None:
    level = LEVELS[LEVELS.index(risk)]  # type: ignore[arg-type]
    for seed in range(20):
        brief = replace(FIRST, text="i don't see a way through this lol", family="sadness", risk=level, seed=seed)
        draft = COMPOSER.compose(brief)
        assert not any(phrase.startswith(("ot-joke", "su-")) for phrase in draft.phrases)
    soft = COMPOSER.compose(replace(FIRST, risk=level, family="sadness"))
    assert any("soft" in phrase for phrase in soft.phrases)


def test_a_thread_is_picked_up_once() -> None:
    said: set[str] = set()
    asked = 0
    for turn in range(3, 30):
        brief = replace(
            FIRST,
            text="it's all a bit much",
            strategies=("Question",),
            family="anxiety",
            earlier=("my interview is on monday", "i can't focus", "everything is loud"),
            turn=turn,
            said=frozenset(said),
        )
        draft = COMPOSER.compose(brief)
        asked += "your interview" in draft.text
        said.update(sentence_key(sentence) for sentence in draft.sentences)
    assert asked == 1


def test_a_memory_that_bears_on_it_may_be_brought_up() -> None:
    brief = replace(
        FIRST, text="my sister rang and i cried", memories=("my sister Dana lives in Leeds",), family="sadness"
    )
    texts = [COMPOSER.compose(replace(brief, seed=seed, strategies=("Question",))).text for seed in range(40)]
    assert any("your sister Dana lives in Leeds" in text for text in texts)


def test_good_news_is_met_as_good_news() -> None:
    for seed in range(20):
        brief = replace(FIRST, text="i passed my driving test", family="joy", secondary=None, seed=seed)
        text = COMPOSER.compose(brief).text.lower()
        assert not any(word in text for word in ("ache", "heavy", "sore", "lonely", "pain"))


@settings(max_examples=250, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from([*TELLING, *ANSWERING, "\x00", "?!"]), max_size=9).map(". ".join),
    ),
    strategies=st.lists(st.sampled_from(STRATEGIES), min_size=1, max_size=3).map(tuple),
    stage=st.sampled_from(STAGES),
    family=st.sampled_from(FAMILIES),
    secondary=st.none() | st.sampled_from(FAMILIES),
    intensity=st.integers(1, 5),
    cause=st.none() | st.text(max_size=40),
    direction=st.sampled_from(get_args(Direction)),
    risk=st.sampled_from(LEVELS),
    last=st.none() | st.text(max_size=60),
    turn=st.integers(0, 500),
)
def test_any_brief_gives_a_reply(last: str | None, **given_: object) -> None:
    draft = COMPOSER.compose(replace(FIRST, last_reply=last, **given_))  # type: ignore[arg-type]
    assert draft.sentences
    assert all(sentence.strip() for sentence in draft.sentences)
    assert draft.text.count("?") <= 1
    assert "{" not in draft.text


def test_a_very_long_message_is_answered() -> None:
    draft = COMPOSER.compose(replace(FIRST, text="i lost my job and i can't sleep, " * 30_000))
    assert draft.sentences
