"""A message that could not be read: nothing is claimed about the feeling in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ..memory.message import Message
from .emotion.context import Said
from .emotion.reading import FAMILIES, Reading

UNREAD = Reading(
    dominant="neutral",
    families={family: 1 / len(FAMILIES) for family in FAMILIES},
    labels={},
    tags=(),
    intensity=3,
    valence=0.0,
    arousal=0.0,
    dominance=0.0,
    version="unread",
)


class UnreadReader:
    """Stands in for a reader whose weights cannot be loaded."""

    def read(self, message: Message, before: Sequence[Said] = ()) -> Reading:
        del message, before
        return UNREAD


def reading_to_plain(reading: Reading) -> dict[str, Any]:
    """The reading as JSON data, for a checkpoint: a constant size."""
    plain = asdict(reading)
    plain["cause"] = None
    plain["words"] = []
    return plain


def reading_from_plain(plain: Mapping[str, Any]) -> Reading:
    """The inverse, less the person's words, which live in the transcript alone."""
    return Reading(**{**plain, "tags": tuple(plain["tags"]), "secondary": tuple(plain["secondary"]), "words": ()})
