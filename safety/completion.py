"""Compassionate completion: how a reply stays while it says a limit or leads to help.

Four elements in a fixed order (arXiv 2512.18776): what was heard in the person's own words, the
limit as ours, that we stay and what can be done now, a way on with a person or a line, and one
question that keeps the door open. It is a state over turns: first, deeper, handing over, returning.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..prompts.sentences import sentence_key
from .completion_draft import BUDGETS, Draft
from .completion_reply import Completion, CompletionRequest, kind_of
from .completion_state import CompletionState
from .lint import lint
from .phrases import PhraseBook, Saying
from .resources import ResourceTable

__all__ = ["Completer", "Completion", "CompletionRequest", "CompletionState", "kind_of", "spoken"]

_TRIES = 3


class Completer:
    """Composes completions from reviewed words and the help-line table. Deterministic under a seed."""

    def __init__(self, table: ResourceTable, copy: PhraseBook | None = None) -> None:
        self._table = table
        self._book = copy or PhraseBook.load()

    def complete(self, request: CompletionRequest) -> Completion:
        """The reply for one turn. Never empty, never a sentence of `request.said`, within the word limit.

        Linted before it leaves: a draft that fails gives way to a tighter one, then to other wordings; of drafts that
        all fail the least faulty is said.
        """
        drafts: list[tuple[int, Completion]] = []
        for again in range(_TRIES):
            for budget in BUDGETS:
                draft = Draft(self._table, self._book, replace(request, seed=request.seed + 7 * again), budget)
                made = draft.completion()
                faults = len(lint(made, self._table, draft.owed()))
                if not faults:
                    return made
                drafts.append((faults, made))
        return min(drafts, key=lambda draft: draft[0])[1]

    def returning(self, state: CompletionState, said: frozenset[str], seed: int) -> tuple[str, CompletionState]:
        """One line for when the danger has passed, said before ordinary support goes on; "" if there was none."""
        if not state.grave:
            return "", state
        pool = self._book.phrases["returned"]
        line = Saying({}, said, seed).first_fitting([pool], 40)
        return line or "", state.settled()

    def misread(self, said: frozenset[str], seed: int) -> str:
        """One line that owns an alarm they have denied, said before their subject is taken up again."""
        return Saying({}, said, seed).first_fitting([self._book.phrases["misread.owned"]], 40) or ""


def spoken(completions: Iterable[Completion]) -> frozenset[str]:
    """The keys of all sentences in these replies: what `said` must hold afterwards."""
    return frozenset(sentence_key(s) for c in completions for s in c.sentences)
