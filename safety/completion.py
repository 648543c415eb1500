"""Compassionate completion: how a reply stays while it says a limit or leads to help.

Four elements in a fixed order (arXiv 2512.18776): what was heard in the person's own words, the
limit as ours, that we stay and what can be done now, a way on with a person or a line, and one
question that keeps the door open. It is a state over turns: first, deeper, handing over, returning.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..prompts.sentences import sentence_key, split_sentences
from .completion_reply import BOUNDARIES, GRAVEST_FIRST, Completion, CompletionRequest, kind_of
from .completion_state import CompletionState, Kind, Step, step_of
from .lint import lint
from .own_words import OwnWords, declines_call, own_words
from .phrases import Phrase, PhraseBook, Saying
from .resources import Resource, ResourceTable, Service
from .risk import Category, rank

__all__ = ["Completer", "Completion", "CompletionRequest", "CompletionState", "kind_of", "spoken"]

_AROUND: frozenset[Kind] = frozenset(
    ("harm_to_others", "psychosis", "eating_disorder", "dangerous_request", "injection", *BOUNDARIES)
)
"""Here the evidence itself is not echoed, only what the person said beside it."""

_LEANS: frozenset[Kind] = frozenset({"suicide", "self_harm", "eating_disorder", "substance", "dependence"})
"""Here someone the person named may be offered as company; elsewhere that one may be the danger or in it."""

_BODILY: frozenset[str] = frozenset({"eating_disorder", "substance"})
"""Here danger from high up is the body's first: it is to be seen by a doctor, whatever else is said."""

_SPECIAL: frozenset[str] = frozenset({"abuse", "minor_at_risk", "eating_disorder", "substance"})
_GENERAL: frozenset[Service] = frozenset({"suicide", "crisis", "urgent_mh", "emotional"})
"""What is said of a special line is not said of a general one."""

_FEELINGS = {
    "sadness": "sadness", "anxiety": "worry", "anger": "anger", "shame_guilt": "shame", "loneliness": "loneliness",
    "grief": "grief", "fear": "fear",
}  # fmt: skip
_CALLED = {"GB": "the UK", "US": "the US", "NL": "the Netherlands", "PH": "the Philippines"}
_TRIES = 3
_BUDGETS = ((14, 26, 24, 26, 34, 16), (12, 21, 19, 21, 28, 13), (10, 17, 16, 16, 22, 11))
"""Most words of lead, acknowledgment, boundary, transition, redirection and question, ever tighter."""


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
            for budget in _BUDGETS:
                draft = _Draft(self._table, self._book, replace(request, seed=request.seed + 7 * again), budget)
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


