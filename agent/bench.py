"""`make bench`: what a turn costs beside its floor, measured in the same run. Ratios travel, seconds do not."""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TextIO

from ..memory.message import hear
from ..memory.people import Person
from ..prompts.port import ChatFailure, ChatMessage, ChatReply
from ..safety.violations import Line
from .checkpoints import close_checkpoints, open_checkpoints
from .compose.brief import Brief, Draft
from .compose.composer import OfflineComposer
from .emotion.context import Said
from .emotion.reader import EmotionReader
from .events import Sentence
from .llm.resilient import Resilient
from .llm.scripted import ScriptedModel
from .llm.vetted import Vetted
from .parts import Composer, Deps, Parts
from .runtime import SupportAgent
from .settings import Settings

TURNS = 60
LONG = 500
BATCHES = 50
COMPOSE_GOAL, GATE_GOAL = 5.0, 20.0
"""Milliseconds: to compose a reply, and from a model's first whole sentence until it is shown."""

SPOKEN = "Two plates again, and then a whole hour beside the one that stayed clean."
ONWARD = "There's missing her in that, and something sharp toward yourself, for still expecting her."

LINES = (
    "hi",
    "i don't really know where to start",
    "my manager moved me off the project i built and told the others before me",
    "everyone at work heard it in the meeting and i just sat there nodding",
    "now i lie awake going over what i should have said",
    "my sister says i should quit but the rent is due and i have nothing lined up",
    "last night i sat in the car outside the flat for an hour because i couldn't face going in",
    "it's stupid, other people have real problems",
    "i did write down what happened today, like you asked, and it helped a bit",
    "maybe i can talk to her on thursday",
    "thanks for listening to all this",
)


def main(out: TextIO = sys.stdout) -> None:
    """Prints median and 95th percentile of a turn, of its floor, and the size of a checkpoint over time."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        composer = _WatchedComposer(OfflineComposer.load())
        with SupportAgent(Settings(data_root=Path(folder)), Deps(composer=composer)) as agent:
            agent.warm()
            out.write(f"load all parts       {1000 * (time.perf_counter() - started):8.0f} ms once\n")
            turns = [_timed(partial(agent.reply, LINES[i % len(LINES)])) for i in range(TURNS)][5:]
            floor = _floor(agent)
            parts = agent._ready().parts
        _row(out, "turn, offline", turns)
        _row(out, "floor", floor)
        _row(out, "compose a reply", composer.took[5:], COMPOSE_GOAL)
        _ratio(out, "turn / floor", turns, floor)
        _ratio(out, "compose / floor", composer.took[5:], floor)
        _reading(out, parts)
        _gate(out)
        sizes = _checkpoint_sizes(Path(folder) / "long")
        for turn in (10, 100, LONG):
            out.write(f"checkpoint, turn {turn:<4d}{sizes[turn]:8d} bytes\n")


def _floor(agent: SupportAgent) -> list[float]:
    """What no turn of this design can do without: two encodings, one index query, one durable write."""
    parts = agent._ready().parts
    person = parts.people.open("me")
    return [_timed(partial(_bare_turn, parts, person, LINES[i % len(LINES)], i)) for i in range(TURNS)][5:]


def _bare_turn(parts: Parts, person: Person, line: str, i: int) -> None:
    vector = hear([line], parts.encoder)[0].vector
    person.index.nearest(vector, 5)
    hear([f"{line} {i}"], parts.encoder)
    person.store.put_state("bench", i)


def _heard_and_read(parts: Parts, line: str) -> None:
    parts.reader.read(hear([line], parts.encoder)[0])


def _reading(out: TextIO, parts: Parts) -> None:
    """Reading the emotion of a message, the encoding it needs included: alone, with what came before it, and many;
    and together with the encoding for memory, which every live turn needs too."""
    heard = hear(LINES, parts.encoder)
    before: list[list[Said]] = [
        [("user", LINES[i - 1]), ("assistant", "What was that like?")] if i else [] for i in range(len(LINES))
    ]
    rounds = [i % len(LINES) for i in range(TURNS)]
    alone = [_timed(partial(parts.reader.read, heard[i])) for i in rounds][5:]
    context = [_timed(partial(parts.reader.read, heard[i], before[i])) for i in rounds][5:]
    plain = [_timed(partial(parts.encoder.encode, [LINES[i]])) for i in rounds][5:]
    both = [_timed(partial(_heard_and_read, parts, LINES[i])) for i in rounds][5:]
    _row(out, "encode for memory", plain)
    _row(out, "read one message", alone)
    _row(out, "read with context", context)
    _row(out, "encode and read", both)
    _ratio(out, "read / encode", alone, plain)
    many = EmotionReader.load()
    took = _timed(lambda: many.read_all(heard * BATCHES))
    out.write(f"read in a batch      {1000 * len(heard) * BATCHES / took:8.0f} messages/s\n")


class _WatchedComposer:
    """The composer of an agent at work, and how long each of its drafts took, in ms."""

    def __init__(self, inner: Composer) -> None:
        self._inner = inner
        self.took: list[float] = []

    def compose(self, brief: Brief) -> Draft:
        started = time.perf_counter()
        draft = self._inner.compose(brief)
        self.took.append(1000 * (time.perf_counter() - started))
        return draft


class _WatchedModel(ScriptedModel):
    """A model that says two sentences at once and remembers when the first of them was whole."""

    def __init__(self) -> None:
        super().__init__([], "watched")
        self.whole = 0.0

    async def stream(self, messages: Sequence[ChatMessage]) -> AsyncIterator[str | ChatReply | ChatFailure]:
        del messages
        self.whole = time.perf_counter()
        yield f"{SPOKEN} {ONWARD[:9]}"
        yield ONWARD[9:]
        yield ChatReply(f"{SPOKEN} {ONWARD}", self.name)


def _gate(out: TextIO) -> None:
    """From a model's first whole sentence until it is shown, beside what checking it cannot do without.

    Everybody speaks once, since risk stays with a person; a turn in which the model is not asked is not counted.
    """
    model, waited = _WatchedModel(), list[float]()
    deps = Deps(model=Resilient([Vetted(model)]))
    with SupportAgent(Settings(mode="llm"), deps) as agent:
        for i in range(TURNS):
            events = agent.stream(LINES[2 + i % 6], user_id=f"person-{i}")
            shown = next(event.text for event in events if isinstance(event, Sentence))
            if shown == SPOKEN:
                waited.append(1000 * (time.perf_counter() - model.whole))
            list(events)
        parts = agent._ready().parts
        floor = [_timed(partial(_checked, parts, i)) for i in range(TURNS // 2)]
    _row(out, "whole to shown", waited[3:], GATE_GOAL)
    _row(out, "encode and review", floor[3:])
    _ratio(out, "shown / checked", waited[3:], floor[3:])


def _checked(parts: Parts, i: int) -> None:
    """After another message each time, so that the review's encoder has not read it before."""
    heard = Line("user", f"{LINES[2]} {i}")
    parts.reviewer.review(SPOKEN, [heard], "none", None, parts.encoder.encode([SPOKEN]))


