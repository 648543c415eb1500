"""`make protocol`: what inertia does to a mood, over 25 user turns that go wrong and come right again.

The schedule is 5 neutral, 10 adversarial and 10 reconciliatory turns; what the person writes is fixed, so
nothing here depends on a reply. Each script runs through every arm twice: on the values its writer gave to
each turn, and on those the `EmotionReader` reads from the turn with what was said before it.

Published for such a protocol (arXiv 2601.16087, abstract): a stateless agent shows no coherent trajectory or
recovery, a state that persists responds late and recovers, and inertia and hysteresis grow with momentum. The
paper's equations, constants and turns were not found: rules, sweep, schedule, scripts and measures are a
reconstruction, and its subject is an agent's state while ours is the mood of the person heard.

Measured on the written values: the area of the loop grows with momentum up to 0.8 and falls at 0.95, where ten
turns are too few to move the state; its share of the box around it grows throughout. Inertia is above that of
no momentum in most arms but near its ceiling in all that keep a state, for three blocks make any smooth path
predictable; coherence tells the arms apart better, and is about 0 for the stateless one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import correlation, fmean
from typing import Any, Literal, TextIO

from ..sparkline import BLOCKS, PLAIN, sparkline
from .rules import FatimaDecay, FirstOrder, Rule, SecondOrder, Signal, Stateless, Triple, follow
from .trajectory import coherence, hysteresis, inertia, loop_share, overshoot, recovery

Block = Literal["neutral", "adversarial", "reconciliatory"]
SCHEDULE: tuple[tuple[Block, int], ...] = (("neutral", 5), ("adversarial", 10), ("reconciliatory", 10))
UPSET, TURNED, TURNS = 5, 15, 25
"""User turns before the adversarial block, before the reconciliatory one, and in all."""

SCRIPTS = Path(__file__).parent / "data" / "protocol.jsonl"


@dataclass(frozen=True, slots=True)
class Turn:
    """What the person writes, and the writer's own judgement of it; three values in [-1, 1]."""

    block: Block
    text: str
    valence: float
    arousal: float
    dominance: float


@dataclass(frozen=True, slots=True)
class Script:
    """One person's 25 turns, in order."""

    id: str
    person: str
    topic: str
    turns: tuple[Turn, ...]

    @property
    def written(self) -> list[Triple]:
        """The writer's values, a turn each."""
        return [(turn.valence, turn.arousal, turn.dominance) for turn in self.turns]


@dataclass(frozen=True, slots=True)
class Arm:
    """A rule to compare, and the time between two user turns in the unit of its half-lives."""

    name: str
    rule: Rule
    elapsed: float = 1.0


ARMS: tuple[Arm, ...] = (
    Arm("stateless", Stateless()),
    Arm("first, keep 0.6 = mom. 0", FirstOrder(0.6)),
    Arm("first, keep 0.8 = mom. 0", FirstOrder(0.8)),
    Arm("first, keep 0.9", FirstOrder(0.9)),
    *(Arm(f"second, gain {gain} mom. {mu}", SecondOrder(gain, mu)) for gain in (0.2, 0.4) for mu in (0.5, 0.8, 0.95)),
    *(Arm(f"FAtiMA, {elapsed:g} a turn", FatimaDecay(), elapsed) for elapsed in (1.0, 15.0)),
)
SAME = "= mom. 0: the second order without momentum, gain 0.4 (keep 0.6) or 0.2 (keep 0.8), is this same arm"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One script in one arm: the path of valence and its measures (see `trajectory`)."""

    valence: tuple[float, ...]
    recovery: int | None
    hysteresis: float
    share: float | None
    inertia: float | None
    coherence: float | None
    overshoot: float


@dataclass(frozen=True, slots=True)
class Mean:
    """An arm over all scripts; `recovery` is the mean of those that recovered, `recovered` of them."""

    valence: tuple[float, ...]
    recovery: float | None
    recovered: int
    hysteresis: float
    share: float | None
    inertia: float | None
    coherence: float | None
    overshoot: float


def scripts(path: Path = SCRIPTS) -> list[Script]:
    """The scripts of a JSON Lines file. Raises ValueError where one does not keep the schedule."""
    found: list[Script] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        script = Script(row["id"], row["person"], row["topic"], tuple(Turn(**turn) for turn in row["turns"]))
        if [turn.block for turn in script.turns] != [name for name, count in SCHEDULE for _ in range(count)]:
            raise ValueError(f"script {script.id} does not keep the schedule {SCHEDULE}")
        found.append(script)
    return found


def play(arm: Arm, values: Sequence[Triple]) -> Outcome:
    """The 25 values of one script through one arm, from rest."""
    states = follow(arm.rule, [Signal(value, arm.elapsed) for value in values])
    signal, path = [value[0] for value in values], [state.vad[0] for state in states]
    return Outcome(
        valence=tuple(path),
        recovery=recovery(path, UPSET, TURNED),
        hysteresis=hysteresis(signal, path),
        share=loop_share(signal, path),
        inertia=inertia(path),
        coherence=coherence(path),
        overshoot=overshoot(path, TURNED),
    )


def mean(outcomes: Sequence[Outcome]) -> Mean:
    """The mean of each measure over the scripts that have it."""
    back = [outcome.recovery for outcome in outcomes if outcome.recovery is not None]
    return Mean(
        valence=tuple(map(fmean, zip(*(outcome.valence for outcome in outcomes), strict=True))),
        recovery=fmean(back) if back else None,
        recovered=len(back),
        hysteresis=fmean(outcome.hysteresis for outcome in outcomes),
        share=_known(outcome.share for outcome in outcomes),
        inertia=_known(outcome.inertia for outcome in outcomes),
        coherence=_known(outcome.coherence for outcome in outcomes),
        overshoot=fmean(outcome.overshoot for outcome in outcomes),
    )


def compare(values: Sequence[Sequence[Triple]], arms: Sequence[Arm] = ARMS) -> list[list[Outcome]]:
    """Every arm on every script: one row an arm, one outcome a script."""
    return [[play(arm, script) for script in values] for arm in arms]


def read_values(found: Sequence[Script]) -> list[list[Triple]]:
    """Each turn as the shipped reader reads it, with the person's own earlier turns before it."""
    from ...memory.encoder import open_encoder
    from ...memory.message import hear
    from .context import Said
    from .reader import EmotionReader

    reader, encoder = EmotionReader.load(), open_encoder()
    out: list[list[Triple]] = []
    for script in found:
        said: list[Said] = [("user", turn.text) for turn in script.turns]
        before = [said[:n] for n in range(len(said))]
        readings = reader.read_all(hear([turn.text for turn in script.turns], encoder), before)
        out.append([(reading.valence, reading.arousal, reading.dominance) for reading in readings])
    return out


