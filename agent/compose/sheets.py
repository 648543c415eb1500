"""Reading `prompts/replies/*.yaml` into the bank: sheets of groups, and situations that are met in several ways."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from ...strategies.catalogue import Strategy
from ..emotion.reading import FAMILIES, Family
from .bank import Bank, Group, Part, Phrase

FAMILY_GROUPS: dict[str, tuple[Family, ...]] = {
    "low": ("sadness", "grief", "loneliness"),
    "tense": ("anxiety", "fear", "confusion"),
    "hot": ("anger", "disgust"),
    "heavy": ("sadness", "anxiety", "anger", "shame_guilt", "loneliness", "grief", "fear", "disgust"),
    "bright": ("joy", "relief_hope", "gratitude"),
}
WAYS: dict[str, tuple[Strategy, Part]] = {
    "open": ("Reflection of feelings", "open"),
    "restate": ("Restatement or Paraphrasing", "core"),
    "reflect": ("Reflection of feelings", "core"),
    "ask": ("Question", "core"),
    "affirm": ("Affirmation and Reassurance", "core"),
    "inform": ("Information", "core"),
    "others": ("Self-disclosure", "core"),
    "suggest": ("Providing Suggestions", "core"),
}
"""What a situation may hold beside its signs: lines by the way they meet it."""
_SLOT = re.compile(r"\{(\w+)\}")


def load(folder: Path | None = None) -> Bank:
    """The bank under `folder`, or the one that ships. Raises `ValueError` for a file that is no phrase bank."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root = folder if folder is not None else files("holdspace.prompts").joinpath("replies")
    groups: list[Group] = []
    for path in sorted(root.iterdir(), key=lambda entry: entry.name):
        if not path.name.endswith(".yaml"):
            continue
        sheet = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  (a safe loader, in C)
        if not isinstance(sheet, dict) or not {"groups", "situations"}.intersection(sheet):
            raise ValueError(f"{path.name}: expected a strategy and a list of groups, or a list of situations")
        groups += [_group(entry, sheet["strategy"]) for entry in sheet.get("groups", ())]
        groups += [group for entry in sheet.get("situations", ()) for group in _situation(entry)]
    return Bank(tuple(groups))


def _situation(entry: dict[str, Any]) -> Iterator[Group]:
    """One group for each way in which the situation is met; all share its signs. Questions explore and comfort."""
    signs = {key: value for key, value in entry.items() if key not in WAYS and key != "id"}
    for way, (strategy, part) in WAYS.items():
        if way in entry:
            stages = {"ask": ("exploration", "comforting"), "suggest": ("comforting", "action")}.get(way, ())
            known = {"stages": stages, "about": entry["id"]}
            yield _group(known | signs | {"id": f"{entry['id']}-{way}", "part": part, "lines": entry[way]}, strategy)


def _group(entry: dict[str, Any], strategy: Strategy) -> Group:
    lines = (line.strip() for line in entry["lines"].splitlines())
    own = entry.get("strategy", strategy)
    phrases = tuple(_phrase(f"{entry['id']}.{at}", line, own) for at, line in enumerate(filter(None, lines), start=1))
    low, high = entry.get("intensity", (1, 5))
    since, until = entry.get("turns", (0, 1_000_000))
    return Group(
        id=entry["id"],
        strategy=own,
        part=entry.get("part", "core"),
        families=_families(entry.get("families", ())),
        stages=tuple(entry.get("stages", ())),
        intensity=(low, high),
        topics=tuple(entry.get("topics", ())),
        cues=tuple(entry.get("cues", ())),
        acts=tuple(entry.get("acts", ())),
        after=tuple(entry.get("after", ())),
        directions=tuple(entry.get("directions", ())),
        turns=(since, until),
        tone=entry.get("tone", "any"),
        mixed=entry.get("mixed", False),
        lately=entry.get("lately", False),
        phrases=phrases,
        about=entry.get("about", entry["id"]),
        examples=tuple(entry.get("like", ())),
    )


def _phrase(name: str, line: str, strategy: Strategy) -> Phrase:
    return Phrase(name, line, frozenset(_SLOT.findall(line)), "?" in line, strategy)


def _families(names: Collection[str]) -> tuple[Family, ...]:
    found: Iterable[str] = (member for name in names for member in FAMILY_GROUPS.get(name, (name,)))
    known = tuple(dict.fromkeys(found))
    unknown = set(known) - set(FAMILIES)
    if unknown:
        raise ValueError(f"unknown families: {', '.join(sorted(unknown))}")
    return cast("tuple[Family, ...]", known)
