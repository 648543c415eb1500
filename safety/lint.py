"""What every completion must hold to before it is shown, proved on its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ..prompts.sentences import sentence_key
from .completion_reply import Completion, word_limit
from .own_words import OwnWords
from .resources import ResourceTable, dialled, digits

Code = Literal[
    "missing_element",
    "not_in_their_words",
    "boundary_first",
    "bare_refusal",
    "too_long",
    "banned_phrase",
    "foreign_number",
    "question_count",
    "question_not_last",
    "claims_action",
    "claims_human",
    "promise_or_contract",
    "no_emergency_lead",
    "repeated_sentence",
    "unfilled",
]

BANNED = (
    "i'm sorry to hear",
    "i am sorry to hear",
    "i understand how you feel",
    "that must be really hard",
    "it's okay to feel that way",
    "you're not alone",
    "you are not alone",
    "i'm here for you",
    "i am here for you",
    "i'm sorry, but",
    "mental health professional",
    "seek professional help",
    "reach out to a professional",
    "at least",
    "you're so strong",
    "everything happens for a reason",
    "stay strong",
    "as an ai language model",
)
"""Stock phrases of VOICE: none of them may stand anywhere in a completion."""

_REFUSING = re.compile(
    r"\b(?:i can't|i cannot|i won't|i don't (?:do|give|play|change|take)|where i stop|leave (?:out|alone))\b",
    re.IGNORECASE,
)
_ACTING = re.compile(
    r"\b(?:i(?:'ve| have|'m| am| will|'ll)?\s+(?:just\s+|already\s+)?(?:called|calling|call|rung|ring|contacted|"
    r"contacting|alerted|alerting|notified|notifying|informed|sent|sending|dispatched)\b|help is on (?:the|its) way|"
    r"they are on their way|(?:someone|police|an ambulance) (?:is|are) coming)",
    re.IGNORECASE,
)
_HUMAN = re.compile(
    r"\b(?:i'm (?:a )?(?:human|person|real)|i love you|as a (?:human|person|friend)|i remember when|when i was)\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\b(?:i promise|promise me|swear to me|give me your word|i swear|you owe it|"
    r"think of your (?:family|mother|children))\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a completion; `detail` says where."""

    code: Code
    detail: str


def lint(
    completion: Completion, table: ResourceTable | None = None, heard: OwnWords | None = None
) -> tuple[Finding, ...]:
    """All that is wrong; () for a reply that may be shown.

    Numbers must belong to the rows the completion lists and these to the person's country or the
    finder; with a table they must also stand in it. The person's own quoted words are not held
    against us where we are judged by what we claim. With `heard`, what of the message may be given back, the
    acknowledgment must give back some of it.
    """
    echoed = _echo(completion, heard) if heard is not None else []
    return (*_elements(completion), *echoed, *_wording(completion), *_numbers(completion, table), *_closing(completion))


def _echo(completion: Completion, heard: OwnWords) -> list[Finding]:
    offered = [words for words in (heard.quote, heard.told) if words]
    if not offered or any(words.casefold() in completion.acknowledgment.casefold() for words in offered):
        return []
    return [Finding("not_in_their_words", completion.acknowledgment)]


def _elements(completion: Completion) -> list[Finding]:
    found = [
        Finding("missing_element", name)
        for name in ("acknowledgment", "boundary", "transition", "redirection", "question")
        if not getattr(completion, name).strip()
    ]
    if _REFUSING.search(_QUOTED.sub("", completion.acknowledgment)):
        found.append(Finding("boundary_first", completion.acknowledgment))
    limit, whole = len(completion.boundary.split()), len(completion.text.split())
    if whole < 2 * limit or re.search(r"\bi (?:can't|won't) (?:help|do)\b", completion.transition, re.IGNORECASE):
        found.append(Finding("bare_refusal", completion.boundary))
    if completion.level == "imminent" and "emergency" not in completion.lead and not dialled(completion.lead):
        found.append(Finding("no_emergency_lead", completion.lead))
    return found


def _wording(completion: Completion) -> list[Finding]:
    text = completion.text
    ours = _QUOTED.sub('""', text).replace("’", "'")
    found: list[Finding] = []
    if (count := len(text.split())) > word_limit(completion.level):
        found.append(Finding("too_long", f"{count} words at {completion.level}"))
    found += [Finding("banned_phrase", phrase) for phrase in BANNED if re.search(rf"\b{phrase}\b", ours.casefold())]
    patterns: tuple[tuple[Code, re.Pattern[str]], ...] = (
        ("claims_action", _ACTING),
        ("claims_human", _HUMAN),
        ("promise_or_contract", _PROMISE),
        ("unfilled", re.compile(r"[{}|]|\s{2}|\s[.,;:?]|[.,;:]{2}")),
    )
    found += [Finding(code, match.group()) for code, pattern in patterns if (match := pattern.search(ours))]
    keys = [sentence_key(sentence) for sentence in completion.sentences]
    found += [Finding("repeated_sentence", key) for key in {k for k in keys if keys.count(k) > 1}]
    return found


def _numbers(completion: Completion, table: ResourceTable | None) -> list[Finding]:
    shown = {digits(row.dial) for row in completion.resources if row.country in (completion.country, "INT")}
    if table is not None:
        shown &= table.numbers(completion.country)
    named = {digits(row.name) for row in completion.resources}
    ours = _QUOTED.sub('""', completion.text)
    return [Finding("foreign_number", number) for number in dialled(ours) if number not in shown | named]


def _closing(completion: Completion) -> list[Finding]:
    found: list[Finding] = []
    asked = _QUOTED.sub('""', completion.text).count("?")
    fewest = 0 if completion.level == "imminent" else 1
    if not fewest <= asked <= 1:
        found.append(Finding("question_count", str(asked)))
    if asked and not completion.question.endswith("?"):
        found.append(Finding("question_not_last", completion.question))
    return found
