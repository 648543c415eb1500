"""What a moment shows, for choosing a skill: the needs, words, feeling and counts a card can ask about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..catalogue import Stage
from ..cues import Cues, asks_about_helper, clipped, meant_cues
from ..seeker import SeekerState
from ..stages import last_heard, seeker_turns
from .card import Need

LONG = 60
"""Words from which a message asks to be gathered up."""
BRIEF = 4
"""Words up to which a message asks for little."""
SHORT = 10
"""Words up to which a message that begins with a yes is a yes, and not one before a tale."""
MANY_TURNS = 4
RECENT = 2
"""Messages of the person in which topics are looked for."""

_TWO_SIDED = re.compile(
    r"\b(part of me|half of me|torn|mixed feelings|on the other hand|at the same time|back and forth"
    r"|(want|need|love|should|miss|like)\b[^.!?]{1,80}\bbut\b[^.!?]{0,60}\b(can'?t|don'?t|won'?t|hate|afraid|scared|also)"
    r"|(hate|angry|furious|glad|relieved|know)\b[^.!?]{1,80}\bbut\b[^.!?]{0,60}\b(still|also|love|miss|want|can'?t|sad)"
    r"|don'?t know (if|whether)|can'?t decide)\b",
)

_TAKES_UP = re.compile(
    r"^\W*((yes|yeah|yep|yup|ok(ay)?|sure)\W+)?"
    r"(i guess|i suppose|maybe|fine|alright|all right|let'?s|we (can|could)|go (on|ahead)|please|why not"
    r"|i'?(ll| will| can| could) try|i'?d like|that (would|might) help|worth a try)\b",
)

_ASKS_FOR_MORE = re.compile(
    r"\b(what else (should|can|could|would|do) (i|you)|what (else )?(can|could|might|would) help)\b"
)


@dataclass(frozen=True, slots=True)
class Signs:
    """The moment before a reply. `family` is empty and `intensity` None where nothing was read."""

    stage: Stage
    family: str
    intensity: int | None
    negative: bool
    needs: frozenset[Need]
    words: str
    """The person's last two messages, in lower case."""
    turns: int
    risk_rank: int
    refused_suggestion: bool
    asks_advice: bool
    """The last message asks what could be done."""
    turned_down: bool
    """The last message says no, or goodbye: nothing under way goes on."""
    taken_up: bool
    """The last message says yes to what was offered."""
    short: bool
    """The last message is no longer than an answer."""


def signs_of(state: SeekerState, stage: Stage) -> Signs:
    """Reads a state. Never raises; an empty one shows nothing."""
    last = last_heard(state)
    cues = meant_cues(last)
    feeling = state.feelings[-1] if state.feelings else None
    turns, short = seeker_turns(state), cues.words <= SHORT
    heard = [u.text for u in state.utterances if u.speaker == "seeker"][-RECENT:]
    return Signs(
        stage=stage,
        family=feeling.family if feeling else "",
        intensity=feeling.intensity if feeling else None,
        negative=bool(feeling and feeling.negative),
        needs=frozenset(_needs(cues, stage, turns, _plain(last))),
        words="\n".join(_plain(text) for text in heard),
        turns=turns,
        risk_rank=state.risk_rank,
        refused_suggestion=state.refused_suggestion,
        asks_advice=cues.asks_advice or bool(_ASKS_FOR_MORE.search(_plain(last))),
        turned_down=state.refused_suggestion or cues.refusal or cues.farewell,
        taken_up=(cues.agreement and short) or cues.relief or bool(_TAKES_UP.search(_plain(last))),
        short=short,
    )


def _plain(text: str) -> str:
    return clipped(text).lower().replace("’", "'")


def _needs(cues: Cues, stage: Stage, turns: int, last: str) -> Iterator[Need]:
    courteous = cues.greeting or cues.thanks or cues.farewell
    held: tuple[tuple[Need, bool], ...] = (
        ("heard", stage != "exploration"),
        ("ambivalence", bool(_TWO_SIDED.search(last))),
        ("long", cues.words >= LONG),
        ("brief", 0 < cues.words <= BRIEF and not (cues.question or courteous)),
        ("many_turns", turns >= MANY_TURNS),
        ("greeting", cues.greeting),
        ("thanks", cues.thanks),
        ("farewell", cues.farewell),
        ("about_me", asks_about_helper(last)),
    )
    return (need for need, holds in held if holds)


@cache
def _finder(topics: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, topics))})(?!\w)")


def topic_in(topics: tuple[str, ...], words: str) -> str | None:
    """The first of the topics that stands in the words as a whole, or None."""
    found = _finder(topics).search(words) if topics else None
    return found.group() if found else None
