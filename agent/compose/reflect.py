"""Turning the person's own words round: from "i lost my job" to "you lost your job", or not at all.

Careful before clever: whatever is not recognised as a plain English statement about themselves gives None,
and the composer then speaks without an anchor. Judgements on themselves are never repeated as facts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import english as en
from .vocabulary import is_spelt

_PIECE = re.compile(r"(?<=[.!?;,…)])\s+|(?<=:)\s+|\s+[-–—]+\s+|[\n\r]+|\.{2,}|…|[()\"“”*_~<>]+")
_JUNCTION = re.compile(
    r"\s+(?:and then|and|but|because|so|cause|since|although|while|except|which)\s+"
    r"(?=(?:i|i'm|i've|i'd|i'll|my|he|she|they|it|we|the|everyone|nobody|it's|he's|she's|they're|we're|now)\b)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_]+(?:['-][^\W_]+)*", re.UNICODE)
_STRETCHED = re.compile(r"([a-z])\1{2,}", re.IGNORECASE)
_CRAMPED = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}|^[bcdfghjklmnpqrstvwxz]{4,}$")
_JOINED = re.compile(r"^(my (?:\w+ )?\w+) and i\b")
_LABELLED = re.compile(
    r"^(?:i'm|i am|i feel)(?: (?:just|really|so|like|such|a|an|the|kind of|completely|basically|being))* (\w+)$"
)
_SELF_DOWN = re.compile(
    r"\b(?:good enough|not enough|anything right|(?:ruin|wreck)(?:ed|s)? everything|"
    r"always (?:mess|fail|screw|ruin|get it wrong)|never (?:be|get|have|going|find|finish|manage)|"
    r"no good|let (?:everyone|everybody|them|him|her) down|no future|nothing (?:left|to)|wasted|don't matter|"
    r"can't do anything)\b"
)
"""Verdicts on oneself or one's future that are repeated as feelings only."""
_MEANT = "|".join(sorted(en.JUDGING - en.VOICED))
_OWNED = re.compile(
    r"\b(mum|mom|dad|sister|brother|daughter|son|wife|husband|friend|gran|nan|boss|mother|father)s "
    r"(birthday|house|funeral|wedding|room|things|clothes|flat|car|voice|grave|number|fault)\b",
    re.IGNORECASE,
)
"""The apostrophe left out by quick typing."""
_SEEMING = re.compile(
    r"^(?:everyone|everybody|nobody|no one|people|nothing|everything) (?:else )?(?:(?:in|at|on) \w+ )?"
    r"(?:really |ever |just |always |never )*"
    rf"(?:{'|'.join(sorted(en.JUDGING))}|leave me|works|matters|changes|is|are|goes|hurts|makes sense)\b(?! how\b)"
    rf"|^(?!it\b|it's|this|that)(?:\w+ ){{1,3}}(?:doesn't |don't |never |even |really )*(?:{_MEANT}) "
    r"(?:about )?(?:me|us|i|i'm)\b"
)
"""What others feel or mean cannot be known from here, and sweeping words are a feeling: "it feels like ..."."""
_GRAVE = re.compile(
    r"\b(?:be here|be alive|stay alive|wake up|exist|end it|end things|keep going|go on|without me|living anymore|"
    r"live anymore|no reason to|point (?:in|of|to)|go to sleep forever)\b"
)
"""May be about wanting to die: heard, and answered, but not said back as a statement."""
_TURNS = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "i'm": "you're", "i've": "you've",
    "i'd": "you'd", "i'll": "you'll", "am": "are", "we": "you", "us": "you", "our": "your", "ours": "yours",
    "ourselves": "yourselves", "we're": "you're", "we've": "you've", "we'll": "you'll", "we'd": "you'd",
}  # fmt: skip
_CIVIL = frozenset({"thanks", "thank", "thx", "welcome", "sorry", "hello"})
"""Said to the listener, so that what holds one of these is no statement about themselves."""
_SECOND = frozenset({"you", "your", "yours", "yourself", "you're", "you've", "you'll", "you'd", "u", "ur", "y'all"})
SHORTEST, LONGEST = 3, 14
"""Words in a turned clause."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of the person: `source` as they wrote it (tidied), `turned` in the second person, no stop."""

    source: str
    turned: str
    own: bool
    """Whether the person is its subject."""


