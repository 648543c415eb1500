"""Reading a brief into a scene: what can be anchored, what the last reply was, how softly to speak."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from ...prompts.sentences import sentence_key, split_sentences
from ...safety.risk import rank
from ..emotion.reading import NEGATIVE, POSITIVE, Family
from . import english as en
from .acts import Act
from .bank import After, Bank, Scene
from .belief import GLAD, is_believed
from .brief import Brief
from .cards import is_finished, left_open
from .filling import slots_of
from .reflect import clauses, words_of
from .register import act_of
from .situation import Topic, low, topics_of

_DIRECT = re.compile(
    r"\b(?:kill(?:ing)? yourself|end(?:ing)? your (?:own )?life|suicid\w+|taking your (?:own )?life|"
    r"hurt(?:ing)? yourself|want(?:ing)? to die|not wanting to be alive|stay(?:ing)? alive|"
    r"thoughts of dying)\b[^?]*\?$",
    re.IGNORECASE,
)
"""The question put to someone at risk, as the last thing said."""
_ENOUGH_FOR_TWO = 7
"""Words a message must have before two feelings are named in it."""
_SMALL = 5
"""Words a message about lunch may have and still be about lunch only."""
_ANCHORING = (6.0, 9.0)
"""Worth of their own words: less than a line for the very situation, or more; by chance, so that replies vary."""
_BRIEF = 5
"""Words up to which a message that gives no sign of its own is taken as an answer and no more."""
_TINY = 2
"""Words a message must have more of for a feeling in it to be named."""
_SURE = 0.5
"""Probability of a family from which it is called by its name."""
_CARRIED = 3
"""Messages back to which a message without a subject of its own may belong."""


def read_scene(brief: Brief, bank: Bank, chance: random.Random, near: Mapping[str, float] | None = None) -> Scene:
    """The facts of this moment. Chance decides whether an old thread or memory is picked up at all."""
    soft = rank(brief.risk) >= rank("elevated")
    cued = bank.cued(low(brief.text))
    act = _act(brief, soft, bank, bool(cued.keys() - bank.cues_of_answers))
    topics = topics_of(brief.text)
    lately = _lately(brief, topics)
    carried = frozenset[Topic]()
    if brief.earlier and not topics and not cued and brief.family not in POSITIVE:
        carried = _carried(brief.earlier)
    topics = topics or (carried if act is not None or lately else topics)
    family: Family = lately or (brief.family if is_believed(brief) else "neutral")
    return Scene(
        family=family,
        stage=brief.stage,
        intensity=min(brief.intensity, 3) if lately else brief.intensity,
        direction=brief.direction,
        topics=topics,
        carried=carried,
        cued=cued,
        act=act,
        after=after_of(brief.last_reply, bank),
        soft=soft,
        mixed=_is_mixed(brief),
        lately=lately is not None,
        turn=brief.turn,
        anchoring=0.0 if _echoed(brief) else chance.choice(_ANCHORING[: 1 if soft else 2]),
        slots=slots_of(brief, chance, quiet=act not in (None, "brief"), soft=soft),
        near={} if near is None or act is not None else near,
        began=(brief.last_reply or "").partition(" ")[0].lower(),
        sure=brief.certainty >= _SURE and len(words_of(brief.text)) > _TINY,
    )


_COUNTERS = re.compile(
    r"^(?:but |no |well |yeah but )*(?:i|we) (?:really |just )?(?:can't|couldn't|don't have|haven't got)\b"
)


_UNTOLD = re.compile(r"\bdo (?:it|this|that)\b")
"""What somebody will do is not told: only after something was suggested is it known, and may be wished well."""


def _counters(text: str) -> bool:
    """Whether a short message says that what was suggested can't be done."""
    return len(words_of(text)) <= _AN_OBJECTION and _COUNTERS.match(low(text)) is not None


_AN_OBJECTION = 16


def is_bare(text: str) -> bool:
    """Whether a message is an answer of a few words that names no feeling."""
    words = words_of(text)
    return len(words) <= _BRIEF and not (en.STATES | en.LABELS | {"feel", "feeling"}).intersection(words)


def _lately(brief: Brief, topics: frozenset[Topic]) -> Family | None:
    """The hurt that a message without a feeling of its own is heard with, unless it is plainly small talk."""
    held = brief.family == "neutral" and brief.lately in NEGATIVE
    small = topics == {"everyday"} and len(words_of(brief.text)) <= _SMALL
    return brief.lately if held and not small and not GLAD.search(low(brief.text)) else None


def _carried(earlier: tuple[str, ...]) -> frozenset[Topic]:
    """What the last message that named a subject was about."""
    for message in reversed(earlier[-_CARRIED:]):
        if found := topics_of(message) - {"everyday", "goodnews", "night"}:
            return found
    return frozenset()


def _is_mixed(brief: Brief) -> bool:
    two = brief.secondary in NEGATIVE and brief.family in NEGATIVE and brief.secondary != brief.family
    return two and len(words_of(brief.text)) >= _ENOUGH_FOR_TWO


def _echoed(brief: Brief) -> bool:
    """Whether the last reply said their words back: not twice in a row."""
    if not brief.earlier or not brief.last_reply:
        return False
    last = brief.last_reply.lower()
    return any(clause.turned.lower() in last for clause in clauses(brief.earlier[-1]))


def after_of(last_reply: str | None, bank: Bank) -> After:
    """What the last reply ended with."""
    if last_reply and is_finished(last_reply):
        return "finished"
    sentences = split_sentences(last_reply or "")
    if not sentences or not sentences[-1].endswith("?"):
        return "statement"
    if _DIRECT.search(sentences[-1]):
        return "direct"
    return bank.suggested.get(sentence_key(sentences[-1])) or left_open(sentences[-1]) or "question"


_ACCEPTS = re.compile(
    r"^(?:(?:well|oh|hm+|um) )*(?:(?:ok|okay|alright|all right|sure|fine|yes|yeah|yep|good|then|please|go on|"
    r"go ahead|do|"
    r"thanks|thank you|i would|i'd like (?:that|one|it)|why not|let's|an? (?:idea|thought|suggestion)|ideas?|"
    r"one (?:idea|"
    r"thought|piece|thing)|something practical|the (?:idea|thought|second|first))(?: |$))+$|^.{0,60}\b(?:yes|please)$"
)
"""Agreement to what was offered, in a word or a few."""
_AN_AGREEMENT = 9


def _accepts(text: str) -> bool:
    """Whether the first sentence of a short message takes up what was offered."""
    words = words_of(text)
    first = words_of(re.split(r"[.!?]", text, maxsplit=1)[0])
    return len(words) <= _AN_AGREEMENT and "but" not in words and _ACCEPTS.match(" ".join(first)) is not None


def _act(brief: Brief, soft: bool, bank: Bank, cued: bool) -> Act | None:
    act = act_of(brief.text)
    after = after_of(brief.last_reply, bank)
    if after == "offer" and act in (None, "ok", "brief", "asks_other") and _accepts(brief.text):
        return "yes"
    if act is None and brief.turn and is_bare(brief.text) and not cued:
        return "brief"
    if act is None and after in ("suggestion", "offer") and _counters(brief.text):
        return "cant"
    if act == "will_do" and _UNTOLD.search(low(brief.text)) and after not in ("suggestion", "offer"):
        return None
    heavy = soft or (brief.family in NEGATIVE and brief.intensity >= 4)
    return None if heavy and act in ("joke", "small_talk", "test", "asks_other") else act
