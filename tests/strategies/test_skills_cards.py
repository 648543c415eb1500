"""The cards that ship: enough of them, sourced, and fit to be said aloud."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest
import yaml

from holdspace.agent.emotion.reading import FAMILIES as READ_FAMILIES
from holdspace.prompts.sentences import sentence_key, split_sentences
from holdspace.safety.lint import BANNED
from holdspace.strategies.catalogue import STRATEGIES, Strategy
from holdspace.strategies.skills.card import FAMILIES, NEEDS, SLOT, SkillCard
from holdspace.strategies.skills.library import SkillLibrary, open_library

CARDS = open_library().cards
STEPPED = {
    "grounding-54321", "paced-breathing", "worry-time", "thought-record", "problem-solving", "rehearsing-a-request",
    "sleep-steps", "words-for-a-friend", "pros-and-cons",
}  # fmt: skip

FORBIDDEN = {
    "stock empathy": "|".join(
        re.escape(phrase)
        for phrase in (
            *BANNED, "that sounds hard", "that sounds really hard", "it's ok to feel", "it's okay to feel",
            "i can only imagine", "thank you for sharing", "sending you", "look on the bright side", "time heals",
            "i'm proud of you", "you've got this", "you'll get through this", "one day at a time",
        )
    ),
    "clinical label": r"\b(?:depress\w*|bipolar|ptsd|disorder\w*|clinical\w*|symptom\w*|trauma\w*|therap\w+|cogniti\w+|"
    r"mindful\w*|self-care|coping|journal\w*|toxic|narcissis\w*|trigger\w*|behaviou?ral|ruminat\w*|grounding|"
    r"stressor\w*|boundaries|values|closure|process(?:ing)?)\b",
    "medicine or method": r"\b(?:pill\w*|tablet\w*|dose\w*|medication\w*|medicine\w*|melatonin|antidepress\w*|drug\w*|"
    r"alcohol|rope|blade|bridge|knife|gun|overdose)\b",
    "praise of what they are": r"\byou(?:'re| are) (?:so |very |really )?(?:strong|brave|amazing|incredible|a fighter|"
    r"resilient|wonderful|special|a good person|an inspiration)\b",
    "number to ring": r"\d{3,}",
    "emoji": r"[\U0001F000-\U0001FAFF\u2600-\u27BF]",
    "a life of its own": r"\b(?:when i was|i remember when|i(?:'ve| have) been there|breath\w* with me|"
    r"my (?:own )?(?:mother|mum|childhood|life|friend|heart|body|husband|wife)|i felt the same|as a human|"
    r"i know how (?:it|that|you) feel\w*|i love you|i(?:'ll| will) always be|i've seen)\b",
    "pull": r"\b(?:don't go|stay with me|i(?:'ve| have|'ll)? miss(?:ed)? you|come back soon|need me)\b",
    "pushing": r"\byou (?:should|must|ought to|had better)\b",
    "silver lining": r"\b(?:at least|bright side|blessing|everything happens)\b",
}  # fmt: skip


def said(card: SkillCard) -> list[str]:
    """Everything of the card that a person may read."""
    return [*card.wording, *(line for step in card.steps for line in step.say)]


def test_there_are_between_forty_and_sixty_and_three_or_more_for_each_strategy() -> None:
    assert 40 <= len(CARDS) <= 60
    counts = Counter(card.strategy for card in CARDS)
    assert set(counts) == set(STRATEGIES)
    assert min(counts.values()) >= 3


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_each_strategy_has_a_card_that_is_always_there(strategy: Strategy) -> None:
    assert any(card.always_there for card in open_library().for_strategy(strategy))


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_what_may_not_be_said(card: SkillCard) -> None:
    found = {
        (fault, line)
        for line in said(card)
        for fault, rule in FORBIDDEN.items()
        if re.search(rule, line, re.IGNORECASE)
    }
    assert found == set()


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_each_line_is_short_asks_once_and_can_stand_without_a_slot(card: SkillCard) -> None:
    for line in said(card):
        assert line.count("?") <= 1, line
        assert len(split_sentences(line)) <= 3, line
        assert 3 <= len(line.split()) <= 45, line
        assert line[0].isupper() or line.startswith(('"', SLOT)), line
    assert sum(SLOT not in line for line in card.wording) >= 3


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_each_card_names_what_it_rests_on(card: SkillCard) -> None:
    assert re.search(r"[A-Z].*\b(?:19|20)\d\d\b", card.source)
    assert "!" not in card.instruction


def test_nothing_is_said_twice() -> None:
    keys = Counter(sentence_key(s) for card in CARDS for line in said(card) for s in split_sentences(line))
    assert [key for key, times in keys.items() if times > 1 and len(key) > 18] == []


@pytest.mark.parametrize(
    "strategy", ["Reflection of feelings", "Affirmation and Reassurance", "Information", "Self-disclosure"]
)
def test_what_is_given_does_not_end_in_a_question(strategy: Strategy) -> None:
    assert [line for card in open_library().for_strategy(strategy) for line in said(card) if "?" in line] == []


def test_a_question_asks_and_a_suggestion_can_be_declined() -> None:
    for strategy in ("Question", "Providing Suggestions"):
        for card in open_library().for_strategy(strategy):
            assert all("?" in line for line in card.wording), card.id


def test_self_disclosure_tells_of_others_or_of_the_program() -> None:
    honest = re.compile(
        r"\b(?:people|some|many|others|program|i work by|no life|i can't see|nothing happens to me)\b", re.I
    )
    lines = [line for card in open_library().for_strategy("Self-disclosure") for line in said(card)]
    assert [line for line in lines if not honest.search(line)] == []


def test_skills_of_several_turns_have_their_steps() -> None:
    assert {card.id for card in CARDS if card.steps} == STEPPED
    assert all(3 <= len(card.steps) <= 6 for card in CARDS if card.steps)


def test_suggestions_give_way_to_a_no_and_heavy_work_to_danger() -> None:
    for card in open_library().for_strategy("Providing Suggestions"):
        if card.fits.risk_rank is None and not card.always_there:
            assert card.never.refused_suggestion, card.id
            assert card.never.risk_rank is not None, card.id


def test_families_are_those_the_reader_names_and_every_need_is_asked_for() -> None:
    assert FAMILIES == READ_FAMILIES
    used = {need for card in CARDS for need in card.fits.needs}
    assert used == set(NEEDS)


def test_the_folder_holds_one_sheet_a_strategy() -> None:
    sheets = [p for p in files("holdspace.strategies.skills").iterdir() if p.name.endswith(".yaml")]
    heads = [yaml.safe_load(p.read_text(encoding="utf-8"))["strategy"] for p in sheets]
    assert sorted(heads) == sorted(STRATEGIES)


def test_the_library_is_read_once() -> None:
    assert open_library() is open_library()
    assert SkillLibrary.load().cards == CARDS
