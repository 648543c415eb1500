"""How the emotion moved from one user turn to the next."""

from __future__ import annotations

from .reading import NEGATIVE, POSITIVE, Direction, Reading, Shift

MOVE = 2
"""A change of the signed value by this much is a move; less is noise."""


def signed_value(reading: Reading) -> int:
    """The turn on a line from -5 to 5.

    Positive families count +intensity, negative ones -intensity, neutral 0, and confusion minus
    half of the intensity, rounded up.
    """
    if reading.dominant in POSITIVE:
        return reading.intensity
    if reading.dominant in NEGATIVE:
        return -reading.intensity
    return -((reading.intensity + 1) // 2) if reading.dominant == "confusion" else 0


def shift(previous: Reading | None, current: Reading) -> Shift:
    """The move since the user turn before: `improving` or `worsening` when the value changed by 2 or more.

    A smaller change between two different negative families is a `switch`; all else, and the first
    turn, is `steady`. The cause is that of the current turn, and only when something moved.
    """
    if previous is None:
        return Shift("steady", None, current.dominant, 0)
    size = signed_value(current) - signed_value(previous)
    direction = _direction(previous, current, size)
    cause = None if direction == "steady" else current.cause
    return Shift(direction, previous.dominant, current.dominant, size, cause)


def _direction(previous: Reading, current: Reading, size: int) -> Direction:
    if size >= MOVE:
        return "improving"
    if size <= -MOVE:
        return "worsening"
    both_negative = previous.dominant in NEGATIVE and current.dominant in NEGATIVE
    return "switch" if both_negative and previous.dominant != current.dominant else "steady"
