"""Synthetic histories: a few facts said once among much else, and probes asked in other words."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

SOURCE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("recall_histories.yaml").read_text(encoding="utf-8"))

PREFIXES = ("", "", "", "Do you remember: ", "Can you remind me, ", "I told you this once. ")


def split(half: str) -> dict[str, list[Any]]:
    """The facts of one half: "tune" for the even ones, "held" for the odd ones."""
    start = 0 if half == "tune" else 1
    return {name: SOURCE[name][start::2] for name in ("facts", "assistant_facts", "changes")}


def _small_talk(rng: random.Random, filler: tuple[list[str], list[str]]) -> tuple[list[dict[str, Any]], date]:
    """Six sessions without a fact in them, and the day after which the probes are asked."""
    sessions: list[dict[str, Any]] = []
    day = date(2026, 1, 5)
    for s in range(6):
        turns = []
        for _ in range(rng.randint(5, 8)):
            turns.append({"role": "user", "content": rng.choice(filler[0])})
            turns.append({"role": "assistant", "content": rng.choice(filler[1])})
        sessions.append({"id": f"s{s}", "date": day.isoformat(), "turns": turns})
        day += timedelta(days=rng.randint(4, 20))
    return sessions, day


def history(seed: int, half: str, filler: tuple[list[str], list[str]] | None = None) -> dict[str, Any]:
    """One record as `recall` takes it; each probe also carries its `gold` turn ids (empty: must abstain)."""
    rng = random.Random(seed)
    pool = split(half)
    facts = rng.sample(pool["facts"], 9)
    told, untold = facts[:6], facts[6:]
    advice, change = rng.choice(pool["assistant_facts"]), rng.choice(pool["changes"])
    sessions, day = _small_talk(rng, filler or (SOURCE["filler_user"], SOURCE["filler_assistant"]))
    gold: dict[int, list[str]] = {}

    def place(session: int, role: str, text: str, key: int) -> None:
        turns = sessions[session]["turns"]
        slot = rng.choice([i for i, t in enumerate(turns) if t["role"] == role and "key" not in t])
        turns[slot].update(content=text, key=key)

    probes: list[dict[str, Any]] = []

    def probe(kind: str, question: str, key: int | None) -> None:
        asked = {"id": f"p{len(probes)}", "kind": kind, "question": question, "date": day.isoformat(), "key": key}
        probes.append(asked)

    for key, fact in enumerate(told):
        place(key, "user", rng.choice(fact["say"]), key)
        probe("fact", rng.choice(PREFIXES) + rng.choice(fact["ask"]), key)
    place(rng.randint(0, 5), "assistant", advice["say"], 10)
    probe("advice", rng.choice(advice["ask"]), 10)
    place(rng.randint(0, 2), "user", change["first"], 11)
    place(rng.randint(3, 5), "user", change["later"], 12)
    probe("changed", rng.choice(change["ask"]), 12)
    probe("past", rng.choice(change["past"]), 11)
    for fact in untold:
        probe("unanswerable", rng.choice(PREFIXES) + rng.choice(fact["near"]), None)
        probe("unanswerable", rng.choice(fact["ask"]), None)
    probe("near", rng.choice(told[0]["near"]), None)
    probe("near", rng.choice(advice["near"]), None)
    for session in sessions:
        for i, turn in enumerate(session["turns"]):
            turn["id"] = f"{session['id']}-{i}"
            if "key" in turn:
                gold.setdefault(turn.pop("key"), []).append(turn["id"])
    for asked in probes:
        asked["gold"] = gold.get(asked.pop("key"), [])
    return {"user": f"u{seed}", "sessions": sessions, "probes": probes}
