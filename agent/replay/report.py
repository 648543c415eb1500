"""The words and figures a replay prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..visible import visible
from .expectation import Check
from .played import PlayedTurn

SAID_WIDTH = 100


@dataclass(slots=True)
class Result:
    """One conversation that was played: its turns with the checks made on each."""

    name: str
    turns: list[tuple[PlayedTurn, tuple[Check, ...]]] = field(default_factory=list)
    failure: str = ""

    @property
    def checks(self) -> int:
        return sum(len(checks) for _, checks in self.turns)

    @property
    def missed(self) -> int:
        return sum(not check.met for _, checks in self.turns for check in checks)

    @property
    def ok(self) -> bool:
        return not self.missed and not self.failure


@dataclass(slots=True)
class Score:
    """All results of a run in figures, so that a long run need not keep its turns."""

    conversations: int = 0
    turns: int = 0
    checks: int = 0
    missed: int = 0
    broken: int = 0

    def add(self, result: Result) -> None:
        self.conversations += 1
        self.turns += len(result.turns)
        self.checks += result.checks
        self.missed += result.missed
        self.broken += bool(result.failure)

    @property
    def ok(self) -> bool:
        return not self.missed and not self.broken


def result_lines(result: Result) -> Iterator[str]:
    """A line when all went as expected; the differences, turn by turn, when not."""
    turns = _count(len(result.turns), "turn")
    if result.ok:
        yield f"ok    {visible(result.name)} ({turns}, {_count(result.checks, 'expectation')} met)"
        return
    yield f"MISS  {visible(result.name)} ({turns}, {result.missed} of {_count(result.checks, 'expectation')} missed)"
    for played, checks in result.turns:
        misses = [check for check in checks if not check.met]
        if misses:
            yield f'  turn {played.number}: "{_short(played.said)}"'
        for check in misses:
            yield from _difference(check)
    if result.failure:
        yield f"  turn {len(result.turns) + 1} broke off: {visible(result.failure)}"


def _difference(check: Check) -> Iterator[str]:
    yield f"    {check.field:<11} expected  {visible(check.expected)}"
    yield f"    {'':<11} got       {visible(check.got)}"
    if check.evidence:
        yield f"    {'':<11} because   {visible(check.evidence)}"


def dialogue_lines(played: PlayedTurn) -> Iterator[str]:
    """A turn as it would be read aloud."""
    yield f"person:    {visible(' '.join(played.said.split()))}"
    yield f"holdspace: {visible(' '.join(played.reply.split()))}"


def summary_line(score: Score) -> str:
    """How all of it went, in one line."""
    played = f"{_count(score.conversations, 'conversation')}, {_count(score.turns, 'turn')}"
    broken = f"; {score.broken} broke off" if score.broken else ""
    if not score.checks:
        return f"{played} played{broken}"
    verdict = f"{score.missed} missed" if score.missed else "all met"
    return f"{played}, {_count(score.checks, 'expectation')}: {verdict}{broken}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _short(text: str) -> str:
    plain = visible(" ".join(text.split()))
    return plain if len(plain) <= SAID_WIDTH else plain[: SAID_WIDTH - 3] + "..."
