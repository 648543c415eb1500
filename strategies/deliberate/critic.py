"""The critic: whether an imagined exchange left the person better off, in one of four sentences.

Scale and threshold are PPDPP's (Deng et al., ICLR 2024): -1, -.5, +.5, +1, averaged over several samples,
success above .5. The sentences and their turning round are ours.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal, get_args

from ...prompts.port import ChatModel
from ...prompts.sentences import sentence_key
from .asking import Asker, Failed, Halted, prompt

Verdict = Literal["worse", "same", "better", "eased"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
WORTH: dict[Verdict, float] = {"worse": -1.0, "same": -0.5, "better": 0.5, "eased": 1.0}
SENTENCES: dict[Verdict, str] = {
    "worse": "The person feels worse than before.",
    "same": "The person feels much the same as before.",
    "better": "The person feels better than before.",
    "eased": "What weighed on the person has eased for now.",
}
SUCCESS = 0.5
_KEYS: dict[str, Verdict] = {sentence_key(SENTENCES[v]): v for v in VERDICTS}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the samples said; at least one."""

    verdicts: tuple[Verdict, ...]

    @property
    def value(self) -> float:
        """Their mean worth, -1..1."""
        return sum(WORTH[verdict] for verdict in self.verdicts) / len(self.verdicts)

    @property
    def success(self) -> bool:
        """Whether the talk may be taken to have done its work."""
        return self.value > SUCCESS


def read_verdict(text: str) -> Verdict | None:
    """The verdict of an answer that holds exactly one of the four sentences, or its one word alone; else None."""
    key = sentence_key(text)
    if key in VERDICTS:
        return key
    found = {verdict for sentence, verdict in _KEYS.items() if f" {sentence} " in f" {key} "}
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Critic:
    """Asks a model `samples` times at once (even).

    Every second sample is shown the sentences in the opposite order: on this scale a model that answers
    by place rather than by sense then averages 0.
    """

    model: ChatModel
    samples: int

    async def judge(self, asker: Asker, data: tuple[str, ...]) -> Judgement | Failed | Halted:
        """The samples that could be read; the first failure when none could."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._sample(asker, data, n % 2 == 1)) for n in range(self.samples)]
        answers = [task.result() for task in tasks]
        verdicts = tuple(answer for answer in answers if not isinstance(answer, Failed | Halted))
        if verdicts:
            return Judgement(verdicts)
        return next((answer for answer in answers if isinstance(answer, Halted | Failed)), Halted("calls"))

    async def _sample(self, asker: Asker, data: tuple[str, ...], turned: bool) -> Verdict | Failed | Halted:
        order = VERDICTS[::-1] if turned else VERDICTS
        answers = "\n".join(f"- {SENTENCES[verdict]}" for verdict in order)
        said = await asker.text(self.model, prompt("judge_exchange", data, answers=answers), "judgement")
        if isinstance(said, Failed | Halted):
            return said
        return read_verdict(said) or asker.fail("judgement", "unreadable", "none of the four sentences")
