"""A floor under what recall reaches on histories whose facts it was not fitted on."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from holdspace.memory.encoder import Encoder


def test_recall_and_abstention_hold_on_the_held_half(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    figures = importlib.import_module("recall_calibration").measure("held", 6, encoder)
    assert figures["recall@5"] >= 0.85
    assert figures["kept when answerable"] >= 0.65
    assert figures["abstained when not"] >= 0.65
