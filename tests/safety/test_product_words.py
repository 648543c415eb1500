"""Whatever the product itself can say passes its own review and holds no number that could be dialled."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import holdspace
from holdspace.agent.compose.bank import Phrase
from holdspace.safety.phrases import PhraseBook
from holdspace.safety.resources import ResourceTable, dialled
from holdspace.safety.review import Reviewer

ROOT = Path(holdspace.__file__).parent
FILLED = {
    "told": "you can't sleep", "You": "You can't sleep", "you": "you can't sleep", "person": "Dana", "person_": "Dana",
    "where": "In the UK", "line": "Samaritans on 116 123, at any hour", "number": "999", "words": "i can't sleep",
}  # fmt: skip


def filled(line: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda slot: FILLED.get(slot[1], "the house"), line)


def completions() -> Iterator[tuple[str, str]]:
    for address, pool in PhraseBook.load().phrases.items():
        yield from ((address, wording) for phrase in pool for wording in phrase)


def support() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "prompts" / "replies").glob("*.yaml")):
        for groups in yaml.safe_load(path.read_text(encoding="utf-8")).values():
            pools = [pool for group in groups if isinstance(group, dict) for pool in group.values()]
            lines = [line for pool in pools if isinstance(pool, str) and "\n" in pool for line in pool.splitlines()]
            phrases = [Phrase("", line.strip(), frozenset(), False) for line in lines if line.strip()]
            yield from ((path.name, form) for phrase in phrases for form in phrase.forms)
    for path in sorted((ROOT / "strategies" / "skills").glob("*.yaml")):
        for card in yaml.safe_load(path.read_text(encoding="utf-8"))["cards"]:
            yield from ((path.name, line) for line in str(card["wording"]).splitlines())


def last() -> Iterator[tuple[str, str]]:
    for line in yaml.safe_load((ROOT / "safety" / "copy" / "last_words.yaml").read_text(encoding="utf-8")):
        yield "last_words", line


def test_there_is_much_to_say() -> None:
    assert len(list(completions())) > 3000
    assert len(list(support())) > 1000


@pytest.mark.slow
def test_the_review_passes_every_sentence_of_ours() -> None:
    reviewer = Reviewer.load()
    found = [
        (place, violation.name, violation.evidence)
        for place, line in (*completions(), *support(), *last())
        for violation in reviewer.review_sentence(filled(line), (), "elevated", "GB").violations
    ]
    assert found == []


def test_no_copy_prompt_or_card_holds_a_number() -> None:
    written = [*completions(), *support(), *last()]
    written += [(path.name, path.read_text(encoding="utf-8")) for path in sorted((ROOT / "prompts").glob("*.md"))]
    assert [(place, dialled(line)) for place, line in written if dialled(line)] == []


def test_no_source_line_of_this_room_types_a_number_to_dial() -> None:
    known = {number for number in ResourceTable.load().all_numbers() if len(number) >= 6}
    for path in sorted((ROOT / "safety").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = [
            node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        ]
        typed = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
        said = [text for text in typed if text not in told]
        assert not known & {number for text in said for number in dialled(text, at_least=6)}, path.name
