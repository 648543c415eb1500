"""Reading skill sheets: one YAML file a strategy, every fault of every card named at once."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..catalogue import STRATEGIES, strategy_named
from .card import SkillCard

_WORDS = {"extra_forbidden": "there is no such field", "missing": "is missing"}


class SkillsUnreadable(ValueError):
    """The skill cards cannot be used; for whoever wrote them. `faults` hold one line each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read_sheets(folder: Path | Traversable) -> tuple[SkillCard, ...]:
    """All cards of all `*.yaml` files, by file name and order. Raises SkillsUnreadable."""
    cards: list[SkillCard] = []
    faults: list[str] = []
    try:
        names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    except OSError as error:
        raise SkillsUnreadable((f"{folder}: cannot be read ({error.strerror or error})",)) from error
    for name in names:
        try:
            sheet = _parsed(folder.joinpath(name))
        except _Unusable as error:
            faults.append(f"{name}: {error}")
            continue
        for at, entry in enumerate(sheet["cards"], start=1):
            card = _card(entry, sheet["strategy"], f"{name}, {_title(entry, at)}", faults)
            if card is not None:
                cards.append(card)
    faults += _twice(cards)
    if faults:
        raise SkillsUnreadable(tuple(faults))
    return tuple(cards)


class _Unusable(ValueError):
    pass


def _parsed(file: Path | Traversable) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        sheet = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  (a safe loader, in C)
    except OSError as error:
        raise _Unusable(f"cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise _Unusable("is not UTF-8 text") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise _Unusable(f"{where}is not YAML ({getattr(error, 'problem', None) or 'unreadable'})") from error
    if not isinstance(sheet, dict) or set(sheet) != {"strategy", "cards"} or not isinstance(sheet["cards"], list):
        raise _Unusable("expected exactly a strategy and a list of cards")
    if not isinstance(sheet["strategy"], str) or strategy_named(sheet["strategy"]) is None:
        raise _Unusable(f"strategy: {sheet['strategy']!r} is none of {', '.join(STRATEGIES)}")
    return sheet


def _title(entry: object, at: int) -> str:
    return f"card '{entry['id']}'" if isinstance(entry, dict) and entry.get("id") else f"card {at}"


def _card(entry: object, strategy: str, where: str, faults: list[str]) -> SkillCard | None:
    if not isinstance(entry, dict):
        faults.append(f"{where}: expected fields, not {type(entry).__name__}")
        return None
    if "strategy" in entry:
        faults.append(f"{where}, strategy: stands at the head of the file, for all its cards")
        return None
    try:
        return SkillCard.model_validate({**entry, "strategy": strategy})
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_context=False):
            field = ".".join(str(part) for part in fault["loc"]) or "card"
            said = _WORDS.get(fault["type"], fault["msg"].removeprefix("Value error, "))
            faults.append(f"{where}, {field}: {said}")
        return None


def _twice(cards: list[SkillCard]) -> Iterator[str]:
    seen: set[str] = set()
    for card in cards:
        if card.id in seen:
            yield f"card '{card.id}': the id is used twice"
        seen.add(card.id)
