"""The expressions behind the measures over a transcript, read from `data/measure_signs.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from .reply_text import read_sentence, sentences_of
from .review_rules import PatternsUnreadable

SIGNS = Path(__file__).parent / "data" / "measure_signs.yaml"


@dataclass(frozen=True, slots=True)
class MeasureSigns:
    """By name: what a sentence of a reply must match to show it."""

    expressions: Mapping[str, re.Pattern[str]]

    @classmethod
    def load(cls, path: Path = SIGNS) -> MeasureSigns:
        """Reads and compiles the file. Raises PatternsUnreadable."""
        try:
            plain = yaml.safe_load(path.read_text(encoding="utf-8"))
            classes: dict[str, str] = plain["classes"]
            found = {name: _compiled(lines, classes) for name, lines in plain["signs"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, re.error, yaml.YAMLError) as error:
            raise PatternsUnreadable(f"the signs of the measures {path.name} cannot be read ({error})") from error
        return cls(found)

    def shown(self, reply: str) -> frozenset[str]:
        """The names whose sign stands in a sentence of the reply; what it quotes does not count."""
        folded = [read_sentence(text).folded for text in sentences_of(reply)]
        return frozenset(name for name, sign in self.expressions.items() if any(map(sign.search, folded)))


def _compiled(lines: str, classes: Mapping[str, str]) -> re.Pattern[str]:
    wanted = [line.strip() for line in lines.splitlines() if line.strip()]
    return re.compile("|".join(re.sub(r"<(\w+)>", lambda m: classes[m[1]], line) for line in wanted))
