"""What a person says of their feelings, against what their words resemble."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from .named import named
from .reading import FAMILIES, Family
from .unfelt import unfelt

Array = NDArray[np.float32]

PULL = 3.0
"""Added to the log-weight of a family that is named: about twenty to one."""
DENIAL = 1.5
"""Taken from one that is denied: a denial may hide it ("no im not angry, im just tired of being the one who ...")."""
GONE = 6.0
"""Taken from one that is over: four hundred to one."""


def weighed(families: Array, text: str) -> tuple[Array, tuple[Family, ...]]:
    """Family probabilities, shape (13,) and sum 1, after what `text` says of them; and the families it names.

    Named ones are raised and denied ones lowered; of those that are over, what was hard to bear leaves its weight to
    relief, all others to the rest.
    """
    said = unfelt(text)
    own = tuple(family for family in named(text) if family not in said.over)
    if not (own or said.denied or said.over):
        return families, ()
    weights = families.astype(np.float64)
    eased = weights[_at(said.eased)].sum()
    for chosen, pull in ((own, PULL), (said.denied, -DENIAL), (said.over, -GONE)):
        weights[_at(chosen)] *= np.exp(pull)
    weights[FAMILIES.index("relief_hope")] += eased
    out: Array = (weights / weights.sum()).astype(np.float32)
    return out, own


def _at(families: Collection[Family]) -> list[int]:
    return [FAMILIES.index(family) for family in FAMILIES if family in families]
