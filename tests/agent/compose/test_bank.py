"""The phrase bank against the voice: its schema, what may never stand in it, and the form of each strategy."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from holdspace.agent.compose.acts import ACTS, Act
from holdspace.agent.compose.bank import FAMILY_GROUPS, SLOTS, After, Bank, Group, Part, Phrase, Tone, load
from holdspace.agent.compose.situation import TOPICS, Topic
from holdspace.agent.emotion.reading import FAMILIES, Direction, Family
from holdspace.prompts.sentences import sentence_key, split_sentences
from holdspace.strategies.catalogue import STRATEGIES, Stage, Strategy

BANK = load()
PHRASES: list[tuple[Group, Phrase]] = [(group, phrase) for group in BANK.groups for phrase in group.phrases]

STOCK = (
    "i'm sorry to hear", "i am sorry to hear", "i understand how you feel", "that must be really hard",
    "it's okay to feel", "it's ok to feel", "you're not alone", "you are not alone", "i'm here for you",
    "i am here for you", "that sounds really hard", "that sounds hard.", "i can only imagine",
    "thank you for sharing",
    "sending you", "stay strong", "everything happens for a reason", "time heals", "look on the bright side",
)  # fmt: skip
FORBIDDEN = {
    "exclamation mark": r"!",
    "silver lining": r"\bat least\b",
    "clinical label": r"\b(?:depress(?:ed|ion|ive)|bipolar|ptsd|disorder|clinical|symptoms?|trauma\w*|diagnos\w+ you|"
    r"therapy|cope mechanism|coping mechanism|self-care|mindful\w*|journal(?:l?ing)?|toxic|narcissis\w+|trigger\w*)\b",
    "praise of what they are": r"\byou(?:'re| are) (?:so |very |really )?(?:strong|brave|amazing|incredible|a fighter|"
    r"resilient|wonderful|special|a good person|an inspiration)\b",
    "phone number": r"\d{3,}",
    "emoji": r"[\U0001F000-\U0001FAFF\u2600-\u27BF]",
    "claim to be human": r"\b(?:when i was|i remember when|i(?:'ve| have) been there|"
    r"my (?:own )?(?:mother|mum|childhood|"
    r"life|friend|heart|body|husband|wife)|i felt the same|i cried|as a human|i know how (?:it|that|you) feel\w*|"
    r"i love you|i(?:'ll| will) always be)\b",
    "pull": r"\b(?:don't go|stay with me|i'll miss you|come back soon|only i|need me)\b",
    "pushing": r"\byou (?:should|must|ought to|had better)\b",
}


class GroupSheet(BaseModel):
    """The schema of one group as it stands in a file."""

    model_config = ConfigDict(extra="forbid")
    id: str
    strategy: Strategy | None = None
    part: Part = "core"
    families: list[str] = []
    stages: list[Stage] = []
    intensity: tuple[int, int] = (1, 5)
    topics: list[Topic] = []
    cues: list[str] = []
    acts: list[Act] = []
    after: list[After] = []
    directions: list[Direction] = []
    turns: tuple[int, int] = (0, 1_000_000)
    tone: Tone = "any"
    mixed: bool = False
    lately: bool = False
    lines: str


class Sheet(BaseModel):
    """The schema of one file."""

    model_config = ConfigDict(extra="forbid")
    strategy: Strategy
    groups: list[GroupSheet]


def test_every_file_follows_the_schema() -> None:
    from importlib.resources import files

    import yaml

    known = {*FAMILIES, *FAMILY_GROUPS}
    for path in files("holdspace.prompts").joinpath("replies").iterdir():
        sheet = Sheet.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        for group in sheet.groups:
            assert set(group.families) <= known, group.id
            assert 1 <= group.intensity[0] <= group.intensity[1] <= 5, group.id


def test_the_bank_is_large_and_nothing_stands_in_it_twice() -> None:
    assert len(BANK) >= 900
    ids = Counter(phrase.id for _, phrase in PHRASES)
    assert max(ids.values()) == 1
    keys = Counter(
        key for _, phrase in PHRASES for s in split_sentences(phrase.text) if len(key := sentence_key(s)) > 14
    )
    assert [key for key, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_what_may_not_stand_in_the_bank(fault: str) -> None:
    pattern = re.compile(FORBIDDEN[fault], re.IGNORECASE)
    assert [phrase.text for _, phrase in PHRASES if pattern.search(phrase.text)] == []


def test_no_stock_empathy() -> None:
    assert [phrase.text for _, phrase in PHRASES if phrase.text.lower().startswith(STOCK)] == []


HOURS = re.compile(
    r"\b(?:tonight|(?:good|to|this |an |the )?(?:night|morning|evening|afternoon)s?|midnight|bedtime|sleep well|"
    r"good day|rest of (?:the|your) day)\b",
    re.IGNORECASE,
)


def test_no_hour_of_the_day_is_assumed() -> None:
    def told_of_it(group: Group) -> bool:
        spoken_of = {"sleep", "night"}.intersection(group.topics) or "night" in group.cues
        return bool(spoken_of) or group.id in {"pa-tired", "pa-rent"}

    assert [p.text for g, p in PHRASES if HOURS.search(p.text) and not told_of_it(g)] == []


def test_no_line_would_be_stopped_by_the_outgoing_review() -> None:
    from holdspace.safety.review import Reviewer

    reviewer = Reviewer.load()
    filled = dict.fromkeys(SLOTS, "your sister") | {"you": "you lost your job", "You": "You lost your job"}
    for group, phrase in PHRASES:
        if group.part.startswith("bridge"):
            continue
        for sentence in phrase.render(filled):
            found = reviewer.review_sentence(sentence)
            assert not found.violations, (phrase.id, sentence, found)


def test_each_phrase_asks_one_thing_at_most_and_is_short() -> None:
    for group, phrase in PHRASES:
        assert phrase.text.count("?") <= 1, phrase.text
        assert len(phrase.text.split()) <= 40, phrase.text
        assert phrase.slots <= SLOTS, phrase.text
        assert phrase.text[-1] in ".?:", phrase.text
        assert group.part.startswith("bridge") == phrase.text.endswith(":"), phrase.text


def core(strategy: Strategy) -> list[Phrase]:
    return [p for g, p in PHRASES if g.strategy == strategy and g.part == "core" and not g.acts]


def test_the_form_of_each_strategy() -> None:
    assert all(phrase.asks for phrase in core("Question"))
    tentative = re.compile(
        r"\b(?:would|could|might|may|perhaps|shall|what (?:about|if)|suppose|is there|how would)\b", re.I
    )
    assert [p.text for p in core("Providing Suggestions") if not (tentative.search(p.text) and p.asks)] == []
    others = re.compile(
        r"\b(?:people|some|many|others|parents|a lot of|program|i only know|i can't see)\b", re.IGNORECASE
    )
    assert [p.text for p in core("Self-disclosure") if not others.search(p.text)] == []
    for strategy in (
        "Information",
        "Affirmation and Reassurance",
        "Restatement or Paraphrasing",
        "Reflection of feelings",
    ):
        assert [p.text for p in core(strategy) if p.asks] == []


def test_every_strategy_family_and_stage_has_enough_to_say() -> None:
    for strategy in STRATEGIES:
        for family in FAMILIES:
            fitting = [p for g, p in PHRASES if g.strategy == strategy and g.part == "core" and speaks(g, family)]
            assert len(fitting) >= 7, (strategy, family, len(fitting))


def speaks(group: Group, family: Family) -> bool:
    return not (group.acts or group.topics or group.cues) and (not group.families or family in group.families)


def test_topics_and_acts_are_all_used() -> None:
    assert {topic for group in BANK.groups for topic in group.topics} == set(TOPICS)
    assert {act for group in BANK.groups for act in group.acts} == set(ACTS)


def test_loading_is_quick() -> None:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        load()
        times.append(time.perf_counter() - start)
    assert min(times) < 0.12


def test_a_file_that_is_no_bank_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("- just\n- a list\n")
    with pytest.raises(ValueError, match=r"odd\.yaml"):
        load(tmp_path)
    (tmp_path / "odd.yaml").write_text(
        "strategy: Others\ngroups:\n  - id: a\n    families: [glee]\n    lines: |\n      Hello.\n"
    )
    with pytest.raises(ValueError, match="glee"):
        load(tmp_path)


def test_the_bank_knows_its_own_size() -> None:
    assert isinstance(BANK, Bank)
    assert len(BANK) == len(PHRASES)
