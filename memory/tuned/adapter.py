"""What a tuned encoder differs in from MiniLM: a small file, put on the carried model at set-up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SCALE = ".scale"

Arrays = Mapping[str, NDArray[Any]]


class AdapterUnreadable(RuntimeError):
    """The file of differences is missing, broken or of another model; the message names it."""


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
    """Base plus differences, for every array that may differ. Raises AdapterUnreadable when they do not fit."""
    if {name for name in packed if not name.endswith(SCALE)} != set(base):
        raise AdapterUnreadable("the adapter does not fit the carried model: it names other arrays")
    tuned: dict[str, NDArray[np.float32]] = {}
    for name, under in base.items():
        change = packed[name].astype(np.float32) * packed.get(name + SCALE, np.float32(1.0))
        if change.shape != under.shape:
            raise AdapterUnreadable(f"the adapter does not fit the carried model at {name}")
        tuned[name] = under.astype(np.float32) + change
    return tuned


def fingerprint(file: Path) -> str:
    """The first 12 hexadecimal digits of the adapter's hash. Raises AdapterUnreadable when there is no file."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    except OSError as error:
        raise _unreadable(file, error) from error


def read(file: Path) -> dict[str, NDArray[Any]]:
    """The adapter's arrays. Raises AdapterUnreadable."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        return load_file(file)
    except (OSError, ValueError, SafetensorError) as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: Exception) -> AdapterUnreadable:
    return AdapterUnreadable(f"the adapter {file} cannot be read ({error}); reinstall holdspace")