def main(arguments: Sequence[str] | None = None, out: TextIO = sys.stdout) -> None:
    """Prints a table for the written values and one for those read; `--json` writes every path as well."""
    parser = argparse.ArgumentParser(prog="protocol", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--written", action="store_true", help="leave the reader out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every trajectory and measure to FILE")
    given = parser.parse_args(arguments)
    found = scripts()
    sources: dict[str, Callable[[], list[list[Triple]]]] = {"written": lambda: [script.written for script in found]}
    if not given.written:
        sources["read"] = lambda: read_values(found)
    record: dict[str, Any] = {}
    for source, open_values in sources.items():
        values = open_values()
        rows = compare(values)
        close = "" if source == "written" else f" (valence r {_agreement(found, values):.2f} with those written)"
        _print(out, f"values {source}{close}, {len(found)} scripts", rows)
        record[source] = _record(found, rows)
    if given.json:
        given.json.write_text(json.dumps(record, indent=1), encoding="utf-8")


def _print(out: TextIO, title: str, rows: Sequence[Sequence[Outcome]]) -> None:
    out.write(f"{title} of {' + '.join(f'{count} {name}' for name, count in SCHEDULE)} turns\n")
    out.write(
        f"{'arm':<26}{'recovery':>11}{'hyster.':>9}{'share':>7}{'inertia':>9}{'coher.':>8}{'over.':>7}  valence\n"
    )
    marks = BLOCKS if "utf" in (out.encoding or "utf-8").lower() else PLAIN
    for arm, outcomes in zip(ARMS, rows, strict=True):
        row = mean(outcomes)
        back = f"{'never' if row.recovery is None else format(row.recovery, '.1f')} {row.recovered}/{len(outcomes)}"
        line = "|".join(
            sparkline(row.valence[a:b], b - a, marks) for a, b in ((0, UPSET), (UPSET, TURNED), (TURNED, TURNS))
        )
        measures = f"{row.hysteresis:>9.3f}{_cell(row.share, 7)}{_cell(row.inertia, 9)}{_cell(row.coherence, 8)}"
        out.write(f"{arm.name:<26}{back:>11}{measures}{row.overshoot:>7.3f}  {line}\n")
    out.write(f"{SAME}\n\n")


def _record(found: Sequence[Script], rows: Sequence[Sequence[Outcome]]) -> dict[str, Any]:
    return {
        arm.name: {
            "rule": asdict(arm.rule),
            "elapsed": arm.elapsed,
            "mean": asdict(mean(outcomes)),
            "scripts": {script.id: asdict(outcome) for script, outcome in zip(found, outcomes, strict=True)},
        }
        for arm, outcomes in zip(ARMS, rows, strict=True)
    }


def _agreement(found: Sequence[Script], values: Sequence[Sequence[Triple]]) -> float:
    """Pearson's r of the valence of all turns with the one their writers gave."""
    written = [value[0] for script in found for value in script.written]
    return correlation(written, [value[0] for script in values for value in script])


def _known(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _cell(value: float | None, width: int) -> str:
    return f"{'-':>{width}}" if value is None else f"{value:>{width}.3f}"


if __name__ == "__main__":
    main()
