"""How the emotion moves against what the whole session has been like, beside the turn-to-turn `Shift`.

Each user turn has the value x of `shift.signed_value` (-5..5). The rolling value r follows it by exponential
smoothing, r_t = r_{t-1} + g * a_t with a_t = x_t - r_{t-1}, but a turn that stands apart by more than
`REACH` counts as if it stood apart by `REACH` only, until a second one in a row stands apart the same way.
Clipping what was not expected is the robust exponential smoothing of Gelper, Fried & Croux 2010 (Journal of
Forecasting 29, 285-300), with a fixed bound in the place of their running scale: a session is too short to
estimate one. So a joke in grief is no end of grief, and an outburst does not undo relief; the second turn of
the kind is believed. No constant here is fitted to data; each is a choice, with its reason beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from math import copysign, isfinite
from typing import Literal

from .reading import FAMILIES, NEGATIVE, Family, Reading
from .shift import signed_value

Course = Literal["worsening", "improving", "steady"]
Trend = Literal["rising", "falling", "level"]

GAIN = 0.5
"""g of a turn with feeling in it: half of an old state is forgotten in one such turn."""
QUIET_GAIN = 0.05
"""g of a turn that reads neutral: "ok" says little, so what is not spoken of fades by 0.1 a turn at most."""
REACH = 2.0
"""How far from the rolling value a lone turn is believed: the change the published `Shift` calls a move."""
MOVE = 1.25
"""A change of r that is a move. A lone turn makes 1.0 at most (GAIN * REACH), and a neutral one is none."""
CLIMB = 1.75
"""What a fitted line must climb or fall in all for a trend. One step of 1.1 tilts it by less than 1.65 (a half
more, for a step in the middle), and twelve neutral turns by 1.1: neither is a trend."""
HEAVY = -1.0
"""At or below this the session is heavy; the mildest single negative turn is -1."""
KEPT = 12
"""Rolling values kept, for the slope: about the user turns of a support conversation of ordinary length."""
DECAY = 0.7
"""What a turn leaves of the older weights of the families: half after 1.9 turns with feeling in them."""
MARGIN = 1.5
"""How many times the weight of the family it is about another needs to take its place. A turn weighs 1.43 times
(1 / DECAY) an equal one before it, so one turn alone does not change what two were about."""
DEEP = -2.0
"""A low from which there is something to recover; above it a session is only a little down."""
WAY_UP = 0.6
"""The part of the way from the low to 0 that counts as recovered. From any low at or below `DEEP`, -0.5 is past it."""
EASED = 2.0
"""A rise from the low, short of recovery, that there can be a relapse from."""
FALL = 2.0
"""How far under the best since the low a turn must be to count as fallen again."""
OPEN = 3
"""The intensity from which a negative turn says itself that it is heavy, and hides nothing."""


@dataclass(frozen=True, slots=True)
class Movement:
    """Where the session stands after a user turn, and where it is going.

    `value` is r (-5..5), `turn` is x of this turn alone (-5..5). `size` is the change of r over this turn, and over
    the one before where that went the same way; at `MOVE` or more it has a `direction`. `apart` is a_t (-10..10),
    `over` (0..11) the turns with feeling in a row in which r went the way of `size`. A turn without feeling has 0
    for all of these but r, and ends the row: what only fades does not move. `trend` is the sign of `slope`, the
    least-squares slope of the last 12 values of r in points per user turn, and "level" where the fitted line
    climbs less than `CLIMB`.
    """

    value: float = 0.0
    direction: Course = "steady"
    size: float = 0.0
    apart: float = 0.0
    over: int = 0
    turn: int = 0
    heavy_start: bool = False
    """Whether every turn with feeling before those `over` was heavy, from the first on."""
    about: Family | None = None
    """The family the session is about; None while nothing but neutral turns were read."""
    source: Family | None = None
    """The family it was about before, on the turn that changes it."""
    trend: Trend = "level"
    slope: float = 0.0
    stuck: int = 0
    """User turns in a row, this one included, that left it heavy and without a move; those that tell nothing are
    passed over. A count in the spirit of emotional inertia, a state's resistance to change (Kuppens, Allen &
    Sheeber 2010, Psychological Science 21, 984-991); theirs is an autocorrelation, for which a session is too short."""
    recovery: int | None = None
    """User turns from the low to the recovery, for as long as it holds; None without one."""
    relapse: bool = False
    """Fell again after a recovery or an easing; until it eases by `MOVE` or recovers."""
    masked: bool = False
    """May say that all is well, in a session that has been anything but, and is not openly negative (`OPEN`)."""
    cause: str | None = None
    """What this turn is about, in the person's words, when it moved or changed what the session is about."""
    told: int = 0
    """User turns since the first with feeling in it, that one included."""


