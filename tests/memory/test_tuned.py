"""Encoders taught something of their own: the differences kept, and the order of what is learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.memory.tuned import adapter
from holdspace.memory.tuned.adapter import AdapterUnreadable
from holdspace.memory.tuned.teaching import BATCH, batches


def test_differences_come_back_within_a_step() -> None:
    rng = np.random.default_rng(0)
    base = {"layer.weight": rng.normal(size=(6, 9)).astype(np.float32), "layer.bias": np.zeros(6, dtype=np.float32)}
    tuned = {name: array + rng.normal(size=array.shape).astype(np.float32) / 50 for name, array in base.items()}

    back = adapter.unpack(base, adapter.pack(base, tuned))

    assert set(back) == set(tuned)
    largest = np.abs(tuned["layer.weight"] - base["layer.weight"]).max(axis=1, keepdims=True)
    assert (np.abs(back["layer.weight"] - tuned["layer.weight"]) <= largest / 253).all()
    assert np.allclose(back["layer.bias"], tuned["layer.bias"], atol=1e-4)


@pytest.mark.parametrize("name", ["a", "b"])
@pytest.mark.parametrize("shape", [(2, 4), (3, 3)])
def test_an_adapter_for_another_model_is_refused(name: str, shape: tuple[int, int]) -> None:
    packed = adapter.pack({"a": np.zeros((2, 3), np.float32)}, {"a": np.ones((2, 3), np.float32)})
    with pytest.raises(AdapterUnreadable, match="does not fit"):
        adapter.unpack({name: np.zeros(shape, np.float32)}, packed)
    with pytest.raises(AdapterUnreadable, match="does not fit"):
        adapter.unpack({}, packed)


def test_an_adapter_that_is_not_there_is_named(tmp_path: Path) -> None:
    for ask in (adapter.fingerprint, adapter.read):
        with pytest.raises(AdapterUnreadable, match=r"other\.safetensors.*reinstall"):
            ask(tmp_path / "other.safetensors")


@given(st.lists(st.integers(1, 300), max_size=3000), st.integers(0, 5))
def test_every_lesson_comes_once_in_batches_that_are_full_but_for_the_pools_last(lengths: list[int], seed: int) -> None:
    found = list(batches(lengths, seed))
    assert sorted(i for batch in found for i in batch) == list(range(len(lengths)))
    assert all(0 < len(batch) <= BATCH for batch in found)
    assert found == list(batches(lengths, seed))
