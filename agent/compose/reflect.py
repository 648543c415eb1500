"""Turning the person's own words round: from "i lost my job" to "you lost your job", or not at all.

Careful before clever: whatever is not recognised as a plain English statement about themselves gives None,
and the composer then speaks without an anchor. Judgements on themselves are never repeated as facts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import english as en
from .soundness import is_statement, leads_on
from .vocabulary import is_spelt

_PIECE = re.compile(r"(?<=[.!?;,…)])\s+|(?<=:)\s+|(?<=[a-z]),(?=[a-z])|\s+[-–—]+\s+|[\n\r]+|\.{2,}|…|[()\"“”*_~<>]+")
_JUNCTION = re.compile(
    r"\s+(?:and then|and|but|because|so|cause|since|although|while|except|which)\s+"
    r"(?=(?:i|i'm|i've|i'd|i'll|my|he|she|they|it|we|the|everyone|nobody|it's|he's|she's|they're|we're|now)\b)",
    re.IGNORECASE,
)
_STRANGE = re.compile(r"[^\w \n.,;:!?'\"()–—…/&%$£€“”*@+~-]")
_BLANKS = re.compile(r"[^\S\n]+")
_WORDS = re.compile(r"[^\W_]+(?:['-][^\W_]+)*", re.UNICODE)
_STRETCHED = re.compile(r"([a-z])\1{2,}", re.IGNORECASE)
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
_ABROAD = re.compile(r"\b(?:US|UK|IT|HR|PM|AM)\b")
"""Short names that would be read as "us" and the like."""
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
_SHARED = re.compile(
    r"^we(?:'ve|'re|'d)?\b.*\b(?:(?:a|the) (?:similar|same|like|common)|in common|chat|conversation|minutes)\b"
)
"""What a person shares with the listener, who is no person and shares nothing."""
_CIVIL = frozenset({"thanks", "thank", "thx", "welcome", "sorry", "hello"})
"""Said to the listener, so that what holds one of these is no statement about themselves."""


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
    return _BLANKS.sub(" ", _STRANGE.sub(" ", straight)).strip()


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
    words = _plainly(_tidy(_OWNED.sub(r"\1's \2", piece)))
    if not is_statement(words):
        return None
    names = _names(piece)
    abroad = _ABROAD.search(piece) is not None and not piece.isupper()
    if abroad or not all(word in names or word in en.PROPER or is_spelt(word) for word in words):
        return None
    source = " ".join(words)
    labelled = _LABELLED.match(source)
    if labelled and labelled.group(1) in en.LABELS:
        label = labelled.group(1)
        return Clause(source, f"you feel {'like ' + _article(label) if label in en.LABEL_NOUNS else label}", own=True)
    for_all = not _CIVIL.isdisjoint(words) or words[:2] in (["we", "should"], ["we", "must"], ["we", "all"])
    for_all = for_all or _SHARED.search(source) is not None
    labels = en.LABELS - {"broken"} if "broken up" in source else en.LABELS
    if for_all or labels.intersection(words) or en.UNSPEAKABLE.intersection(words) or _GRAVE.search(source):
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
    return [clause for piece in pieces(text) for clause in _whole_or_split(piece)]


def _whole_or_split(piece: str) -> list[Clause]:
    """The piece turned; where it runs on into another statement without a stop, each that can be."""
    if (whole := turn(piece)) is not None:
        return [whole]
    parts = _RUN_ON.split(piece)
    first = turn(parts[0]) if len(parts) > 1 and not any(_joins(part) for part in parts[:-1]) else None
    return [clause for part in parts if (clause := turn(part)) is not None] if first is not None else []


def _joins(part: str) -> bool:
    """Whether what follows "i" belongs to the same statement: "she told me", "the day"."""
    words = words_of(part)
    return (
        len(words) < _SHORTEST_PART or leads_on(words[-1]) or words[-1] in _TURNS or words[-1] in {"him", "her", "them"}
    )


_SHORTEST_PART = 4


_RUN_ON = re.compile(r"\s+(?=(?:i am|i'm|im|i was|i feel|i have|i've|i can't|i cant|i don't|i dont) \w)", re.IGNORECASE)


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
        rest = text.removeprefix(lead)
        text = text if lead.startswith("it's") and rest.partition(" ")[0] in en.PAST else rest
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


def _plainly(words: list[str]) -> list[str]:
    """Without the "do" that only stresses: "i do read a lot"."""
    stressed = words[:2] == ["i", "do"] and len(words) > 3 and words[2] in en.VERBS | _STRESSED
    return ["i", *words[2:]] if stressed else words


_STRESSED = frozenset({"have", "read", "try", "enjoy", "hope", "believe", "understand", "let", "wonder"})


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
    return _shortened(turned)


def _shortened(turned: list[str]) -> list[str]:
    """As one says it: "you're worried", "you've been"."""
    head = " ".join(turned[:2])
    if head == "you are" and len(turned) > 2:
        return ["you're", *turned[2:]]
    if turned[:3] == ["you", "have", "been"]:
        return ["you've", *turned[2:]]
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
