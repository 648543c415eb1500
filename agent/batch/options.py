"""The parsers of the batch verbs and of what can be evaluated. Nothing but text, so that help stays cheap."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .fields import ANNOTATED, EVALUATED, EVALUATION, FIELDS

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

AddVerb = Callable[[Any, str, Callable[["Namespace"], int], str, str], "ArgumentParser"]
"""Adds a verb to a set of them: its name, what runs it, one line about it, and more."""

SKIPPED = (
    "Lines that cannot be used are reported as IN:LINE on stderr and skipped; that alone is no failure (exit code 0)."
)


def add_batches(verbs: Any, add: AddVerb, run: Callable[[Namespace], int]) -> None:
    """annotate, recall and review."""
    for name, brief in (
        ("annotate", "read emotion, shift, risk and strategy from conversations"),
        ("recall", "ask the memory about past sessions"),
        ("review", "check replies before they are shown"),
    ):
        verb = add(verbs, name, run, f"{brief} (JSONL)", f"{brief[0].upper()}{brief[1:]}. {FIELDS[name]} {SKIPPED}")
        verb.add_argument("source", metavar="IN", help="JSON lines (- for stdin)")
        verb.add_argument(
            "--out", required=True, metavar="OUT", help="JSON lines; an old file is replaced (- for stdout)"
        )
        verb.set_defaults(name=name)
        for title, fields in ANNOTATED.items() if name == "annotate" else ():
            verb.add_argument_group(title, fields)


def add_evaluations(whats: Any, add: AddVerb, run: Callable[[Namespace], int]) -> None:
    """What `evaluate` can measure."""
    for name, brief in (
        ("strategy", "how well strategies are predicted, beside baselines"),
        ("initiative", "who leads, and what comes of it"),
        ("risk", "how well danger is seen, and calm left alone"),
        ("review", "which bad replies are stopped, and which clean ones"),
        ("refusals", "how replies refuse, and whom"),
        ("companionship", "whether replies tie a person to the program"),
        ("replies", "whether replies do what was planned, and how they read"),
    ):
        verb = add(whats, name, run, brief, f"{brief[0].upper()}{brief[1:]}. {EVALUATED[name]} {SKIPPED}")
        verb.add_argument("source", metavar="FILE", help="JSON lines (- for stdin)")
        verb.add_argument("--json", metavar="OUT", help="write the report as a JSON line too (- for stdout)")
        verb.set_defaults(name=name)
        verb.add_argument_group("the JSON line", EVALUATION[name])
