"""The movement of a session in one plain sentence, for the person it is about."""

from __future__ import annotations

from ..emotion.movement import HEAVY, REACH, Movement
from . import words

STUCK_SAID = 4
"""Turns without a move before it is said; two or three are simply staying with something."""


def movement_sentence(movement: Movement) -> str:
    """What matters most of it: what hides, what came back, what moved, what turned, then what stayed."""
    if movement.masked:
        return words.MASKED_HEAVIER if movement.apart < 0 else words.MASKED
    if movement.told <= 1:
        return words.FIRST_FELT if movement.told else words.NOTHING_TOLD
    if movement.direction == "worsening":
        return words.RELAPSE if movement.relapse else words.HEAVIER.format(messages=words.messages(movement.over))
    if movement.direction == "improving":
        return _eased(movement)
    if movement.source is not None and movement.about is not None:
        return words.TURNED.format(source=words.family(movement.source), about=words.family(movement.about))
    return _stayed(movement)


def _eased(movement: Movement) -> str:
    if movement.recovery is not None:
        return words.RECOVERED.format(messages=words.messages(movement.recovery))
    said = words.EASED_FROM_START if movement.heavy_start else words.EASED
    return said.format(messages=words.messages(movement.over))


def _stayed(movement: Movement) -> str:
    if movement.apart >= REACH and movement.value <= HEAVY:
        return words.LIGHT_MOMENT
    if movement.apart <= -REACH and movement.value > HEAVY:
        return words.HEAVY_MOMENT
    if movement.relapse:
        return words.RELAPSE
    if movement.stuck >= STUCK_SAID:
        return words.STUCK.format(messages=words.messages(movement.stuck))
    if movement.recovery is not None:
        return words.HELD
    turned_back = movement.size * movement.slope < 0
    return words.TREND["level" if turned_back else movement.trend]
