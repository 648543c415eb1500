"""`holdspace evaluate review FILE`: which violations the outgoing review finds, and which clean replies it touches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from ...memory.encoder import Encoder
from ...safety.review import Reviewer
from ...safety.review_records import ReplyRecord, review_records
from ...safety.violations import VIOLATIONS, ViolationName
from .evaluate import Finding


class LabelledReply(ReplyRecord):
    """A reply with the violations it holds (none: a clean one); `split` groups the report."""

    violations: tuple[ViolationName, ...]
    split: str = "all"


@dataclass(frozen=True, slots=True)
class Stopped:
    """Counts over the replies of a split; `each` holds (violation, stopped, named, meant)."""

    clean: int
    touched: int
    bad: int
    stopped: int
    each: tuple[tuple[ViolationName, int, int, int], ...]

    def lines(self, split: str) -> list[str]:
        """The counts as shares, to read."""
        return [
            f"replies, {split}: {self.bad + self.clean}",
            f"{'clean replies touched':28} {_share(self.touched, self.clean)}",
            f"{'replies with one stopped':28} {_share(self.stopped, self.bad)}",
            *(f"  {name:26} stopped {_share(s, n):18} named {_share(k, n)}" for name, s, k, n in self.each),
        ]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was meant, what the review named, and whether it would let the reply pass."""

    split: str
    meant: tuple[ViolationName, ...]
    named: frozenset[str]
    passed: bool


class ReviewGauge:
    """Reviews every reply as it would be before it is shown."""

    record = LabelledReply
    unit = "replies"

    def __init__(self, reviewer: Reviewer, encoder: Encoder) -> None:
        self._reviewer, self._encoder = reviewer, encoder
        self._reviewed: list[Reviewed] = []

    def remark(self, record: LabelledReply) -> str | None:
        """None: every labelled reply is counted."""
        del record
        return None

    def take(self, records: Sequence[LabelledReply]) -> int:
        """Reviews the replies."""
        outcomes = review_records(self._reviewer, records, self._encoder.encode)
        for record, outcome in zip(records, outcomes, strict=True):
            named = frozenset(outcome["violations"])
            self._reviewed.append(Reviewed(record.split, record.violations, named, outcome["verdict"] == "ok"))
        return len(records)

    def finding(self) -> Finding:
        """By split: replies stopped, violations named, and both violation by violation."""
        splits = {split: self._of(split) for split in dict.fromkeys(one.split for one in self._reviewed)}
        text = "\n\n".join("\n".join(found.lines(split)) for split, found in splits.items())
        return Finding(text, {"what": "review", "splits": {split: asdict(found) for split, found in splits.items()}})

    def _of(self, split: str) -> Stopped:
        own = [one for one in self._reviewed if one.split == split]
        bad, clean = [one for one in own if one.meant], [one for one in own if not one.meant]
        meant = Counter(name for one in bad for name in one.meant)
        stopped = Counter(name for one in bad for name in one.meant if not one.passed)
        named = Counter(name for one in bad for name in one.meant if name in one.named)
        return Stopped(
            clean=len(clean),
            touched=sum(not one.passed for one in clean),
            bad=len(bad),
            stopped=sum(not one.passed for one in bad),
            each=tuple((name, stopped[name], named[name], meant[name]) for name in VIOLATIONS if meant[name]),
        )


def _share(hits: int, of: int) -> str:
    return f"{hits / of:.3f} ({hits}/{of})" if of else "-"
