"""What the planner is told of each message: python -m holdspace.agent.batch.feelings ESCONV.jsonl OUT.jsonl.

For learning the strategy weights, which may not look into this room: every seeker utterance of an ESConv
file is read once, with what was said before it, and its `Feeling` is kept. A line of OUT is a list with one
entry an utterance of the dialogue, null where it was not the seeker's.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ...memory.message import hear
from ...strategies.seeker import Feeling
from ..asking import feeling_of
from ..loading import load_batch_parts
from ..nodes import CONTEXT_TURNS
from ..parts import BatchParts


def feelings_of(turns: list[dict[str, Any]], parts: BatchParts) -> list[Feeling | None]:
    """One feeling an utterance of the seeker, None elsewhere; `turns` hold `speaker` and `text`."""
    messages = hear([turn["text"] for turn in turns], parts.encoder)
    said = [("user" if turn["speaker"] == "seeker" else "assistant", turn["text"]) for turn in turns]
    heard = [i for i, (role, _) in enumerate(said) if role == "user"]
    before = [said[max(0, i - CONTEXT_TURNS) : i] for i in heard]
    readings = parts.reader.read_all([messages[i] for i in heard], before)  # type: ignore[arg-type]
    out: list[Feeling | None] = [None] * len(turns)
    for i, reading in zip(heard, readings, strict=True):
        out[i] = feeling_of(reading)
    return out


def main() -> None:
    """The command line."""
    if len(sys.argv) != 3:
        sys.exit("usage: python -m holdspace.agent.batch.feelings ESCONV.jsonl OUT.jsonl")
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    parts = load_batch_parts()
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for number, line in enumerate(lines, start=1):
            read = feelings_of(json.loads(line)["turns"], parts)
            out.write(json.dumps([asdict(feeling) if feeling else None for feeling in read]) + "\n")
            if number % 100 == 0:
                sys.stderr.write(f"{number} dialogues\n")


if __name__ == "__main__":
    main()
