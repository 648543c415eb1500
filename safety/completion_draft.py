"""One attempt at a completion: which reviewed words stand in each of its places, given who and what it is about."""

from __future__ import annotations

from dataclasses import replace

from ..prompts.sentences import sentence_key, split_sentences
from .completion_reply import BOUNDARIES, GRAVEST_FIRST, Completion, CompletionRequest, dangers, kind_of
from .completion_state import Kind, Step, step_of
from .completion_values import values_of
from .own_words import OwnWords, declines_call, own_words
from .phrases import Phrase, PhraseBook, Saying
from .resources import Resource, ResourceTable, Service
from .risk import Category, rank

_AROUND: frozenset[Kind] = frozenset(
    ("harm_to_others", "psychosis", "eating_disorder", "dangerous_request", "injection", *BOUNDARIES)
)
"""Here the evidence itself is not echoed, only what the person said beside it."""

_LEANS: frozenset[Kind] = frozenset(
    {"suicide", "self_harm", "eating_disorder", "substance", "dependence", "medical_emergency"}
)
"""Here someone the person named may be offered as company; elsewhere that one may be the danger or in it."""

_BODILY: frozenset[str] = frozenset({"eating_disorder", "substance"})
"""Here danger from high up is the body's first: it is to be seen by a doctor, whatever else is said."""

_SPECIAL: frozenset[str] = frozenset({"abuse", "minor_at_risk", "eating_disorder", "substance", "medical_emergency"})
_GENERAL: frozenset[Service] = frozenset({"suicide", "crisis", "urgent_mh", "emotional"})
"""What is said of a special line is not said of a general one."""

_CASES: tuple[Category, ...] = ("medical_emergency", "suicide")
"""Worry about another is worded apart where they are dying and where they may mean to."""

_MATTERS = ("commands", "withdrawal", "choked", "struck", "attempt", "written", "faint", "fasting")
_MATTERS_OF_REQUESTS = ("amount", "spying", "friends")
"""Signs in the words that have sentences of their own, the most pressing first."""

BUDGETS = ((14, 26, 24, 26, 34, 16), (12, 21, 19, 21, 28, 13), (10, 17, 16, 16, 22, 11))
"""Most words of lead, acknowledgment, boundary, transition, redirection and question, ever tighter."""


