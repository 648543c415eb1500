"""What the tuned encoder differs in from MiniLM: a small file, put on the carried model at set-up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .weights import ADAPTER, WeightsUnreadable

SCALE = ".scale"

Arrays = Mapping[str, NDArray[Any]]


def pack(base: Arrays, tuned: Arrays) -> dict[str, NDArray[Any]]:
    """Differences tuned - base, array by array: matrices as int8 with one scale a row, the rest as float16.

    A weight comes back to within 1/254 of the largest change in its row.
    """
    packed: dict[str, NDArray[Any]] = {}
    for name, array in tuned.items():
        change = array.astype(np.float32) - base[name].astype(np.float32)
        if change.ndim < 2:
            packed[name] = change.astype(np.float16)
            continue
        scale = np.maximum(np.abs(change).max(axis=1, keepdims=True), 1e-12) / 127.0
        packed[name] = np.round(change / scale).astype(np.int8)
        packed[name + SCALE] = scale.astype(np.float32)
    return packed


def unpack(base: Arrays, packed: Arrays) -> dict[str, NDArray[np.float32]]:
    """Base plus differences, for every array that may differ. Raises WeightsUnreadable when they do not fit."""
    if {name for name in packed if not name.endswith(SCALE)} != set(base):
        raise WeightsUnreadable("the emotion adapter does not fit the carried model: it names other arrays")
    tuned: dict[str, NDArray[np.float32]] = {}
    for name, under in base.items():
        change = packed[name].astype(np.float32) * packed.get(name + SCALE, np.float32(1.0))
        if change.shape != under.shape:
            raise WeightsUnreadable(f"the emotion adapter does not fit the carried model at {name}")
        tuned[name] = under.astype(np.float32) + change
    return tuned


def fingerprint(folder: Path) -> str:
    """The first 12 hexadecimal digits of the adapter's hash. Raises WeightsUnreadable when there is no file."""
    try:
        return hashlib.sha256((folder / ADAPTER).read_bytes()).hexdigest()[:12]
    except OSError as error:
        raise _unreadable(folder, error) from error


def read(folder: Path) -> dict[str, NDArray[Any]]:
    """The adapter's arrays. Raises WeightsUnreadable."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        return load_file(folder / ADAPTER)
    except (OSError, ValueError, SafetensorError) as error:
        raise _unreadable(folder, error) from error


def _unreadable(folder: Path, error: Exception) -> WeightsUnreadable:
    return WeightsUnreadable(f"the emotion adapter in {folder} cannot be read ({error}); reinstall holdspace")
