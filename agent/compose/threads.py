"""What was put down earlier and may be picked up again: a thing named turns ago, a memory that bears on today."""

from __future__ import annotations

import random
import re

from ...prompts.sentences import sentence_key
from . import english as en
from .reflect import Clause, clauses
from .situation import low, shares_words

_NAMED = re.compile(
    r"\bmy ((?:(?:best|old|older|younger|little|big|new|next|last|first) )?(?:"
    r"mum|mom|mother|dad|father|sister|brother|wife|husband|boyfriend|girlfriend|partner|boss|manager|son|daughter|"
    r"kids|roommate|flatmate|landlord|supervisor|grandma|grandmother|aunt|uncle|cousin|friend|best friend|job|exam|"
    r"exams|interview|rent|flat|house|thesis|degree|surgery|appointment|dog|cat|garden|guitar|visa|shift|shifts|loan|"
    r"wedding|course|project|essay|presentation|scan|test results|results))\b(?!')"
    r"|\bthe (interview|exam|exams|funeral|wedding|appointment|surgery|scan|results|rent|move|meeting|presentation|"
    r"landlord|viva|hearing|trial|essay)\b"
)
_OVER = re.compile(r"\b(?:died|dead|passed away|killed|suicide|abus\w+|raped?|hits? me|hit me|lost my|cheat\w+)\b")
_FIRST_GAP = 2
"""Messages that must lie between naming a thing and being asked about it."""


def thread_in(earlier: tuple[str, ...], text: str, said: frozenset[str], chance: random.Random) -> str | None:
    """Something named some turns ago and not since, never asked about before: "your interview"."""
    old, recent = earlier[: max(0, len(earlier) - _FIRST_GAP + 1)], (*earlier[-1:], text)
    lately = " ".join(low(message) for message in recent)
    everything = " ".join(low(message) for message in (*earlier, text))
    found: list[str] = []
    for message in old:
        for named in _NAMED.finditer(low(message)):
            noun = named.group(1) or named.group(2)
            thread = f"your {noun}" if named.group(1) else f"the {noun}"
            gone = _OVER.search(everything) is not None
            asked = any(thread in key for key in said)
            if noun not in lately and not gone and not asked and thread not in found:
                found.append(thread)
    return chance.choice(found) if found else None


def earlier_in(earlier: tuple[str, ...], said: frozenset[str], chance: random.Random) -> str | None:
    """What they told of themselves before the last message and was not said back yet: "you moved in with your aunt"."""
    found = [
        clause.turned
        for message in earlier[-_REACH:-1]
        for clause in clauses(message)
        if clause.source.startswith(_THEIRS)
        and not _POINTING.search(clause.source)
        and _SHORTEST <= len(clause.source.split()) <= _LONGEST
        and not was_said(clause.turned, said)
    ]
    return chance.choice(found) if found else None


def was_said(words: str, said: frozenset[str]) -> bool:
    """Whether a sentence said, or stopped by the review, holds these words."""
    key = sentence_key(words)
    return any(key in sentence for sentence in said)


_REACH = 7
_SHORTEST, _LONGEST = 5, 12
"""Words of a clause that is worth coming back to."""
_THEIRS = ("i'm ", "i am ", "i've ", "i have ", "i lost ", "i feel ", "i can't ", "i don't ", "i want ", "i miss ",
           "i need ", "i hate ", "i work ", "i live ", "my ")  # fmt: skip
_POINTING = re.compile(
    r"\b(?:it|it's|that|that's|this|these|those|they|them|he|she|him|her|his|their|there|so|too|also|ok|okay|fine|"
    r"good|well|sure|glad|happy|better|not sure|guess|think|thanks?|today|now|tonight|yesterday|here)\b"
)
"""What can only be understood where it was said."""


def memory_in(memories: tuple[str, ...], text: str, said: frozenset[str]) -> str | None:
    """A memory as a clause in the second person, if it bears on the message and has not been brought up."""
    for memory in memories:
        for clause in clauses(memory):
            if shares_words(memory, text) and not any(clause.turned.lower() in key for key in said):
                return clause.turned
    return None


def best_clause(text: str, cause: str | None, own: tuple[str, ...], said: frozenset[str]) -> Clause | None:
    """The clause most worth saying back: none in `own` (turned), said back before, or stopped by the review."""
    found = [
        clause
        for clause in clauses(text)
        if clause.turned not in own and not was_said(clause.turned, said) and not _IDLE.search(clause.source)
    ]
    if not found:
        return None
    reason = set(low(cause).split()) - en.DANGLING if cause else set()
    return max(enumerate(found), key=lambda entry: _worth(entry[1], entry[0], reason))[1]


_IDLE = re.compile(
    r"\b(?:just|only) (?:\w+ )?(?:typing|typed|writing|meant|mean|sat|sit|sitting|sits|saying|asking|wondering|"
    r"talking)\b"
)
"""What says only how they come to be saying it, or that they sat there."""


def two_clauses(text: str, best: Clause, said: frozenset[str]) -> str | None:
    """The best clause and its neighbour, as they follow each other, where both are theirs: "you moved, and ..."."""
    found = clauses(text)
    at = next((i for i, clause in enumerate(found) if clause.turned == best.turned), None)
    if at is None:
        return None
    for first, second in ((at, at + 1), (at - 1, at)):
        if first < 0 or second >= len(found):
            continue
        pair = (found[first], found[second])
        fits = all(
            _stands(clause) and not _IDLE.search(clause.source) and not was_said(clause.turned, said) for clause in pair
        )
        words = sum(len(clause.source.split()) for clause in pair)
        if fits and words <= _MOST_IN_TWO and pair[0].turned != pair[1].turned:
            return f"{pair[0].turned}, and {pair[1].turned}"
    return None


def _stands(clause: Clause) -> bool:
    """Whether a clause is worth saying beside another."""
    return len(clause.source.split()) >= _SHORTEST_OF_TWO and not clause.source.startswith(_THINKING)


_MOST_IN_TWO, _SHORTEST_OF_TWO = 24, 4
_THINKING = ("i think", "i know", "i guess", "i don't know", "i mean", "i want to talk", "there's", "it's ", "it is ")


def _worth(clause: Clause, at: int, reason: set[str]) -> float:
    words = clause.source.split()
    worth = 0.15 * at + 0.8 * clause.own - 0.12 * abs(len(words) - 8)
    worth += 2.0 * (len(reason.intersection(words)) / len(reason) if reason else 0.0)
    worth += 0.7 * bool(en.STATES.intersection(words)) + 0.7 * bool(_CONCRETE.search(clause.source))
    return worth - 1.5 * clause.source.startswith(("i think", "i know", "i want to talk", "there's", "it's"))


_CONCRETE = re.compile(
    r"\d|\b(?:my|last|night|morning|today|yesterday|week|month|year|again|still|alone|hours?|days?|bed|kitchen|phone)\b"
)