class Draft:
    """One attempt at a reply, its sentences spent as it goes."""

    def __init__(
        self, table: ResourceTable, book: PhraseBook, request: CompletionRequest, budget: tuple[int, ...]
    ) -> None:
        self._table, self._book, self._asked_for, self._budget = table, book, request, budget
        self._kind = kind_of(request)
        self._seen = request.seen
        self._dangers = dangers(request, self._seen)
        self._count = request.state.count(self._kind)
        self._step: Step = step_of(request.state, self._kind, request.level)
        past = self._step == "returning" and (self._grave or self._kind == "presence")
        self._calm = past or (rank(request.level) < rank("elevated") and self._grave)
        self._voice: str = "common" if self._calm else self._kind
        blameless = self._kind in ("abuse", "minor_at_risk")
        self._words = own_words(request.text, request.evidence, around=self._kind in _AROUND, pretext=not blameless)
        if request.denied or not request.echo:
            self._words = OwnWords()
        if self._kind not in _LEANS:
            self._words = replace(self._words, person="")
        self._company = self._seen.company if self._kind in _LEANS or self._kind == "could_not_assess" else None
        self._refuses_now = self._grave and not self._calm and declines_call(request.text)
        self._refused = self._refuses_now or any(declines_call(words) for words in request.earlier)
        self._eased = self._grave and request.now in ("none", "low") and "relief" in self._seen.signs
        self._said = set(request.said)
        self._shown: list[Resource] = []
        self._topics: list[str] = []

    @property
    def _grave(self) -> bool:
        return self._kind in GRAVEST_FIRST

    @property
    def _bodily(self) -> bool:
        return rank(self._asked_for.level) >= rank("high") and self._voice in _BODILY

    @property
    def _ambulance(self) -> bool:
        """Whether the body cannot wait: imminent, or a withdrawal that already shakes the mind."""
        return self._asked_for.emergency_first or self._asked_for.level == "imminent" or self._withdrawn

    @property
    def _spared(self) -> bool:
        """Whether an echo would be one too many."""
        return self._count > 5 or (self._count > 2 and self._count % 3 == 2)

    @property
    def _withdrawn(self) -> bool:
        return self._voice == "substance" and self._bodily and "withdrawal" in self._seen.signs

    def completion(self) -> Completion:
        """The reply as drafted, its five places filled in the order in which they are said."""
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
        elsewhere = self._calm or self._eased or self._refuses_now or self._bodily or bool(self._matters())
        elsewhere = elsewhere or self._company is not None or self._kind == "third_person" or not self._words.weighty
        return OwnWords() if elsewhere or self._spared else self._words

    def _say(self, addresses: list[str], place: int, **more: str) -> str:
        values = {**values_of(self._asked_for, self._words, self._seen, self._table), **more}
        saying = Saying(values, frozenset(self._said), self._asked_for.seed + place, self._count)
        pools: list[tuple[Phrase, ...]] = list(self._book.chain(addresses))
        text = saying.first_fitting(pools, self._budget[place]) or saying.first_fitting(pools, 200) or ""
        self._said.update(sentence_key(sentence) for sentence in split_sentences(text))
        return text

    def _matters(self) -> list[str]:
        """The signs that this voice has words for: of this message at first, of earlier ones in the first reply."""
        if self._calm or self._count > 2:
            return []
        held = _MATTERS if self._grave else _MATTERS_OF_REQUESTS
        seen = self._seen.signs | (frozenset() if self._count else self._seen.before)
        return [name for name in held if name in seen and f"{self._voice}.heard_{name}" in self._book.phrases]

    def _special(self, element: str) -> list[str]:
        """The addresses of this element for what is particular in the words."""
        if self._kind == "third_person":
            case = next((c for c in _CASES if c in self._dangers), "")
            breath = [f"third_person.{element}_breath"] if "breath" in self._seen.signs else []
            return [*breath, f"third_person.{element}_{case}"]
        heart = ["heart"] if self._bodily and "heart" in self._seen.signs else []
        return [f"{self._voice}.{element}_{name}" for name in (*heart, *self._matters())]

    def _lead(self) -> str:
        if not self._ambulance:
            return ""
        emergency = self._table.emergency(self._asked_for.country)

        def again(name: str) -> list[str]:
            return [f"common.lead.{name}_again"] if self._count % 2 else []

        if emergency is None:
            return self._say([*again("unknown"), "common.lead.unknown"], 0)
        self._shown.append(emergency)
        return self._say([*again("number"), "common.lead.number"], 0, number=emergency.dial)

    def _acknowledging(self) -> list[str]:
        own = [f"{self._voice}.heard_words", "common.heard_words"] if self._words.weighty else []
        plain = [f"{self._voice}.heard", "common.heard_feeling", "common.heard"]
        if self._asked_for.denied:
            return ["misread.still", *plain]
        if self._refuses_now:
            return ["common.heard_reluctant", *own, *plain]
        if self._company is not None and not self._calm:
            return [f"common.company.heard_{self._company.how}", *own, *plain]
        if self._calm or self._eased:
            return ["common.heard_calmer", *plain]
        first = self._special("heard") or ([f"{self._voice}.heard_high"] if self._bodily else [])
        return [*first, *([*plain, *own] if self._spared else [*own, *plain])]

    def _limiting(self) -> list[str]:
        asked = self._asked_for
        if self._voice not in (*GRAVEST_FIRST, "third_person", "could_not_assess"):
            return [*self._special("limit"), f"{self._voice}.limit", "common.limit"]
        secret = f"{self._voice}.limit_secrecy"
        extra = ["common.limit_request"] if "dangerous_request" in asked.categories else []
        extra += [secret, "common.limit_secrecy"] if "secrecy" in asked.boundaries else []
        extra += [f"{b}.limit" for b in BOUNDARIES[:2] if b in asked.boundaries]
        if self._company is not None and self._company.how != "told":
            extra += ["common.company.limit"]
        return [*extra, *self._special("limit"), f"{self._voice}.limit", "common.limit"]

    def _staying(self) -> list[str]:
        voice, level = self._voice, self._asked_for.level
        first = (
            [*self._special("stay"), f"{voice}.stay.{level}"] if rank(level) >= rank("high") else self._special("stay")
        )
        later = [f"{voice}.stay.first", "common.stay.first", "common.stay.deeper"]
        if self._step == "returning":
            return ["common.stay.returning", *later]
        if self._company is not None and self._company.how != "told" and level != "imminent":
            return [f"common.company.stay_{self._company.how}", *first, *later]
        if self._asked_for.means and voice == "suicide" and rank(level) >= rank("high") and self._count < 2:
            first = ["suicide.stay.means", *first]
        if self._step == "handing_over" and self._grave and level != "imminent":
            first += [f"{voice}.stay.handing_over", "common.stay.handing_over"]
        return [*first, *later]

    def _rows(self) -> tuple[Resource, ...]:
        """The lines that fit, the leading danger's first; none that suits only another danger."""
        request = self._asked_for
        unread: tuple[Category, ...] = ("suicide",) if self._kind == "could_not_assess" else ()
        asked = "amount" in self._seen.signs and self._kind == "dangerous_request"
        fitting: tuple[Category, ...] = self._dangers or (("suicide",) if asked else unread)
        rows = self._table.for_person(request.country, fitting or request.categories, request.level)
        if "medical_emergency" not in self._dangers and not self._withdrawn:
            return rows
        swallowed = "swallowed" in self._seen.signs | self._seen.before and "breath" not in self._seen.signs
        return tuple(row for row in rows if row.category == "emergency" or (row.category == "poison" and swallowed))

    def _redirect(self) -> str:
        request = self._asked_for
        rows = () if self._calm else self._rows()
        if self._company is not None and rows and (self._company.how != "told" or self._refused):
            return self._say([f"common.company.way_{self._company.how}", *self._humans()], 4)
        if self._refused and rows and self._grave:
            return self._without_a_call()
        lines = [row for row in rows if row.category != "emergency"]
        fresh = [row for row in lines if row.key not in request.state.given]
        urgent = self._kind in ("abuse", "medical_emergency", "third_person")
        late = request.level == "imminent" and self._count % 2 == 0 and not urgent
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
            barrier = ["common.barrier"] if self._refuses_now else []
            return self._say([*barrier, *self._humans()], 4)
        self._shown.append(row)
        return self._say(["common.by_text"], 4, line=row.phrase)

    def _line(self, row: Resource) -> str:
        if row.category == "finder":
            self._shown.append(row)
            asks = self._asked_for.country is None and not self._asked_for.state.country_asked
            self._topics += ["country"] if asks else []
            return self._say(["common.finder" if asks else "common.finder_again", "common.finder_again"], 4)
        self._shown.append(row)
        if row.category == "poison":
            return self._say(["common.poison", "common.line"], 4, line=row.phrase)
        own = [] if self._voice in _SPECIAL and row.category in _GENERAL else [f"{self._voice}.line"]
        return self._say([*own, "common.line"], 4, line=row.phrase)

    def _humans(self) -> list[str]:
        adults = ["minor_at_risk.human"] if self._dangers[:1] == ("minor_at_risk",) else []
        named = [f"{self._voice}.person", "common.person"] if self._words.person else []
        return [*adults, *named, *self._special("human"), f"{self._voice}.human", "common.human"]

    def _asking(self) -> list[str]:
        voice = self._voice
        later = ["common.ask.open", "common.ask.human"]
        if self._calm or self._asked_for.denied:
            return later
        if self._company is not None:
            later = [f"common.company.ask_{self._company.how}", *later]
            if self._company.how != "told" or "plan" in self._asked_for.state.asked:
                return later
        if self._asked_for.level == "imminent":
            call = voice == "suicide" and self._count == 0 and not self._refused
            pressing = ["common.ask.call"] if call else []
            return [*self._special("ask"), *pressing, f"{voice}.ask.imminent", f"{voice}.ask.high", *later]
        if self._asked_for.level == "high" and voice == "could_not_assess":
            return ["could_not_assess.ask.direct", *later]
        named = ["common.ask.person"] if self._words.person and self._count % 2 else []
        return [*self._once(), *self._special("ask"), *named, *self._urgent(), f"{voice}.ask.open", *later]

    def _urgent(self) -> list[str]:
        return [f"{self._voice}.ask.high"] if self._asked_for.level == "high" else []

    def _once(self) -> list[str]:
        """The question that is asked once and is due: after a plan, after suicide, after safety this minute."""
        asked, voice = self._asked_for, self._voice
        high, dying = asked.level == "high", voice == "suicide"
        cases = (
            ("plan", high and dying, ["suicide.ask.plan"]),
            (
                "direct",
                asked.ask_directly and not (high and voice == "suicide"),
                [*self._special("ask"), f"{voice}.ask.direct"],
            ),
            ("safe", high, [f"{voice}.ask.safe"]),
        )
        for topic, due, addresses in cases:
            if due and topic not in asked.state.asked and addresses[-1] in self._book.phrases:
                self._topics.append(topic)
                return addresses
        return []
