"""What is said when everything else has failed. Nothing here can raise."""

from __future__ import annotations

from importlib import resources

import yaml

from ..prompts.sentences import sentence_key, split_sentences

_LAST_OF_ALL = (
    "Something on my side has failed, and I don't want to leave you without an answer. "
    "If you are in danger, please call your local emergency number now, "
    "or find someone to talk to at findahelpline.com. "
    "Otherwise, write to me once more: what matters most right now?"
)


def last_words(said: frozenset[str], seed: int) -> str:
    """A safe, warm reply without a number, its sentences unsaid as far as any are left."""
    try:
        text = resources.files(__package__).joinpath("copy/last_words.yaml").read_text(encoding="utf-8")
        lines = [line for line in yaml.safe_load(text) if isinstance(line, str)]
        start = seed % len(lines)
        return min(lines[start:] + lines[:start], key=lambda line: _spent(line, said))
    except Exception:
        return _LAST_OF_ALL


def _spent(line: str, said: frozenset[str]) -> int:
    return sum(sentence_key(sentence) in said for sentence in split_sentences(line))
