"""The planner's weight files: plain arrays and plain JSON, nothing that can run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "weights"
ARRAYS = "policy.safetensors"
CARD = "policy.json"


class WeightsUnreadable(RuntimeError):
    """The planner's weights are missing or broken; the message names the file and what to do."""

    def __init__(self, file: Path, why: object) -> None:
        super().__init__(
            f"the strategy weights in {file.name} cannot be read ({why}); reinstall holdspace or run `make train`, "
            "or plan without weights (Planner.without_weights)"
        )
        self.file = file


def read_arrays(folder: Path) -> dict[str, NDArray[np.float32]]:
    """All arrays by name, widened from float16 to float32. Raises WeightsUnreadable."""
    file = folder / ARRAYS
    try:
        from safetensors.numpy import load_file

        arrays = {name: np.asarray(array, dtype=np.float32) for name, array in load_file(file).items()}
    except Exception as error:
        raise WeightsUnreadable(file, error) from error
    broken = [name for name, array in arrays.items() if not np.isfinite(array).all()]
    if broken:
        raise WeightsUnreadable(file, f"{broken[0]} holds values that are not finite")
    return arrays


def read_settings(folder: Path) -> dict[str, Any]:
    """The numbers beside the arrays: offsets of each setting, mixing weights. Raises WeightsUnreadable."""
    file = folder / CARD
    try:
        settings = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsUnreadable(file, error) from error
    if not isinstance(settings, dict):
        raise WeightsUnreadable(file, "it is not a JSON object")
    return settings


def write(folder: Path, arrays: Mapping[str, NDArray[Any]], settings: Mapping[str, Any]) -> None:
    """Writes arrays as float16 and settings as JSON. Raises OSError."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: np.ascontiguousarray(array, dtype=np.float16) for name, array in arrays.items()}, folder / ARRAYS)
    (folder / CARD).write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n", encoding="utf-8")