@dataclass(frozen=True, slots=True)
class Rolling:
    """What is carried from turn to turn: numbers and family names, no words, a constant size.

    `track` holds the last r, oldest first, and is empty before the first turn with feeling in it; `swing` is
    the way (-1, 0, 1) in which the last turn stood apart by `REACH`, `over` as in `Movement`; `weights` are sums
    of intensity times probability that decay, by family. `low` and `peak` are the lowest r and the highest since.
    """

    track: tuple[float, ...] = ()
    told: int = 0
    swing: int = 0
    over: int = 0
    weights: Mapping[Family, float] = field(default_factory=dict)
    about: Family | None = None
    stuck: int = 0
    low: float = 0.0
    peak: float = 0.0
    since_low: int = 0
    recovery: int | None = None
    relapse: bool = False


def follow(rolling: Rolling, reading: Reading) -> tuple[Rolling, Movement]:
    """One user turn further. The first turn with feeling in it sets the rolling value outright."""
    felt = not _quiet(reading)
    if not rolling.track and not felt:
        return rolling, Movement()
    before = rolling.track[-1] if rolling.track else float(signed_value(reading))
    apart = 0.0 if _hides(reading) else round(signed_value(reading) - before, 4)
    value = round(before + _step(rolling, apart, felt), 4)
    track = (*rolling.track, value)[-KEPT:]
    over = _row(rolling, value) if felt else 0
    size = round(track[-1] - track[-1 - min(over, 2)], 4)
    direction = _course(size)
    weights = _weighed(rolling.weights, reading) if felt else rolling.weights
    about = _foremost(weights, rolling.about)
    slope, trend = _slope(track)
    after = _way(rolling, value, before + apart, felt)
    after = replace(
        after,
        track=track,
        told=rolling.told + 1,
        swing=int(copysign(1, apart)) if felt and abs(apart) >= REACH else 0,
        over=over,
        weights=weights,
        about=about,
        stuck=rolling.stuck + int(felt) if direction == "steady" and value <= HEAVY else 0,
    )
    source = rolling.about if about != rolling.about else None
    return after, Movement(
        value=value,
        direction=direction,
        size=size,
        apart=apart if felt else 0.0,
        over=over,
        turn=signed_value(reading) if felt else 0,
        heavy_start=0 < over < len(track) and after.told <= KEPT and all(r <= HEAVY for r in track[:-over]),
        about=about,
        source=source,
        trend=trend,
        slope=slope,
        stuck=after.stuck,
        recovery=after.recovery,
        relapse=after.relapse,
        masked=reading.masking and value < 0 and not is_open(reading),
        cause=reading.cause if direction != "steady" or source else None,
        told=after.told,
    )


def is_open(reading: Reading) -> bool:
    """Whether the message itself is plainly negative, so that nothing is being kept behind it."""
    return reading.dominant in NEGATIVE and reading.intensity >= OPEN


def to_plain(rolling: Rolling) -> dict[str, object]:
    """The rolling state as JSON values, for a checkpoint."""
    return {**asdict(rolling), "track": list(rolling.track), "weights": dict(rolling.weights)}


def from_plain(plain: Mapping[str, object]) -> Rolling:
    """What `to_plain` gave; a field that is missing or of the wrong kind takes its resting value."""
    track, weights, about = plain.get("track"), plain.get("weights"), plain.get("about")
    values = [_number(value, -5.0, 5.0) for value in track] if isinstance(track, list) else []
    recovery = plain.get("recovery")
    return Rolling(
        track=tuple(values[-KEPT:]),
        told=int(_number(plain.get("told"), 0)),
        swing=int(_number(plain.get("swing"), -1, 1)),
        over=int(_number(plain.get("over"), 0, max(0, len(values[-KEPT:]) - 1))),
        weights={n: _number(weights.get(n), 0) for n in FAMILIES if n in weights} if isinstance(weights, dict) else {},
        about=next((family for family in FAMILIES if family == about), None),
        stuck=int(_number(plain.get("stuck"), 0)),
        low=_number(plain.get("low"), -5.0, 5.0),
        peak=_number(plain.get("peak"), -5.0, 5.0),
        since_low=int(_number(plain.get("since_low"), 0)),
        recovery=int(_number(recovery, 1)) if isinstance(recovery, int) else None,
        relapse=plain.get("relapse") is True,
    )


