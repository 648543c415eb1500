"""The reviewed words of this room: loaded from `copy/`, varied, and never said twice.

A phrase is one or two sentences. `{a|b}` in it stands for a choice, `{name}` for a value, in a choice too. Every
choice was read aloud in the file where it stands; nothing here writes a sentence of its own
except the joining of two reviewed ones when all have been said.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import yaml

from ..prompts.sentences import sentence_key, split_sentences

LAST_WORDS = "last_words.yaml"
_CHOICE = re.compile(r"\{((?:[^{}]|\{\w+\})*\|(?:[^{}]|\{\w+\})*)\}")
_VALUE = re.compile(r"\{(\w+)\}")
Phrase = tuple[str, ...]
"""All wordings of one phrase."""


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """Phrases by address: "suicide.stay.high" is the kind, the element and, where it matters, the case."""

    phrases: Mapping[str, tuple[Phrase, ...]]

    @classmethod
    def load(cls, folder: Path | None = None) -> PhraseBook:
        """Every YAML file of the folder, or the packaged `copy/`. Raises `ValueError` on a malformed file."""
        return (
            _packaged()
            if folder is None
            else cls(_read([p for p in sorted(folder.glob("*.yaml")) if p.name != LAST_WORDS]))
        )

    def chain(self, addresses: Iterable[str]) -> Iterator[tuple[Phrase, ...]]:
        """The pools that exist, in the order asked for."""
        for address in addresses:
            if pool := self.phrases.get(address):
                yield pool


@dataclass(frozen=True, slots=True)
class Saying:
    """What one choice of words may use: the values at hand and the sentences already spent."""

    values: Mapping[str, str]
    said: frozenset[str]
    seed: int
    turn: int = 0

    def first_fitting(self, pools: Iterable[tuple[Phrase, ...]], most_words: int) -> str | None:
        """An unsaid wording from the first pool that has one.

        The pool is walked from another phrase each turn, and a phrase with no wording spent goes
        before one that has been used. None where even two joined wordings are spent.
        """
        kept: list[str] = []
        for pool in pools:
            if found := self._from(pool, most_words):
                return found
            kept += [wording for phrase in pool for wording in self._fillable(phrase)]
        return self._joined(kept, most_words)

    def _from(self, pool: tuple[Phrase, ...], most_words: int) -> str | None:
        dice = random.Random(self.seed)
        start = (dice.randrange(len(pool)) + self.turn) % len(pool)
        second: list[str] = []
        for phrase in pool[start:] + pool[:start]:
            wordings = list(self._fillable(phrase))
            left = [w for w in wordings if not spent(w, self.said)]
            short = [w for w in left if len(w.split()) <= most_words]
            if short and len(left) == len(wordings):
                return random.Random(f"{self.seed}:{self.turn}").choice(short)
            second = second or short
        return random.Random(f"{self.seed}:{self.turn}").choice(second) if second else None

    def _fillable(self, phrase: Phrase) -> Iterator[str]:
        for wording in phrase:
            if all(self.values.get(name) for name in _VALUE.findall(wording)):
                yield _VALUE.sub(lambda match: self.values[match[1]], wording)

    def _joined(self, wordings: Sequence[str], most_words: int) -> str | None:
        """Two single sentences as one, for a conversation that has used up every wording."""
        single = sorted({w for w in wordings if len(split_sentences(w)) == 1}, key=len)
        pairs = itertools.permutations(single, 2)
        joined = (f"{a[:-1]}; {_lowered(b)}" for a, b in pairs if a.endswith(".") or b.endswith("?"))
        return next((w for w in joined if not spent(w, self.said) and len(w.split()) <= most_words), None)


def spent(wording: str, said: frozenset[str]) -> bool:
    """Whether any sentence of the wording has been said."""
    return any(sentence_key(sentence) in said for sentence in split_sentences(wording))


def wordings(phrase: str) -> Phrase:
    """Every reading of a phrase with choices: "{Go|Stay} here" has two."""
    parts = _CHOICE.split(phrase)
    options = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    return tuple("".join(choice) for choice in itertools.product(*options))


def _lowered(sentence: str) -> str:
    return (
        sentence if re.match(r"I\b|I'", sentence) or not sentence[1:2].islower() else sentence[0].lower() + sentence[1:]
    )


@cache
def _packaged() -> PhraseBook:
    folder = resources.files(__package__).joinpath("copy")
    texts = [
        p.read_text(encoding="utf-8") for p in folder.iterdir() if p.name.endswith(".yaml") and p.name != LAST_WORDS
    ]
    return PhraseBook(_parse(texts))


def _read(paths: Sequence[Path]) -> dict[str, tuple[Phrase, ...]]:
    return _parse([path.read_text(encoding="utf-8") for path in paths])


def _parse(texts: Iterable[str]) -> dict[str, tuple[Phrase, ...]]:
    book: dict[str, tuple[Phrase, ...]] = {}
    for text in texts:
        for address, pool in _flat(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))):  # noqa: S506
            if address in book:
                raise ValueError(f"{address} stands in two files")
            book[address] = tuple(wordings(phrase) for phrase in pool)
    return book


def _flat(node: object, address: str = "") -> Iterator[tuple[str, list[str]]]:
    if isinstance(node, list) and all(isinstance(phrase, str) for phrase in node):
        yield address, node
    elif isinstance(node, dict):
        for name, below in node.items():
            yield from _flat(below, f"{address}.{name}" if address else str(name))
    else:
        raise ValueError(f"{address or 'the file'}: neither phrases nor a mapping")