class _Draft:
    """One attempt at a reply, its sentences spent as it goes."""

    def __init__(
        self, table: ResourceTable, book: PhraseBook, request: CompletionRequest, budget: tuple[int, ...]
    ) -> None:
        self._table, self._book, self._asked_for, self._budget = table, book, request, budget
        self._kind = kind_of(request)
        self._count = request.state.count(self._kind)
        self._step: Step = step_of(request.state, self._kind, request.level)
        past = self._step == "returning" and (self._grave or self._kind == "presence")
        self._calm = past or (rank(request.level) < rank("elevated") and self._grave)
        self._voice = "common" if self._calm or self._kind == "presence" else self._kind
        self._words = own_words(request.text, request.evidence, around=self._kind in _AROUND)
        if self._kind not in _LEANS:
            self._words = replace(self._words, person="")
        self._reluctant = self._grave and not self._calm and declines_call(request.text)
        self._said = set(request.said)
        self._shown: list[Resource] = []
        self._topics: list[str] = []

    @property
    def _grave(self) -> bool:
        return self._kind in GRAVEST_FIRST

    def completion(self) -> Completion:
        request = self._asked_for
        lead = self._lead()
        acknowledgment = self._say(self._acknowledging(), 1)
        boundary = self._say(self._limiting(), 2)
        transition = self._say(self._staying(), 3)
        redirection = self._redirect()
        question = self._say(self._asking(), 5)
        state = request.state.after(
            self._kind, request.level, tuple(self._topics), tuple(row.key for row in self._shown)
        )
        return Completion(
            self._kind, acknowledgment, boundary, transition, redirection, question,
            tuple(self._shown), state, lead, request.level, request.country,
        )  # fmt: skip

    def owed(self) -> OwnWords:
        """What the acknowledgment must give back of the message: nothing where another need goes before it."""
        bodily = rank(self._asked_for.level) >= rank("high") and self._voice in _BODILY
        elsewhere = self._calm or self._reluctant or bodily or self._count % 3 == 2 or self._count > 5
        return OwnWords() if elsewhere else self._words

    def _say(self, addresses: list[str], place: int, **more: str) -> str:
        values = {**_values(self._words, self._asked_for, self._table), **more}
        saying = Saying(values, frozenset(self._said), self._asked_for.seed + place, self._count)
        pools: list[tuple[Phrase, ...]] = list(self._book.chain(addresses))
        text = saying.first_fitting(pools, self._budget[place]) or saying.first_fitting(pools, 200) or ""
        self._said.update(sentence_key(sentence) for sentence in split_sentences(text))
        return text

    def _lead(self) -> str:
        if not (self._asked_for.emergency_first or self._asked_for.level == "imminent"):
            return ""
        emergency = self._table.emergency(self._asked_for.country)

        def again(name: str) -> list[str]:
            return [f"common.lead.{name}_again"] if self._count % 2 else []

        if emergency is None:
            return self._say([*again("unknown"), "common.lead.unknown"], 0)
        self._shown.append(emergency)
        return self._say([*again("number"), "common.lead.number"], 0, number=emergency.dial)

    def _acknowledging(self) -> list[str]:
        own = [f"{self._voice}.heard_words", "common.heard_words"]
        plain = [f"{self._voice}.heard", "common.heard_feeling", "common.heard"]
        if self._calm:
            return ["common.heard_calmer", *plain]
        if self._reluctant:
            return ["common.heard_reluctant", *own, *plain]
        if rank(self._asked_for.level) >= rank("high") and self._voice in _BODILY:
            return [f"{self._voice}.heard_high", *own, *plain]
        return [*plain, *own] if self._count % 3 == 2 else [*own, *plain]

    def _limiting(self) -> list[str]:
        asked = self._asked_for
        if self._voice not in (*GRAVEST_FIRST, "could_not_assess"):
            return [f"{self._voice}.limit", "common.limit"]
        extra = ["common.limit_request"] if "dangerous_request" in asked.categories else []
        extra += ["common.limit_secrecy"] if "secrecy" in asked.boundaries else []
        extra += [f"{b}.limit" for b in BOUNDARIES[:2] if b in asked.boundaries]
        return [*extra, f"{self._voice}.limit", "common.limit"]

    def _staying(self) -> list[str]:
        voice, level = self._voice, self._asked_for.level
        first = [f"{voice}.stay.{level}"] if rank(level) >= rank("high") else []
        later = [f"{voice}.stay.first", "common.stay.first", "common.stay.deeper"]
        if self._step == "returning":
            return ["common.stay.returning", *later]
        if self._step == "handing_over" and self._grave and level != "imminent":
            first += [f"{voice}.stay.handing_over", "common.stay.handing_over"]
        return [*first, *later]

    def _redirect(self) -> str:
        request = self._asked_for
        unread: tuple[Category, ...] = ("suicide",) if self._kind == "could_not_assess" else ()
        rows = (
            () if self._calm else self._table.for_person(request.country, request.categories or unread, request.level)
        )
        if self._reluctant and rows:
            return self._without_a_call()
        lines = [row for row in rows if row.category != "emergency"]
        fresh = [row for row in lines if row.key not in request.state.given]
        late = request.level == "imminent" and self._count % 2 == 0 and "medical_emergency" not in request.categories
        if not lines or late or (not fresh and self._count % 3 == 1):
            return self._say(self._humans(), 4)
        numbered = [row for row in lines if row.category != "finder"]
        if not fresh and numbered and self._count % 3 == 2 and request.level != "imminent":
            return self._say(["common.again", *self._humans()], 4)
        line = self._line((fresh or lines)[0])
        if self._words.person and self._count == 0:
            return f"{line} {self._say(['common.person'], 5)}"
        return line

    def _without_a_call(self) -> str:
        row = self._table.by_text(self._asked_for.country)
        if row is None or row.key in self._asked_for.state.given or self._asked_for.level == "imminent":
            return self._say(["common.barrier", *self._humans()], 4)
        self._shown.append(row)
        return self._say(["common.by_text"], 4, line=row.phrase)

    def _line(self, row: Resource) -> str:
        if row.category == "finder":
            self._shown.append(row)
            asks = self._asked_for.country is None and not self._asked_for.state.country_asked
            self._topics += ["country"] if asks else []
            return self._say(["common.finder" if asks else "common.finder_again", "common.finder_again"], 4)
        self._shown.append(row)
        own = [] if self._voice in _SPECIAL and row.category in _GENERAL else [f"{self._voice}.line"]
        return self._say([*own, "common.line"], 4, line=row.phrase)

    def _humans(self) -> list[str]:
        adults = ["minor_at_risk.human"] if "minor_at_risk" in self._asked_for.categories else []
        named = [f"{self._voice}.person", "common.person"] if self._words.person else []
        return [*adults, *named, f"{self._voice}.human", "common.human"]

    def _asking(self) -> list[str]:
        asked, voice, done = self._asked_for, self._voice, self._asked_for.state.asked
        later = ["common.ask.open", "common.ask.human"]
        if asked.level == "imminent":
            call = ["common.ask.call"] if self._count == 0 and self._kind not in ("abuse", "third_person") else []
            return [*call, f"{voice}.ask.imminent", f"{voice}.ask.high", *later]
        if asked.level == "high" and voice == "suicide" and "plan" not in done:
            self._topics.append("plan")
            return ["suicide.ask.plan", "suicide.ask.high", *later]
        if asked.ask_directly and "direct" not in done and f"{voice}.ask.direct" in self._book.phrases:
            self._topics.append("direct")
            return [f"{voice}.ask.direct", f"{voice}.ask.open", *later]
        if asked.level == "high" and voice == "could_not_assess":
            return ["could_not_assess.ask.direct", *later]
        urgent = [f"{voice}.ask.high"] if asked.level == "high" else []
        named = ["common.ask.person"] if self._words.person and self._count % 2 else []
        return [*urgent, *named, f"{voice}.ask.open", *later]


def _values(words: OwnWords, request: CompletionRequest, table: ResourceTable) -> dict[str, str]:
    names = table.countries()
    place = _CALLED.get(request.country or "") or names.get(request.country or "", "")
    return {
        "words": words.quote,
        "told": words.told,
        "person": words.person,
        "person_": words.person[:1].upper() + words.person[1:],
        "feeling": _FEELINGS.get(request.family, "") if request.intensity >= 3 else "",
        "where": f"In {place}" if place else "",
    }


def spoken(completions: Iterable[Completion]) -> frozenset[str]:
    """The keys of all sentences in these replies: what `said` must hold afterwards."""
    return frozenset(sentence_key(s) for c in completions for s in c.sentences)