def _checkpoint_sizes(folder: Path) -> dict[int, int]:
    """Bytes of the newest checkpoint after so many turns of one session."""
    sizes: dict[int, int] = {}
    with SupportAgent(Settings(data_root=folder)) as agent:
        session = agent.new_session()
        for turn in range(1, LONG + 1):
            agent.reply(LINES[turn % len(LINES)], session=session)
            if turn in (10, 100, LONG):
                place = agent._ready().parts.people.open("me").place
                assert place is not None  # noqa: S101  a data root was given
                sizes[turn] = asyncio.run(_newest(place.checkpoints))
    return sizes


async def _newest(path: Path) -> int:
    saver = await open_checkpoints(path)
    try:
        async with saver.conn.execute("select max(length(checkpoint) + length(metadata)) from checkpoints") as rows:
            row = await rows.fetchone()
            return int(row[0]) if row else 0
    finally:
        await close_checkpoints(saver)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def _row(out: TextIO, name: str, times: Sequence[float], goal: float | None = None) -> None:
    """Median and 95th percentile of `times`, and how many of them kept to the goal; all in ms."""
    if not times:
        out.write(f"{name:<20} nothing to time\n")
        return
    ordered = sorted(times)
    high = ordered[int(0.95 * (len(ordered) - 1))]
    kept = "" if goal is None else f"   {sum(at <= goal for at in ordered)} of {len(ordered)} within {goal:g} ms"
    out.write(f"{name:<20} {statistics.median(ordered):8.1f} ms median {high:8.1f} ms p95{kept}\n")


def _ratio(out: TextIO, name: str, times: Sequence[float], floor: Sequence[float]) -> None:
    if times and floor:
        out.write(f"{name:<20} {statistics.median(times) / statistics.median(floor):8.2f}\n")


if __name__ == "__main__":
    main()
