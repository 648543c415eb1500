"""What can be counted in replies: length, ease of reading, variety, repetition, questions, the person in the reply.

Distinct-n after Li et al. (NAACL 2016): different n-grams over all n-grams, of all replies of a file together. Ease of
reading is the Flesch-Kincaid grade (1975): 0.39 words a sentence + 11.8 syllables a word - 15.59.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ...prompts.sentences import sentence_key, split_sentences

_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_VOWELS = re.compile(r"[aeiouy]+")
_EMPATHY = re.compile(
    r"\b(?:you(?:'re| are)? (?:feel(?:ing)?|sound|seem|must)|i (?:hear|can hear|wonder if|can see why)|"
    r"sounds? (?:like|as|"
    r"so|very|heavy|hard|lonely|frightening|painful)|no wonder|makes sense|of course (?:you|it|that)|for you\b|"
    r"it hurts|"
    r"that hurts|hard for you|how (?:hard|much|sad|angry|low) (?:it|that|this|you))",
)
_SECOND = frozenset({"you", "your", "yours", "yourself", "you're", "you've", "you'd", "you'll"})
_SMALL = frozenset(
    re.findall(
        r"\S+",
        "a about after all also am an and any are as at be because been but by can can't could did didn't do "
        "does don't "
        "for from get go got had has have he her here him his how i i'd i'll i'm i've if in is isn't it it's "
        "its just like "
        "me more my no not now of on one or our out really she so some something than that that's the their them then "
        "there they thing things think this to too up us very was wasn't we were what when which who why will "
        "with would "
        "you your you're yes yeah ok okay know feel feeling much even still only other",
    )
)


def words_in(text: str) -> list[str]:
    """Lower-case words."""
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def grade(text: str) -> float:
    """Flesch-Kincaid grade of a text; 0.0 for one without words."""
    words, sentences = words_in(text), split_sentences(text)
    if not words:
        return 0.0
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / max(1, len(sentences)) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    spoken = word[:-1] if word.endswith("e") and len(word) > 3 and not word.endswith("le") else word
    return max(1, len(_VOWELS.findall(spoken)))


def grounded(reply: str, heard: Iterable[str]) -> bool:
    """Whether the reply holds a telling word of the person, theirs or that word with another ending."""
    theirs = {_stem(word) for text in heard for word in words_in(text) if word not in _SMALL}
    return not theirs.isdisjoint(_stem(word) for word in words_in(reply) if word not in _SMALL)


def _stem(word: str) -> str:
    bare = word.partition("'")[0]
    return re.sub(r"(?:ing|ed|es|s|ly|e)$", "", bare) if len(bare) > 4 else bare


@dataclass(slots=True)
class Count:
    """Sums over the replies of one speaker, from which `measures` takes rates."""

    replies: int = 0
    sentences: int = 0
    words: int = 0
    asking: int = 0
    asking_twice: int = 0
    second: int = 0
    empathy: int = 0
    grounded: int = 0
    answerable: int = 0
    repeated: int = 0
    longer: int = 0
    grades: float = 0.0
    grams: dict[int, Counter[tuple[str, ...]]] = field(default_factory=lambda: {1: Counter(), 2: Counter()})

    def add(self, reply: str, heard: Sequence[str], said: set[str]) -> None:
        """One reply; `heard` are the other's messages so far, `said` the sentence keys so far, which grows."""
        words, low = words_in(reply), reply.lower().replace("’", "'")
        keys = [key for sentence in split_sentences(reply) if (key := sentence_key(sentence))]
        self.replies += 1
        self.sentences += len(keys)
        self.words += len(words)
        self.asking += "?" in reply
        self.asking_twice += reply.count("?") > 1
        self.second += not _SECOND.isdisjoint(words)
        self.empathy += _EMPATHY.search(low) is not None
        self.grades += grade(reply)
        for key in keys:
            self.repeated += key in said and len(key.split()) > 2
            said.add(key)
        if heard:
            self.answerable += 1
            self.grounded += grounded(reply, heard[-1:])
            self.longer += len(words) > max(26, 2 * len(words_in(heard[-1])))
        self.grams[1].update((word,) for word in words)
        self.grams[2].update(pairwise(words))

    def measures(self) -> dict[str, float]:
        """Rates by name; every one 0.0 where there is nothing to count."""
        n, with_one = max(1, self.replies), max(1, self.answerable)
        distinct = {f"distinct_{k}": len(found) / max(1, found.total()) for k, found in self.grams.items()}
        return {
            "words": self.words / n,
            "sentences": self.sentences / n,
            "grade": self.grades / n,
            **distinct,
            "repeated_sentences": self.repeated / max(1, self.sentences),
            "questions": self.asking / n,
            "two_questions": self.asking_twice / n,
            "second_person": self.second / n,
            "empathy_markers": self.empathy / n,
            "grounded": self.grounded / with_one,
            "over_length": self.longer / with_one,
        }
