"""The phrase bank against the voice: its schema, what may never stand in it, and the form of each strategy."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from holdspace.agent.compose.acts import ACTS, Act
from holdspace.agent.compose.bank import SLOTS, After, Bank, Group, Part, Phrase, Tone
from holdspace.agent.compose.examples import Examples
from holdspace.agent.compose.sheets import FAMILY_GROUPS, load
from holdspace.agent.compose.situation import TOPICS, Topic
from holdspace.agent.emotion.reading import FAMILIES, Direction, Family
from holdspace.prompts.sentences import sentence_key, split_sentences
from holdspace.strategies.catalogue import STRATEGIES, Stage, Strategy

BANK = load()
PHRASES: list[tuple[Group, Phrase]] = [
    (group, replace(phrase, id=f"{phrase.id}/{at}", text=form))
    for group in BANK.groups
    for phrase in group.phrases
    for at, form in enumerate(phrase.forms)
]
"""Every line in each of its variants."""

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


class Situation(BaseModel):
    """The schema of one situation: its signs, and lines by the way it is met."""

    model_config = ConfigDict(extra="forbid")
    id: str
    cues: list[str]
    like: list[str] = []
    families: list[str] = []
    open: str | None = None
    restate: str | None = None
    reflect: str
    ask: str
    affirm: str
    inform: str | None = None
    others: str | None = None
    suggest: str | None = None


class Sheet(BaseModel):
    """The schema of one file."""

    model_config = ConfigDict(extra="forbid")
    strategy: Strategy | None = None
    groups: list[GroupSheet] = []
    situations: list[Situation] = []


def test_every_file_follows_the_schema() -> None:
    from importlib.resources import files

    import yaml

    known = {*FAMILIES, *FAMILY_GROUPS}
    for path in files("holdspace.prompts").joinpath("replies").iterdir():
        sheet = Sheet.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        for entry in (*sheet.groups, *sheet.situations):
            assert set(entry.families) <= known, entry.id
        for group in sheet.groups:
            assert 1 <= group.intensity[0] <= group.intensity[1] <= 5, group.id


def test_the_bank_is_large_and_nothing_stands_in_it_twice() -> None:
    assert len(BANK) >= 3000
    assert BANK.forms == len(PHRASES)
    ids = Counter(phrase.id for _, phrase in PHRASES)
    assert max(ids.values()) == 1
    lines: dict[str, set[str]] = defaultdict(set)
    for _, phrase in PHRASES:
        for s in split_sentences(phrase.text):
            if len(key := sentence_key(s)) > 14 and not phrase.slots:
                lines[key].add(phrase.id.partition("/")[0])
    assert {key: ids for key, ids in lines.items() if len(ids) > 1} == {}


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


TOLD_OF_HOURS = {"si-no-sleep", "si-new-baby", "si-overwork", "si-burnout"}


def test_no_hour_of_the_day_is_assumed() -> None:
    def told_of_it(group: Group) -> bool:
        spoken_of = {"sleep", "night"}.intersection(group.topics) or "night" in group.cues
        return bool(spoken_of) or group.id in {"pa-tired", "pa-rent"} or group.about in TOLD_OF_HOURS

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
            assert len(fitting) >= 5, (strategy, family, len(fitting))


def speaks(group: Group, family: Family) -> bool:
    return not (group.acts or group.topics or group.cues) and (not group.families or family in group.families)


def test_topics_and_acts_are_all_used() -> None:
    assert {topic for group in BANK.groups for topic in group.topics} == set(TOPICS)
    assert {act for group in BANK.groups for act in group.acts} == set(ACTS)


def test_a_file_that_is_no_bank_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text("- just\n- a list\n")
    with pytest.raises(ValueError, match=r"odd\.yaml"):
        load(tmp_path)
    (tmp_path / "odd.yaml").write_text(
        "strategy: Others\ngroups:\n  - id: a\n    families: [glee]\n    lines: |\n      Hello.\n"
    )
    with pytest.raises(ValueError, match="glee"):
        load(tmp_path)


def test_a_line_with_variants_is_one_line_in_several_forms() -> None:
    line = Phrase("a.1", "[Yes|No], that's [it|so].", frozenset(), asks=False)
    assert line.forms == ("Yes, that's it.", "Yes, that's so.", "No, that's it.", "No, that's so.")
    assert Bank(()).forms == 0


def test_the_vectors_of_the_examples_are_those_of_the_bank() -> None:
    made = Examples.load(BANK)
    assert made is not None, "run python -m holdspace.agent.compose.examples"
    assert len(made.names) == len(made.vectors) == sum(map(len, BANK.examples.values()))
    for row in (0, len(made.names) - 1):
        assert made.names[row] in made.near(made.vectors[row] / float((made.vectors[row] ** 2).sum() ** 0.5))
    assert made.near(None) == {}
