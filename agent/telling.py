"""What a model is told for one reply: the plan as its instruction, and everything anybody said fenced as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..memory.summarise import summarise
from ..memory.turns import Turn
from ..prompts.catalog import render
from ..prompts.port import ChatMessage
from ..safety.risk import Level, rank
from ..strategies.catalogue import CATALOGUE, Stage
from ..strategies.deliberate.fence import fenced
from ..strategies.plan import PlanStep
from ..strategies.skills.card import SLOT
from ..strategies.skills.library import open_library
from .gate import Length

DANGER_MARK = "[danger]"
"""What a model answers instead of a reply where it sees a danger that risk control did not."""

SUMMARY_SENTENCES = 5
"""So many of the person's own sentences stand for everything that is too long ago to be told whole."""

BYTES_A_TOKEN = 3
"""English has about four; three leaves room for other tokenizers and for what a chat template adds."""

_KNOWN = (
    "Somebody may be in danger, and that was met in the talk: stay near it in words, make nothing small, and put "
    "safety before everything else."
)
_CALM = "Nothing in the talk was read as danger."
_WATCH = (
    f"If their last message shows a danger to somebody's life or body, answer with {DANGER_MARK} and nothing else: the "
    "program has words of its own for that."
)
_WATCHED = "The program has words of its own for help lines and emergencies; leave them to it."


@dataclass(frozen=True, slots=True)
class Telling:
    """One reply to be written by a model. `feeling` and `moved` are short words of ours about the message."""

    text: str
    steps: tuple[PlanStep, ...]
    stage: Stage
    feeling: str
    moved: str
    cause: str
    """A verbatim span of `text`, or empty."""
    level: Level
    memories: tuple[str, ...]
    past: Sequence[Turn]
    """What was said in this conversation before, oldest first."""
    length: Length
    notes: tuple[tuple[str, str], ...] = ()
    """What else was read, as (name, words); may hold a model's words."""


def tokens_of(text: str) -> int:
    """An upper estimate of the tokens of an English text."""
    return len(text.encode("utf-8", "replace")) // BYTES_A_TOKEN + 4


def messages_for(telling: Telling, budget: int) -> list[ChatMessage]:
    """Instruction and data, together at most `budget` tokens by `tokens_of` where the message itself allows it.

    Recent turns are told whole, the newest first to find room; the person's part of what is older is summed up in
    some of its own sentences.
    """
    system = render(
        "reply",
        steps="\n".join(f"{n}. {_step(step)}" for n, step in enumerate(telling.steps, start=1)),
        stage=telling.stage,
        danger=_KNOWN if rank(telling.level) >= rank("elevated") else _CALM,
        length=f"At most {telling.length.sentences} sentences and about {telling.length.words} words.",
        watch=_WATCH if rank(telling.level) < rank("elevated") else _WATCHED,
    )
    read = fenced(
        "read in their last message",
        [
            ("feeling", telling.feeling),
            ("movement", telling.moved),
            ("about", telling.cause or "not clear"),
            *telling.notes,
        ],
    )
    last = fenced("their last message", [("person", telling.text)])
    before = [read]
    if telling.memories:
        before.append(fenced("remembered from other talks", [("person", memory) for memory in telling.memories]))
    left = budget - tokens_of(system) - tokens_of(render("told", data="\n\n".join([*before, last])))
    return [
        ChatMessage("system", system),
        ChatMessage("user", render("told", data="\n\n".join([*before, *_talk(telling.past, left), last]))),
    ]


def again(messages: Sequence[ChatMessage], shown: Sequence[str], failed: str, fault: str) -> list[ChatMessage]:
    """The same, asked once more after what may not be shown."""
    asked = render("reply_again", shown=" ".join(shown) or "nothing yet", failed=failed, fault=fault)
    return [*messages, ChatMessage("assistant", " ".join((*shown, failed))), ChatMessage("user", asked)]


def _step(step: PlanStep) -> str:
    """The strategy, what it means, and the way of its skill card."""
    meaning = CATALOGUE[step.strategy].meaning
    card = open_library().named(step.skill) if step.skill else None
    if card is None:
        return f"{step.strategy}. {meaning} Here: {step.intent}."
    if step.skill_step is None:
        return f"{step.strategy}. {meaning} How: {card.instruction}"
    line = next(line for line in card.steps[step.skill_step].say if SLOT not in line)
    return f'{step.strategy}. {card.instruction} Take only this step now, in your own words: "{line}"'


def _talk(past: Sequence[Turn], left: int) -> list[str]:
    """Blocks for what was said before: recent turns whole as far as there is room, older ones summed up."""
    told: list[Turn] = []
    spare = left - tokens_of(" " * 400) if past else 0
    for turn in reversed(past):
        spare -= tokens_of(turn.content[:2000])
        if spare < 0:
            break
        told.insert(0, turn)
    older = past[: len(past) - len(told)]
    summed = summarise(older, SUMMARY_SENTENCES).sentences if older else ()
    blocks: list[str] = []
    if summed:
        blocks.append(fenced("said earlier in this talk, summed up", [("person", line[:200]) for line in summed]))
    names = {"user": "person", "assistant": "program"}
    if told:
        blocks.append(fenced("the talk so far", [(names[turn.role], turn.content) for turn in told]))
    return blocks
