"""The detector's word tables, read and compiled: spelling, cues, patterns of risk and of boundaries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

import yaml

from .plain import Spelling
from .risk import CATEGORIES, LEVELS, Boundary, Category, Level, Subject

DATA: Final = Path(__file__).parent / "data"
BOUNDARIES: Final[tuple[Boundary, ...]] = get_args(Boundary)
LIFTS: Final = ("past", "humour", "fiction", "reported")
"""The cues that lift a pattern unless it says otherwise."""

CUES: Final = (
    "past", "returned", "resolved", "third", "disguise", "humour", "earnest", "fiction",
    "real", "question", "helper", "minor", "reported", "negation", "calm_after", "hopeless", "further", "at_once",
    "worry", "others_act", "relapsed", "denied",
)  # fmt: skip
_MACRO = re.compile(r"<([a-z]+)>")
_OWN_NEGATION = re.compile(r"(?:dont|not|never|\bno\b|wont|cant|havent|isnt|didnt|doesnt|without|nothing|stopped)")


class PatternsUnreadable(RuntimeError):
    """A table of the detector is missing or broken; the message names it."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One wording of risk. `ladder` holds any of intent, plan, means, timeframe; `denying`: it says "not" itself."""

    expression: re.Pattern[str]
    categories: tuple[Category, ...]
    level: Level
    subject: Subject
    ladder: frozenset[str]
    lifted_by: frozenset[str]
    denying: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """All that the rules need; `cues` has one expression for each of `CUES`, `idioms` the harmless grave words."""

    spelling: Spelling
    cues: Mapping[str, re.Pattern[str]]
    patterns: tuple[Pattern, ...]
    boundaries: Mapping[Boundary, re.Pattern[str]]
    idioms: re.Pattern[str]


def load_tables(folder: Path = DATA) -> Tables:
    """Reads the four YAML tables of a folder. Raises PatternsUnreadable."""
    try:
        spelling = _read(folder / "risk_spelling.yaml")
        cues = _read(folder / "risk_cues.yaml")
        macros = _expanded(cues["macros"])
        boundaries = _read(folder / "risk_boundaries.yaml")
        return Tables(
            spelling=Spelling(tuple(spelling["masked"]), dict(spelling["slang"]), dict(spelling["joined"])),
            cues={name: _compile(cues["cues"][name], macros) for name in CUES},
            patterns=tuple(
                pattern for row in _read(folder / "risk_patterns.yaml") for pattern in _patterns(row, macros)
            ),
            boundaries={name: _compile(boundaries[name], macros) for name in BOUNDARIES},
            idioms=_compile(cues["idiom"], macros),
        )
    except (OSError, ValueError, KeyError, TypeError, re.error, yaml.YAMLError) as error:
        raise PatternsUnreadable(f"the risk patterns in {folder.name} cannot be read ({error!r})") from error


def _read(path: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  a safe loader, in C where it is built


def _patterns(row: dict[str, Any], macros: Mapping[str, str]) -> list[Pattern]:
    categories = (row["category"], *row.get("also", ()))
    if row["level"] not in LEVELS or not set(categories) <= set(CATEGORIES):
        raise ValueError(f"unknown level or category in {row['category']} {row['level']}")
    return [
        Pattern(
            expression=_compile([source], macros),
            categories=categories,
            level=row["level"],
            subject=row.get("subject", "self"),
            ladder=frozenset(row.get("flags", ())),
            lifted_by=frozenset(row.get("unless", LIFTS)),
            denying=_OWN_NEGATION.search(source) is not None,
        )
        for source in row["any"]
    ]


def _expanded(macros: dict[str, str]) -> dict[str, str]:
    done: dict[str, str] = {}
    for name, source in macros.items():
        done[name] = _MACRO.sub(lambda m: done[m.group(1)], source)
    return done


def _compile(sources: Sequence[str], macros: Mapping[str, str]) -> re.Pattern[str]:
    """Each source stands between blanks of the plain text; `^` and `$` mean its first and last word."""
    parts = []
    for source in sources:
        body = _MACRO.sub(lambda m: macros[m.group(1)], source).replace("$", " $")
        parts.append(f"^ (?:{body[2:]})" if body.startswith("^ ") else f" (?:{body})")
    return re.compile(f"(?:{'|'.join(parts)})(?= )")
