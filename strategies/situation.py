"""From a list of utterances to the SeekerState before a reply: one way for batches and for live turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .catalogue import Strategy
from .cues import meant_cues
from .seeker import Feeling, SeekerState, Utterance

WINDOW = 12
"""Utterances a state carries; older ones count in `position` and `history` only."""

REFUSAL_STANDS = 3
"""Seeker utterances over which a refused suggestion is remembered, the refusal included."""

ADVICE: frozenset[Strategy] = frozenset({"Providing Suggestions", "Information"})


def seeker_states(
    utterances: Sequence[Utterance],
    at: Sequence[int],
    feelings: Mapping[int, Feeling] | None = None,
    risk_ranks: Sequence[int] = (),
) -> list[SeekerState]:
    """The state before the reply at each position of `at`, from what came before it only.

    A position may equal `len(utterances)`: the reply that nobody has given yet. `feelings` maps positions
    of seeker utterances to their reading; unless every seeker utterance in the window has one, the state
    carries none. `risk_ranks[i]` is the sticky rank (0..4) after utterance i; without it the rank is 0.
    A supporter utterance without a strategy leaves no mark in the history. Raises IndexError for a
    position outside 0..len(utterances).
    """
    for position in at:
        if not 0 <= position <= len(utterances):
            raise IndexError(f"position {position} is outside 0..{len(utterances)}")
    refused = _refusals(utterances)
    return [_state(utterances, i, refused[i], feelings or {}, risk_ranks[i - 1] if risk_ranks and i else 0) for i in at]


def _state(
    utterances: Sequence[Utterance], position: int, refused: bool, feelings: Mapping[int, Feeling], risk_rank: int
) -> SeekerState:
    start = max(0, position - WINDOW)
    heard = [i for i in range(start, position) if utterances[i].speaker == "seeker"]
    known = heard and all(i in feelings for i in heard)
    return SeekerState(
        utterances=tuple(utterances[start:position]),
        history=tuple(u.strategy for u in utterances[:position] if u.strategy is not None),
        position=position,
        feelings=tuple(feelings[i] for i in heard) if known else (),
        risk_rank=risk_rank,
        refused_suggestion=refused,
    )


def _refusals(utterances: Sequence[Utterance]) -> list[bool]:
    """refused[i]: before utterance i, advice was turned down lately and none has been asked for since."""
    refused, advised, left = [False], False, 0
    for utterance in utterances:
        if utterance.speaker == "seeker":
            cues = meant_cues(utterance.text)
            if cues.asks_advice or (cues.relief and not cues.refusal):
                left = 0
            elif advised and cues.refusal:
                left = REFUSAL_STANDS
            else:
                left = max(0, left - 1)
            advised = False
        else:
            advised = advised or utterance.strategy in ADVICE
        refused.append(left > 0)
    return refused
