"""What a line's slots are filled with: their own words turned, a quotation, a matter, a cause, a step of theirs."""

from __future__ import annotations

import random
import re

from ..emotion.reading import NEGATIVE, Family
from . import english as en
from .brief import Brief
from .matters import matter_in
from .reflect import clauses, pieces, words_of
from .situation import label_in, person_in, span_in, topics_of
from .threads import best_clause, earlier_in, memory_in, thread_in, two_clauses, was_said

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
_NOUN_CAUSE = re.compile(r"^(?:my|the|losing|being|having|getting|his|her|their|our) [a-z' -]+$")


def slots_of(brief: Brief, chance: random.Random, *, quiet: bool, soft: bool) -> dict[str, str]:
    slots = {"turn": str(brief.turn + 1)} | _step(brief.text) | _bit(brief.text)
    if span := span_in(brief.text):
        slots["Span"] = _upper(span)
    if not quiet:
        slots |= _anchors(brief, soft=soft)
    if not soft and (before := earlier_in(brief.earlier, brief.said, chance)):
        slots["before"] = before
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
    clause = best_clause(brief.text, brief.cause, earlier, brief.said)
    if clause is not None:
        slots |= {"you": clause.turned, "You": _upper(clause.turned)}
        if both := two_clauses(brief.text, clause, brief.said):
            slots["both"] = both
    elif not soft and (quote := _quote(brief.text)) and not was_said(quote, brief.said):
        slots["quote"] = quote
    label = label_in(brief.text)
    if label:
        slots["label"] = label
    person = person_in(brief.text)
    if person and not soft and "breakup" not in topics_of(brief.text) and brief.family in (*NEGATIVE, "confusion"):
        slots["person"] = person
    matter = None if soft else matter_in(brief.text)
    if matter:
        slots["matter"] = matter
    cause = _cause(brief.cause)
    if cause:
        slots |= {"cause": cause, "Cause": _upper(cause)}
        slots |= {"thing": cause} if _is_thing(cause) else {}
    return slots


def _step(text: str) -> dict[str, str]:
    """A step of their own, said as they said it: "you could ask your midwife", "you'll ring them on Thursday"."""
    turned = next((clause.turned for clause in clauses(text) if _STEP.match(clause.source)), None)
    return {"step": turned, "Step": _upper(turned)} if turned else {}


_STEP = re.compile(
    r"^(?:i'll|i will|i'm going to|i am going to|i could|i can(?!')|i might|i should)\b"
    r"(?! (?:be|have|not|never|feel|sleep|head|leave|go now|go to (?:bed|sleep)|(?:try to |get some )sleep|"
    r"(?:\w+ )?do (?:it|this|that))\b)"
)


def _bit(text: str) -> dict[str, str]:
    """A word or two of answer, said back: "Your mum", "Work"."""
    words = [word for word in words_of(text) if word not in _FILLING]
    if "i" in words_of(text) and len(words) > 1:
        return {}
    turned = " ".join({"my": "your", "our": "your"}.get(word, en.PROPER.get(word, word)) for word in words)
    plain_words = not set(words) & (en.UNSPEAKABLE | en.LABELS | en.EMPTY | en.SUBJECTS | _NO_NAME)
    telling = not set(words) <= en.ADVERBS | en.LEADS | en.TRAILS | en.DANGLING
    short = 1 <= len(words) <= 3 and words[-1] not in en.DANGLING
    whole = short and telling and plain_words and "'" not in turned and turned.isascii()
    return {"Bit": _upper(turned)} if whole else {}


_FILLING = frozenset(
    {
        "maybe",
        "just",
        "mostly",
        "probably",
        "like",
        "well",
        "i",
        "guess",
        "suppose",
        "think",
        "um",
        "so",
        "yea",
        "yeah",
        "sometimes",
    }
)
_NO_NAME = frozenset(
    {
        "you",
        "your",
        "her",
        "him",
        "no",
        "not",
        "really",
        "yes",
        "now",
        "then",
        "lol",
        "what",
        "why",
        "how",
        "question",
        "tell",
        "please",
    }
)


def _quote(text: str) -> str | None:
    """A short statement in their own spelling, where turning it was not safe."""
    for piece in pieces(text):
        words = words_of(piece)
        if (
            3 <= len(words) <= 7
            and not en.SPELLINGS.keys() & set(piece.lower().split())
            and not {"you", "your", "u"}.intersection(words)
            and piece.isascii()
        ):
            safe = not _NEVER_QUOTED.intersection(words) and " ".join(words) not in en.HOLLOW
            if safe and _SHARP.search(" ".join(words)):
                return _I.sub("I", piece.strip("\"' "))
    return None


_I = re.compile(r"\bi\b")
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


def _is_thing(cause: str) -> bool:
    """Whether the cause is a matter that can be taken in hand: no person, no loss, nothing of the body."""
    about = topics_of(cause.replace("your ", "my "))
    named = cause.startswith(("your ", "the ")) and person_in(cause.replace("your ", "my ")) is None
    return named and not about & {"loss", "breakup", "health", "body", "pet", "parenting", "family", "friends"}


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
