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
from .matters import matter_in
from .reflect import clauses, pieces, words_of
from .register import act_of
from .situation import Topic, label_in, low, person_in, span_in, topics_of
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
_NOUN_CAUSE = re.compile(r"^(?:my|the|losing|being|having|getting|his|her|their|our) [a-z' -]+$")


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
        slots=_slots(brief, chance, quiet=act not in (None, "brief"), soft=soft),
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


def _act(brief: Brief, soft: bool, bank: Bank, cued: bool) -> Act | None:
    act = act_of(brief.text)
    if act is None and brief.turn and is_bare(brief.text) and not cued:
        return "brief"
    after = after_of(brief.last_reply, bank)
    if act is None and after in ("suggestion", "offer") and _counters(brief.text):
        return "cant"
    if act == "will_do" and _UNTOLD.search(low(brief.text)) and after not in ("suggestion", "offer"):
        return None
    heavy = soft or (brief.family in NEGATIVE and brief.intensity >= 4)
    return None if heavy and act in ("joke", "small_talk", "test", "asks_other") else act


def _slots(brief: Brief, chance: random.Random, *, quiet: bool, soft: bool) -> dict[str, str]:
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
    if person and not soft and brief.family in (*NEGATIVE, "confusion"):
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
    r"^(?:i'll|i will|i'm going to|i am going to|i could|i can|i might|i should)\b(?! (?:be|have|not|never|feel)\b)"
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
    {"you", "your", "her", "him", "no", "not", "really", "yes", "now", "then", "lol", "what", "tell", "please"}
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
