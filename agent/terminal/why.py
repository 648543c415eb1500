"""How an answer came about, from the events of its turn, in words and one small table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

from ...strategies.catalogue import STRATEGIES
from ...strategies.planner import Candidate, Foreseen, Plan, PlanStep
from ..compose.cards import skills_in
from ..emotion.appraisal import SAID_AT, THEMES
from ..emotion.movement import is_open
from ..emotion.reading import Reading, Shift
from ..events import Completed, Drafted, Event, Fault, Perceived, Planned, Recalled, Reviewed, RiskFound
from ..unread import UNREAD
from . import words
from .course import movement_sentence
from .page import Page

E = TypeVar("E")

FELT = 0.05
"""Change of mood (valence, -1..1) from which a foreseen change is worth a word."""

STRAINED = 0.2
"""The same for the change of strain (distress, 1..5)."""


def show_why(events: Sequence[Event], page: Page) -> None:
    """Writes the account of one turn on the page; says so when there is none."""
    if not events:
        page.quiet(words.NO_WHY)
        return
    page.lines(line for part in (_heard(events), _risk(events), _recalled(events)) for line in part)
    planned = _last(events, Planned)
    if planned is not None:
        drafted = _last(events, Drafted)
        _show_plan(planned, skills_in(drafted.phrases if drafted else ()), page)
    page.lines(line for part in (_answered(events), _faults(events)) for line in part)


def _last(events: Sequence[Event], kind: type[E]) -> E | None:
    return next((event for event in reversed(events) if isinstance(event, kind)), None)


def _heard(events: Sequence[Event]) -> Iterator[str]:
    perceived = _last(events, Perceived)
    if perceived is None or perceived.reading.version == UNREAD.version:
        yield "Heard: I could not read the feeling in that one."
        return
    reading = perceived.reading
    also = f", with {' and '.join(words.family(name) for name in reading.secondary)}" if reading.secondary else ""
    yield f"Heard: {words.family(reading.dominant)}{also}, {reading.intensity} of 5 ({_chances(reading)})."
    if reading.words:
        yield f"Words that mattered: {', '.join(reading.words)}."
    yield from _meaning(reading)
    yield f"How it moved: {shift_sentence(perceived.shift)}"
    if perceived.shift.source is not None:
        yield f"On the whole: {movement_sentence(perceived.movement)}"


def _meaning(reading: Reading) -> Iterator[str]:
    """What it is about, what it may feel like, and the ways of telling that are likely enough."""
    if reading.cause:
        yield f'What it seems to be about: "{reading.cause}".'
    if reading.appraisal != "none" and reading.appraisal_chance >= SAID_AT:
        yield words.MAY_FEEL.format(theme=THEMES[reading.appraisal].line)
    told = [words.TOLD[mark] for mark in reading.told if not (mark == "masking" and is_open(reading))]
    if told:
        yield f"How you told it: {'; '.join(told)}."


def _chances(reading: Reading) -> str:
    top = sorted(reading.families.items(), key=lambda pair: -pair[1])[:3]
    return ", ".join(f"{words.family(name)} {chance:.0%}" for name, chance in top)


def shift_sentence(shift: Shift) -> str:
    """The movement of the emotion in one plain sentence."""
    if shift.source is None:
        return words.FIRST_SHIFT
    path = ""
    if shift.source != shift.target:
        path = f", from {words.family(shift.source)} to {words.family(shift.target)}"
    cause = f' It came with "{shift.cause}".' if shift.cause else ""
    return words.DIRECTION[shift.direction].format(path=path) + cause


def _risk(events: Sequence[Event]) -> Iterator[str]:
    found = _last(events, RiskFound)
    if found is None:
        return
    if not found.assessed:
        yield "Safety: I could not tell, so I was careful."
        return
    own = "" if found.message_level == found.level else f" (this message alone: {found.message_level})"
    kinds = f"; {', '.join(name.replace('_', ' ') for name in found.categories)}" if found.categories else ""
    yield f"Safety: {found.level}{own}{kinds}."
    if found.evidence:
        yield "Because of: " + ", ".join(f'"{span}"' for span in found.evidence) + "."
    if found.reason:
        yield f"Why this road ({found.route}): {found.reason}"


def _recalled(events: Sequence[Event]) -> Iterator[str]:
    recalled = _last(events, Recalled)
    if recalled is None:
        return
    if recalled.abstained or not recalled.texts:
        yield "Remembered: nothing that fits."
        return
    for text, score in zip(recalled.texts, recalled.scores, strict=False):
        yield f'Remembered ({score:.2f}): "{" ".join(text.split())}"'


def _show_plan(planned: Planned, said: Collection[str], page: Page) -> None:
    """First what was decided and why, in sentences; then the figures. `said` are the skills whose words were used."""
    plan = planned.plan
    page.lines([f"Plan: {', then '.join(step.strategy for step in plan.steps)}. {plan.reason}"])
    if plan.stage_why:
        page.lines([f"Where we are: {words.STAGES[plan.stage]}. {plan.stage_why}"])
    page.lines(_skill(step, step.skill in said) for step in plan.steps if step.skill)
    unplanned = [skill for skill in said if skill not in {step.skill for step in plan.steps}]
    page.lines(f"How, since you asked: {skill.replace('-', ' ')}." for skill in unplanned)
    first = next((c for c in plan.candidates if c.strategy == plan.steps[0].strategy), None)
    if first is not None and first.foreseen is not None:
        page.lines([_ahead(first, first.foreseen)])
    page.lines(_ruled_out(plan))
    barred = {veto.strategy for veto in plan.vetoes}
    rows = [
        (
            candidate.strategy + (" (ruled out)" if candidate.strategy in barred else ""),
            _figure(candidate.score),
            _figure(candidate.policy_term),
            _figure(candidate.lookahead_term),
        )
        for candidate in plan.candidates
    ]
    page.table(("strategy", "score", "habit", "ahead"), rows)
    page.lines([words.SCORES])
    if first is not None and first.terms:
        parts = ", ".join(f"{name} {value:+.2f}" for name, value in first.terms)
        page.lines([f"Ahead, for {first.strategy}: {parts}."])


def _ruled_out(plan: Plan) -> Iterator[str]:
    """Each strategy once, under its weightiest reason; where almost all are ruled out, those that are left."""
    named: set[str] = set()
    for reason in dict.fromkeys(veto.reason for veto in plan.vetoes):
        fresh = [veto.strategy for veto in plan.vetoes if veto.reason == reason and veto.strategy not in named]
        named |= set(fresh)
        kept = [strategy for strategy in STRATEGIES if strategy not in named]
        if len(fresh) > len(STRATEGIES) // 2:
            yield f"Only {words.listed(kept)}: {reason}"
        elif fresh:
            yield f"Ruled out, {words.listed(fresh)}: {reason}"


def _skill(step: PlanStep, said: bool) -> str:
    """The card, as what was said where its words were, else as no more than the way planned."""
    fits = f" ({'; '.join(step.skill_fits)})" if step.skill_fits else ""
    turn = f", step {step.skill_step + 1}" if step.skill_step is not None else ""
    return f"{'How' if said else 'Planned way'}: {step.skill.replace('-', ' ')}{turn}{fits}."


def _ahead(candidate: Candidate, foreseen: Foreseen) -> str:
    """What tends to come of it, said as weakly as it is known, mood and strain each by its own sign."""
    mood, strain = _way(foreseen.valence, FELT), _way(-foreseen.distress, STRAINED)
    moved = dict.fromkeys(way for way in (mood, strain) if way != "same")
    what = words.AHEAD[", ".join(moved) or "same"]
    told = words.LOOKING_AHEAD.format(what=what, mood=_zero(foreseen.valence, 2), strain=_zero(foreseen.distress, 1))
    return told + (f" Often next: {', then '.join(candidate.path[1:])}." if candidate.path[1:] else "")


def _way(easing: float, least: float) -> str:
    return "lighter" if easing >= least else "heavier" if easing <= -least else "same"


def _zero(value: float, places: int) -> float:
    """Rounded, and without a minus before a nought."""
    return round(value, places) + 0.0


def _figure(value: float) -> str:
    return f"{_zero(value, 2):.2f}"


def _answered(events: Sequence[Event]) -> Iterator[str]:
    completed, drafted, reviewed = _last(events, Completed), _last(events, Drafted), _last(events, Reviewed)
    if completed is not None:
        given = f"; help given: {', '.join(completed.resources)}" if completed.resources else ""
        kind = completed.kind.replace("_", " ")
        yield f"Answered: staying, while saying what I can't do or where help is ({kind}{given})."
    elif drafted is not None:
        yield f"Said: {', '.join(drafted.strategies)}{f', on try {drafted.attempt}' if drafted.attempt > 1 else ''}."
    if reviewed is not None:
        found = "; ".join(f'{name.replace("_", " ")}: "{evidence}"' for name, evidence in reviewed.violations)
        yield f"Checked before it was shown: {reviewed.verdict}{f' ({found})' if found else ''}."


def _faults(events: Sequence[Event]) -> Iterator[str]:
    for event in events:
        if isinstance(event, Fault):
            yield f"A part of me failed and something simpler stood in: {event.node}."