def plain(text: str) -> str:
    """Straight quotes, single spaces, no emoji or control characters; letters of any script stay."""
    straight = text.replace("’", "'").replace("‘", "'").replace("`", "'")
    kept = "".join(c if c.isalnum() or c in " \n.,;:!?'\"()-–—…/&%$£€“”*_@+~" else " " for c in straight)
    return re.sub(r"[^\S\n]+", " ", kept).strip()


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, lower case, with the common short spellings written out."""
    found = (word.lower() for word in _WORDS.findall(plain(text)))
    return tuple(part for word in found for part in en.SPELLINGS.get(word, word).split())


def pieces(text: str) -> list[str]:
    """Statements between stops, questions and addresses to the listener left out."""
    whole = [piece.strip(" ,;:-–—\"'") for piece in _PIECE.split(plain(text)) if piece]
    parts: list[str] = []
    for piece in whole:
        if piece.endswith("?"):
            continue
        long = len(piece.split()) > 12
        parts += _JUNCTION.split(piece) if long else [piece]
    return [part.strip(" .!,;:") for part in parts if part.strip(" .!,;:")]


def turn(piece: str) -> Clause | None:
    """The piece as a clause in the second person, or None where turning it is not safe."""
    words = _tidy(_OWNED.sub(r"\1's \2", piece))
    if not words or not _sound(words) or _runs_on(words):
        return None
    names = _names(piece)
    if not all(word in names or word in en.PROPER or is_spelt(word) for word in words):
        return None
    source = " ".join(words)
    labelled = _LABELLED.match(source)
    if labelled and labelled.group(1) in en.LABELS:
        label = labelled.group(1)
        return Clause(source, f"you feel {'like ' + _article(label) if label in en.LABEL_NOUNS else label}", own=True)
    for_all = not _CIVIL.isdisjoint(words) or words[:2] in (["we", "should"], ["we", "must"], ["we", "all"])
    if for_all or en.LABELS.intersection(words) or en.UNSPEAKABLE.intersection(words) or _GRAVE.search(source):
        return None
    own = words[0] in {"i", "i'm", "i've", "i'd", "i'll"}
    turned = " ".join(_case(word, names) for word in _agree(words))
    if not own and _SELF_DOWN.search(source):
        return None
    if own and _SELF_DOWN.search(source) and " feel" not in source:
        turned = f"it feels like {turned}"
    if not own and "feels" not in words and _SEEMING.search(source):
        turned = f"it feels like {turned}"
    return Clause(source, turned, own)


def clauses(text: str) -> list[Clause]:
    """All clauses of a text that can be turned, in order."""
    return [clause for piece in pieces(text) if (clause := turn(piece)) is not None]


def _tidy(piece: str) -> list[str]:
    """Lower-case words with fillers off both ends, short spellings written out and a lost subject restored."""
    shouted = piece.isupper()
    low = _STRETCHED.sub(r"\1", piece if not shouted else piece.lower())
    words = [part for word in low.split() for part in _spell(word.strip('.,;:!?"')).split()]
    words = [word for word in words if word.lower() not in en.SWEARING]
    text = " ".join(words).lower()
    before = None
    while text != before:
        before = text
        text = _JOINED.sub(r"me and \1", _trim(text))
    return _restore(text.split())


def _spell(word: str) -> str:
    return en.SPELLINGS.get(word.lower(), word)


def _trim(text: str) -> str:
    for lead in en.LEAD_PHRASES:
        text = text.removeprefix(lead)
    for trail in en.TRAIL_PHRASES:
        text = text.removesuffix(trail)
    words = text.split()
    while words and words[0] in en.LEADS:
        words = words[1:]
    while words and words[-1] in en.TRAILS and words[-2:-1] not in (["all"], ["me"], ["about"]):
        words = words[:-1]
    return " ".join(words)


_LIKINGS = frozenset({"love", "hate", "miss", "hope", "wish", "need", "want"})
_LIKED = en.DETERMINERS | {"him", "her", "it", "them", "to", "being", "having", "when", "how", "going", "i", "someone"}
"""What follows when such a word begins a statement of theirs and is no subject: "miss my mum", not "love conquers"."""
_AFTER_A_STATE = frozenset(
    {"of", "about", "with", "that", "because", "to", "for", "at", "in", "and", "all", "by", "right", "as", "from", "i"}
)


def _restore(words: list[str]) -> list[str]:
    """Puts back the "I" or "I'm" that quick typing leaves out."""
    if not words:
        return words
    first, *rest = words
    second = rest[0] if rest else ""
    verb = second if first == "just" else first
    liked = first not in _LIKINGS or second in _LIKED
    if verb in en.PAST or (verb in en.BARE and liked) or first in {"am", "was"}:
        return ["i", *words]
    if first == "been":
        return ["i've", *words]
    if first == "i" and (second in en.FEELINGS or (second in en.STATE_OPENERS and en.STATES.intersection(rest[1:2]))):
        return ["i'm", *rest]
    doing = first == "not" and second.endswith("ing")
    stated = first in en.STATES and (not second or second in _AFTER_A_STATE or second in en.ADVERBS)
    if doing or stated or (first in en.STATE_OPENERS and second in en.STATES):
        return ["i'm", *words]
    return words


def _sound(words: list[str]) -> bool:
    """Whether the words are a statement that can be turned: known subject, a verb, no loose ends."""
    length = len(words) + words[0].startswith("i'")
    if not SHORTEST <= length <= LONGEST or " ".join(words) in en.HOLLOW:
        return False
    if _SECOND.intersection(words) or words[-1] in en.DANGLING or " ".join(words).startswith(en.REQUESTS):
        return False
    if any(_CRAMPED.search(word) or "/" in word or "@" in word or not word.isascii() for word in words):
        return False
    thin = words[0] in {"it's", "there's", "it", "this", "that", "there"} and len(words) < 5
    hollow = not set(words) - en.EMPTY - en.ADVERBS - en.DANGLING
    return not thin and not hollow and _has_subject(words)


def _runs_on(words: list[str]) -> bool:
    """Whether a second statement starts without a stop or a joining word: "i feel okay i am kind of stressed"."""
    begins = {"i", "i'm", "i've", "i'd", "i'll", "he", "she", "they", "we", "he's", "she's", "they're"}
    ends = en.CLOSING | (en.STATES - en.FEARING)
    return any(word in begins and words[at] in ends for at, word in enumerate(words[1:]))


def _has_subject(words: list[str]) -> bool:
    first, second = words[0], words[1]
    if first == "i":
        return second not in {
            "could",
            "might",
            "would",
            "should",
            "may",
            "and",
            "or",
            "with",
            "of",
            "the",
            "a",
            "my",
            "me",
            "i",
            "you're",
            "is",
            "are",
        }
    if first in {"i'm", "i've", "i'd", "i'll"} or first in en.CONTRACTED:
        return True
    if first in en.SUBJECTS or (first == "no" and second == "one") or first in en.PROPER:
        return any(_verb(word) for word in words[1:4])
    if first in en.DETERMINERS and second.endswith("'s"):
        return words[2] in en.ADVERBS | {"been", "not", "got"} or words[2].endswith("ing")
    if first in en.DETERMINERS:
        whole = {"that", "which", "who", "how"}.isdisjoint(words[1:5])
        return whole and any(_verb(word) for word in words[2:6])
    return words[:2] == ["me", "and"] and any(_verb(word) for word in words[3:6])


def _verb(word: str) -> bool:
    return word in en.VERBS or word in en.PAST or (word.endswith("ed") and len(word) > 4) or word.endswith("n't")


def _agree(words: list[str]) -> list[str]:
    """Turns the pronouns and makes "was" follow them."""
    turned: list[str] = []
    subject = ""
    for at, word in enumerate(words):
        near = next((w for w in reversed(words[:at]) if w not in en.ADVERBS), "")
        joined = near in {"and", "but", "or", "then"}
        if word in {"was", "wasn't", "am"} and (near == "i" or (joined and subject == "i")):
            turned.append({"was": "were", "wasn't": "weren't", "am": "are"}[word])
            continue
        if word in {"i", "i'm", "i've", "i'd"}:
            subject = "i"
        elif word in en.SUBJECTS or word in en.CONTRACTED or word in en.DETERMINERS:
            subject = word
        turned.append(_TURNS.get(word, word))
    return turned


def _names(piece: str) -> dict[str, str]:
    """Words written with a capital inside the piece, by their lower form; none where all is shouted."""
    if piece.isupper():
        return {}
    inner = (word.partition("'")[0] for word in piece.split()[1:])
    return {word.lower(): word for word in inner if word[:1].isupper() and word != "I"}


def _case(word: str, names: dict[str, str]) -> str:
    stem, mark, tail = word.partition("'s")
    return names.get(stem, en.PROPER.get(stem, stem)) + mark + tail


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