def _number(value: object, low: float, high: float = 1e9) -> float:
    """The number within its range, 0 where there is none."""
    known = isinstance(value, int | float) and isfinite(value)
    return max(low, min(high, float(value))) if known else 0.0  # type: ignore[arg-type]


def _hides(reading: Reading) -> bool:
    """A bright or blank face that is likely put on: it tells nothing, and lifts nothing."""
    put_on = reading.masking or "irony" in reading.told
    return put_on and reading.dominant not in NEGATIVE and reading.dominant != "confusion"


def _quiet(reading: Reading) -> bool:
    return reading.dominant == "neutral" or _hides(reading)


def _step(rolling: Rolling, apart: float, felt: bool) -> float:
    believed = max(-REACH, min(REACH, apart))
    if not felt:
        return QUIET_GAIN * believed
    return GAIN * (apart if apart * rolling.swing > 0 else believed)


def _row(rolling: Rolling, value: float) -> int:
    """The turns with feeling in a row in which r went the way it goes now, at most as many as are kept."""
    if not rolling.track or value == rolling.track[-1]:
        return 0
    if rolling.over and (value - rolling.track[-1]) * (rolling.track[-1] - rolling.track[-2]) > 0:
        return min(rolling.over + 1, KEPT - 1)
    return 1


def _course(size: float) -> Course:
    if abs(size) < MOVE:
        return "steady"
    return "improving" if size > 0 else "worsening"


def _weighed(weights: Mapping[Family, float], reading: Reading) -> dict[Family, float]:
    """w_t = DECAY * w_{t-1} + intensity * probability, for every family but neutral; 0..16.7 (5 / (1 - DECAY))."""
    fresh = {
        name: DECAY * weights.get(name, 0.0) + reading.intensity * float(reading.families.get(name, 0.0))
        for name in FAMILIES
        if name != "neutral"
    }
    return {name: round(weight, 3) for name, weight in fresh.items() if weight >= 0.01}


def _foremost(weights: Mapping[Family, float], about: Family | None) -> Family | None:
    if not weights:
        return about
    best = max(weights, key=lambda name: weights[name])
    if about is not None and weights[best] < MARGIN * weights.get(about, 0.0):
        return about
    return best


def _slope(track: tuple[float, ...]) -> tuple[float, Trend]:
    if len(track) < 2:
        return 0.0, "level"
    middle = (len(track) - 1) / 2
    spread = sum((i - middle) ** 2 for i in range(len(track)))
    slope = round(sum((i - middle) * value for i, value in enumerate(track)) / spread, 4)
    if abs(slope) * (len(track) - 1) < CLIMB:
        return slope, "level"
    return slope, "rising" if slope > 0 else "falling"


def _way(rolling: Rolling, value: float, turn: float, felt: bool) -> Rolling:
    """The way down and up: the low, the best since, and whether this turn recovers or relapses.

    A relapse is believed when r followed the turn down by `MOVE`. Neutral turns neither recover nor relapse.
    """
    low, peak = rolling.low, rolling.peak
    if not rolling.track:
        return replace(rolling, low=value, peak=value)
    eased = rolling.recovery is not None or peak - low >= EASED
    if felt and eased and value < 0 and peak - turn >= FALL and peak - value >= MOVE:
        return replace(rolling, low=value, peak=value, since_low=0, recovery=None, relapse=True)
    if value <= low:
        return replace(rolling, low=value, peak=value, since_low=0, recovery=None)
    since, recovery = rolling.since_low + 1, rolling.recovery
    if felt and recovery is None and low <= DEEP and value >= low * (1 - WAY_UP):
        recovery = since
    relapse = rolling.relapse and recovery is None and value - low < MOVE
    return replace(rolling, peak=max(peak, value), since_low=since, recovery=recovery, relapse=relapse)
