"""The movement of a session in one plain sentence, for the person it is about."""

from __future__ import annotations

from ..emotion.movement import HEAVY, REACH, Movement
from . import words

STUCK_SAID = 4
"""Turns without a move before it is said; two or three are simply staying with something."""


def movement_sentence(movement: Movement) -> str:
    """What matters most of it: what hides, what came back, what moved, what turned, then what stayed."""
    if movement.masked:
        return words.MASKED
    if movement.told <= 1:
        return words.FIRST_FELT if movement.told else words.NOTHING_TOLD
    if movement.direction == "worsening":
        return _worse(movement)
    if movement.direction == "improving":
        return _eased(movement)
    if movement.source is not None and movement.about is not None:
        return words.TURNED.format(source=words.family(movement.source), about=words.family(movement.about))
    return _stayed(movement)


def _worse(movement: Movement) -> str:
    if movement.turn > 0:
        return words.LESS_LIGHT
    return words.RELAPSE if movement.relapse else words.HEAVIER.format(messages=words.messages(movement.over))


def _eased(movement: Movement) -> str:
    if movement.recovery is not None:
        return words.RECOVERED.format(messages=words.messages(movement.recovery))
    said = words.EASED_FROM_START if movement.heavy_start else words.EASED
    return said.format(messages=words.messages(movement.over))


def _stayed(movement: Movement) -> str:
    alone = _stands_out(movement)
    if alone:
        return alone
    if movement.relapse:
        return words.RELAPSE
    if movement.stuck >= STUCK_SAID:
        return words.STUCK.format(messages=words.messages(movement.stuck))
    if movement.recovery is not None:
        return words.HELD if movement.value > HEAVY else words.ABOVE_LOW
    turned_back = movement.size * movement.slope < 0
    return words.TREND["level" if turned_back else movement.trend]


def _stands_out(movement: Movement) -> str:
    """A turn unlike the session so far; only a negative one is a heavier moment, only a positive one a lighter."""
    if movement.turn > 0 and movement.apart >= REACH:
        if movement.value <= HEAVY:
            return words.LIGHT_MOMENT
        return "" if movement.recovery is not None else words.LIGHTER_ONE
    if movement.turn >= 0 or movement.apart >= 0 or movement.relapse:
        return ""
    if movement.apart <= -REACH:
        return words.HEAVY_MOMENT if movement.value > HEAVY else words.HEAVIER_ONE
    return words.HEAVY_AFTER_LOW if movement.recovery is not None else ""
