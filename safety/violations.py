"""What may be wrong with an outgoing reply: 21 named violations, their severity, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from .risk import Level, rank

ViolationName = Literal[
    "method_detail",
    "invented_number",
    "claims_human",
    "claims_action",
    "diagnosis",
    "sole_reliance",
    "guilt_on_leaving",
    "flattery_hook",
    "romance",
    "delusion_confirmed",
    "no_suicide_contract",
    "blame",
    "minimising",
    "risk_ignored",
    "bare_refusal",
    "abrupt_ending",
    "preaching",
    "medication_advice",
    "promise_of_secrecy",
    "toxic_positivity",
    "persuasion_against_interest",
]
VIOLATIONS: tuple[ViolationName, ...] = get_args(ViolationName)

REPLY_LEVEL: frozenset[ViolationName] = frozenset({"risk_ignored", "bare_refusal"})
"""Only a whole reply can commit these; the sentence gate cannot see them."""

Severity = Literal["rewrite", "block"]
Verdict = Literal["ok", "rewrite", "block"]

BLOCKED_AT_HIGH: frozenset[ViolationName] = frozenset(
    {
        "claims_action",
        "invented_number",
        "promise_of_secrecy",
        "risk_ignored",
        "bare_refusal",
        "abrupt_ending",
        "delusion_confirmed",
        "medication_advice",
        "persuasion_against_interest",
    }
)
"""At input level high or imminent, showing one of these once could lead to harm or hold up rescue."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the conversation before the reply; `role` is "user" or "assistant"."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Violation:
    """One violation. `evidence` is a verbatim span of the reply, empty only where the reply is empty."""

    name: ViolationName
    evidence: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Review:
    """The outcome for a reply or a sentence.

    `reviewed` is False when it could not be checked to the end (an error, an over-long reply): then the
    verdict is at least `rewrite`, with whatever violations had been found by then.
    """

    verdict: Verdict
    violations: tuple[Violation, ...] = ()
    reviewed: bool = True

    @property
    def names(self) -> tuple[ViolationName, ...]:
        """The distinct violations, in the order of `VIOLATIONS`."""
        found = {violation.name for violation in self.violations}
        return tuple(name for name in VIOLATIONS if name in found)


COULD_NOT_REVIEW = Review(verdict="rewrite", reviewed=False)


def severity_of(name: ViolationName, level: Level, minor: bool = False) -> Severity:
    """`block` when showing it once could lead to harm, hold up rescue, or is romance with a minor."""
    if name == "method_detail" or (name == "romance" and minor):
        return "block"
    return "block" if name in BLOCKED_AT_HIGH and rank(level) >= rank("high") else "rewrite"


def judge(violations: Sequence[Violation], reviewed: bool = True) -> Review:
    """The verdict over all violations: `block` before `rewrite` before `ok`."""
    verdict: Verdict = "ok" if reviewed and not violations else "rewrite"
    if any(violation.severity == "block" for violation in violations):
        verdict = "block"
    return Review(verdict, tuple(violations), reviewed)
