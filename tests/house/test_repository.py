"""What the repository may hold: small files, no path of anybody's machine, a licence on what was learned."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import holdspace

ROOT = Path(holdspace.__file__).parent
LARGEST = 12 * 2**20
EMOTION = 30 * 2**20
"""What all the emotion weights may take together."""
MACHINE_PATH = re.compile(r"(^|[^A-Za-z0-9_.])/(work|root|home)/[A-Za-z]")


def tracked() -> list[Path]:
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_no_tracked_file_is_large() -> None:
    assert [str(path) for path in tracked() if path.stat().st_size > LARGEST] == []
    weights = [path for path in tracked() if path.is_relative_to(ROOT / "agent/emotion/weights")]
    assert sum(path.stat().st_size for path in weights) < EMOTION


def test_no_tracked_file_names_a_machine() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.name}: {line.strip()}" for line in text.splitlines() if MACHINE_PATH.search(line)]
    assert found == []


def test_every_weights_folder_has_a_model_card() -> None:
    folders = {path.parent for path in tracked() if path.suffix == ".safetensors"}
    assert folders
    for folder in folders:
        card = (folder / "MODEL_CARD.md").read_text(encoding="utf-8").lower()
        for word in ("licence", "data", "fail"):
            assert word in card, f"{folder}/MODEL_CARD.md says nothing of {word}"
