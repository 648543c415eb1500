"""Talks with simulated seekers: python -m holdspace.agent.batch.talks DATA OUT [--seed N] [--talks N] [--turns N].

What the offline voice says to people it was not written for, as a file that `holdspace evaluate replies` reads. A talk
begins with what a seeker of ESConv's validation set first told (more than six words of it), and goes on with what
seekers of its training set wrote about the same kind of problem at that point of their talk, or, about one time in
five, with a word or two ("no", "i guess so"). The simulated seeker therefore does not hear the replies: a talk of five
turns tries five readings and five choices of words, and is no conversation to be judged as a whole. OUT.human holds
what the human supporters of the same dialogues said in as many turns.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...strategies.corpus import TalkRecord, TurnRecord
from ...strategies.initiative import Speaker
from ..runtime import Reply, SupportAgent
from ..settings import Settings
from .gauges import ROLES

A_WORD_OR_TWO = (
    "yes", "no", "i don't know", "ok", "not really", "i guess so", "maybe", "thank you", "what do you mean?",
    "i never thought of that",
)  # fmt: skip
SHORT = 0.22
"""Chance of a word or two in place of a message."""
TOLD = 6
"""Words an opening must have more of."""
STAGE = 4
"""Seeker utterances that make one part of a talk; the fourth part lasts to its end."""


class ProblemRecord(TalkRecord):
    """A dialogue with what it is about; `situation` stands in for an opening that is never told."""

    problem_type: str
    situation: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one speaker said before the other spoke again; the strategy is the last one named."""

    speaker: Speaker
    text: str
    strategy: str | None


def read(file: Path) -> list[ProblemRecord]:
    """The dialogues of an ESConv file. Raises OSError, or ValueError for a line that is none."""
    with file.open(encoding="utf-8") as lines:
        return [ProblemRecord.model_validate_json(line) for line in lines]


def spoken(turns: Sequence[TurnRecord]) -> list[Spoken]:
    """Utterances of one speaker in a row put together."""
    said: list[Spoken] = []
    for turn in turns:
        one = Spoken(turn.speaker, turn.content, turn.strategy)
        if said and said[-1].speaker == one.speaker:
            before = said.pop()
            one = Spoken(one.speaker, f"{before.text} {one.text}", one.strategy or before.strategy)
        said.append(one)
    return said


def answers_of(dialogues: Sequence[ProblemRecord]) -> Mapping[tuple[str, int], list[str]]:
    """By problem and part of the talk (0..3): what seekers wrote after their first two utterances."""
    pool: dict[tuple[str, int], list[str]] = defaultdict(list)
    for dialogue in dialogues:
        told = [turn.content for turn in dialogue.turns if turn.speaker == "seeker"]
        for at, text in enumerate(told[2:], start=2):
            pool[dialogue.problem_type, min(3, at // STAGE)].append(text)
    return pool


def messages(
    dialogue: ProblemRecord, pool: Mapping[tuple[str, int], list[str]], turns: int, chance: random.Random
) -> list[str]:
    """The opening and the messages after it."""
    told = (one.text for one in spoken(dialogue.turns) if one.speaker == "seeker" and len(one.text.split()) > TOLD)
    said = [next(told, dialogue.situation)]
    for at in range(turns - 1):
        known = pool.get((dialogue.problem_type, min(3, at)), ())
        said.append(chance.choice(known if known and chance.random() >= SHORT else A_WORD_OR_TWO))
    return said


def humans(dialogue: ProblemRecord, turns: int) -> list[dict[str, object]]:
    """The human talk from the seeker's first words on, `turns` replies of it; nothing where no seeker speaks."""
    said = spoken(dialogue.turns)
    first = next((at for at, one in enumerate(said) if one.speaker == "seeker"), len(said))
    return [
        {"role": ROLES[one.speaker], "content": one.text, "strategy": one.strategy}
        for one in said[first : first + 2 * turns]
    ]


def talked(agent: SupportAgent, texts: Sequence[str], person: str) -> Iterator[dict[str, object]]:
    """Messages and replies; a reply carries its first strategy, its phrases and its route."""
    for text in texts:
        reply = agent.reply(text, user_id=person)
        yield {"role": "user", "content": text}
        yield {
            "role": "assistant",
            "content": reply.text,
            "strategy": reply.strategies[0] if reply.strategies else None,
            "route": reply.route,
            "phrases": phrases_of(reply),
        }


def phrases_of(reply: Reply) -> tuple[str, ...]:
    """The bank's names of the lines in the draft that was said."""
    return next((event.phrases for event in reversed(reply.events) if event.type == "drafted"), ())


def _count(given: str) -> int:
    if not given.isdecimal() or int(given) < 1:
        raise argparse.ArgumentTypeError(f"{given} is no count; give 1 or more")
    return int(given)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m holdspace.agent.batch.talks", description=__doc__)
    parser.add_argument("data", metavar="DATA", type=Path, help="folder of the data sets, with esconv/ in it")
    parser.add_argument("out", metavar="OUT", type=Path, help="JSON lines, one talk each; OUT.human is written beside")
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="which dialogues and which answers (7)")
    parser.add_argument("--talks", type=_count, default=40, metavar="N", help="how many (40)")
    parser.add_argument("--turns", type=_count, default=5, metavar="N", help="replies in each (5)")
    asked = parser.parse_args()
    try:
        valid, train = (read(asked.data / "esconv" / f"esconv_{part}.jsonl") for part in ("valid", "train"))
    except (OSError, ValueError) as error:
        sys.exit(f"talks: DATA must hold esconv/esconv_valid.jsonl and esconv_train.jsonl as ESConv has them: {error}")
    chance = random.Random(asked.seed)
    picked = chance.sample(valid, min(asked.talks, len(valid)))
    try:
        _write(asked, picked, answers_of(train), chance)
    except OSError as error:
        sys.exit(f"talks: OUT cannot be written: {error}")


def _write(
    asked: argparse.Namespace,
    picked: Sequence[ProblemRecord],
    pool: Mapping[tuple[str, int], list[str]],
    chance: random.Random,
) -> None:
    """Both files, a dialogue at a time. Raises OSError where one of them cannot be written."""
    beside = asked.out.with_name(f"{asked.out.name}.human")
    with (
        SupportAgent(Settings(seed=asked.seed)) as agent,
        asked.out.open("w", encoding="utf-8") as ours,
        beside.open("w", encoding="utf-8") as theirs,
    ):
        for at, dialogue in enumerate(picked):
            texts = messages(dialogue, pool, asked.turns, chance)
            turns = list(talked(agent, texts, f"seeker {at}"))
            ours.write(json.dumps({"id": dialogue.id, "turns": turns}) + "\n")
            theirs.write(json.dumps({"id": dialogue.id, "turns": humans(dialogue, asked.turns)}) + "\n")


if __name__ == "__main__":
    main()
