"""Reading a brief into a scene: what can be anchored, what the last reply was, how softly to speak."""

from __future__ import annotations

import random
import re

from ...prompts.sentences import sentence_key, split_sentences
from ...safety.risk import rank
from ..emotion.reading import NEGATIVE, Family
from . import english as en
from .acts import Act
from .bank import After, Bank, Scene
from .brief import Brief
from .reflect import clauses, pieces, words_of
from .register import act_of
from .situation import label_in, low, person_in, topics_of
from .threads import best_clause, memory_in, thread_in

FEELINGS: dict[Family, str] = {
    "sadness": "sadness",
    "anxiety": "worry",
    "anger": "anger",
    "shame_guilt": "shame",
    "loneliness": "loneliness",
    "grief": "grief",
    "fear": "fear",
    "disgust": "disgust",
    "joy": "gladness",
    "relief_hope": "relief",
    "gratitude": "thankfulness",
    "confusion": "confusion",
    "neutral": "quiet",
}
_ANCHORED = re.compile(r"(?:You|You're|You've|Your|You'd|It feels like)\b[^.?]*(?:, and|;|\.) ")
_NOUN_CAUSE = re.compile(r"^(?:my|the|losing|being|having|getting|not|his|her|their|our) [a-z' -]+$")


def read_scene(brief: Brief, bank: Bank, chance: random.Random) -> Scene:
    """The facts of this moment. Chance decides whether an old thread or memory is picked up at all."""
    soft = rank(brief.risk) >= rank("elevated")
    act = _act(brief, soft)
    topics = topics_of(brief.text)
    if act is not None and not topics and brief.earlier:
        topics = topics_of(brief.earlier[-1]) - {"everyday", "goodnews"}
    return Scene(
        family=brief.family,
        stage=brief.stage,
        intensity=brief.intensity,
        direction=brief.direction,
        topics=topics,
        lowered=low(brief.text),
        act=act,
        after=after_of(brief.last_reply, bank),
        soft=soft,
        mixed=brief.secondary in NEGATIVE and brief.family in NEGATIVE and brief.secondary != brief.family,
        turn=brief.turn,
        anchoring=0.6 if _ANCHORED.match(brief.last_reply or "") else 3.4,
        slots=_slots(brief, chance, quiet=act is not None, soft=soft),
    )


def after_of(last_reply: str | None, bank: Bank) -> After:
    """What the last reply ended with."""
    sentences = split_sentences(last_reply or "")
    if not sentences or not sentences[-1].endswith("?"):
        return "statement"
    return bank.suggested.get(sentence_key(sentences[-1]), "question")


def _act(brief: Brief, soft: bool) -> Act | None:
    act = act_of(brief.text)
    heavy = soft or (brief.family in NEGATIVE and brief.intensity >= 4)
    return None if heavy and act in ("joke", "small_talk", "test") else act


def _slots(brief: Brief, chance: random.Random, *, quiet: bool, soft: bool) -> dict[str, str]:
    slots = {"turn": str(brief.turn + 1)}
    if not quiet:
        slots |= _anchors(brief, soft=soft)
    if brief.secondary in NEGATIVE and brief.secondary != brief.family:
        slots |= {"one": FEELINGS[brief.family], "two": FEELINGS[brief.secondary]}
    if not soft and chance.random() < 0.5:
        thread = thread_in(brief.earlier, brief.text, brief.said, chance)
        slots |= {"thread": thread} if thread else {}
    memory = memory_in(brief.memories, brief.text, brief.said) if chance.random() < 0.6 else None
    return slots | ({"memory": memory} if memory else {})


def _anchors(brief: Brief, *, soft: bool) -> dict[str, str]:
    slots: dict[str, str] = {}
    earlier = tuple(clause.turned for message in brief.earlier[-3:] for clause in clauses(message))
    clause = best_clause(brief.text, brief.cause, earlier)
    if clause is not None:
        slots |= {"you": clause.turned, "You": _upper(clause.turned)}
    elif not soft and (quote := _quote(brief.text)):
        slots["quote"] = quote
    label = label_in(brief.text)
    if label:
        slots["label"] = label
    person = person_in(brief.text)
    if person and not soft:
        slots["person"] = person
    cause = _cause(brief.cause)
    if cause:
        slots |= {"cause": cause, "Cause": _upper(cause)}
    return slots


def _quote(text: str) -> str | None:
    """A short statement in their own spelling, where turning it was not safe."""
    for piece in pieces(text):
        words = words_of(piece)
        if 3 <= len(words) <= 8 and not {"you", "your", "u"}.intersection(words) and piece.isascii():
            safe = not _NEVER_QUOTED.intersection(words) and " ".join(words) not in en.HOLLOW
            if safe and _SHARP.search(" ".join(words)):
                return piece.strip("\"' ")
    return None


_SHARP = re.compile(
    r"\b(?:fault|deserved?|myself|i can't|nobody|no one|everyone|nothing|never|always|hell|"
    + "|".join(sorted(en.LABELS))
    + r")\b"
)
_NEVER_QUOTED = en.UNSPEAKABLE - {"fault", "hell", "deserve", "deserved"}


def _cause(cause: str | None) -> str | None:
    """The cause as a noun phrase in the second person, if it is one and not a clause."""
    if not cause:
        return None
    words = words_of(cause)
    text = " ".join(words)
    if not 2 <= len(words) <= 5 or not _NOUN_CAUSE.match(text) or words[-1] in en.DANGLING:
        return None
    blocked = en.UNSPEAKABLE | en.LABELS | {"i", "you", "your", "i'm", "i've", "it", "he", "she", "they", "that"}
    if blocked.intersection(words) or any(word in en.VERBS | en.PAST for word in words[1:]):
        return None
    turns = {"my": "your", "our": "your", "me": "you", "myself": "yourself"}
    return " ".join(turns.get(word, en.PROPER.get(word, word)) for word in words)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
