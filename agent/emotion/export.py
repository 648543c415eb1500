"""The tuned encoder of this room, made once at set-up from the adapter that ships."""

from __future__ import annotations

from pathlib import Path

from ...memory.tuned.adapter import AdapterUnreadable
from ...memory.tuned.network import exported_tuned
from .weights import ADAPTER, WeightsUnreadable

VERSION = "affect-1"
"""Raised whenever an export made before from the same adapter must not be used any more."""

SHIPPED = Path(__file__).parent / "weights"


def exported_affect(weights: Path = SHIPPED) -> Path:
    """The folder of the tuned encoder for the adapter in `weights`, made now if there is none yet.

    Raises WeightsUnreadable when the adapter is missing or broken, EncoderMissing when there is nowhere to write.
    """
    try:
        return exported_tuned(VERSION, weights / ADAPTER)
    except AdapterUnreadable as error:
        raise WeightsUnreadable(str(error)) from error
