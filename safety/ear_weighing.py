"""How the review's opinions are weighed: on replies none of them has learned from; used by training only."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ..memory.tuned.encode import TunedEncoder
from ..memory.vectors import CachedEncoder
from .ear_lessons import Row, heard_in, rows_of
from .review_ear import COLUMNS, EAR, IN_SENTENCE, IN_WHOLE, NAMES, ReviewEar
from .review_rules import ReviewPatterns
from .review_whole import WHOLE, WholeHead
from .review_whole_training import calm, grown, learn, thresholds
from .train_review import MARGIN, fit, gather
from .train_review import thresholds as quantiles

Floats = NDArray[np.float32]

SHARES: Final = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Tried for what the encoder counts beside each head, and for each opinion of a whole reply: it hears much that the
head does not, and of danger passed over little. The one that finds most is kept."""

EVERYDAY: Final = slice(1500, 2300)
"""Utterances of human supporters that nothing here has learned from, as clean replies."""

BESIDE: Final = "everyday"


@dataclass(frozen=True, slots=True, eq=False)
class Opinions:
    """Of replies: by sentence the head's logits and the encoder's, each (sentences, columns), and of the whole."""

    rows: list[Row]
    head: list[Floats]
    ear: list[Floats]
    whole: Floats
    ear_whole: Floats

    def peaks(self, share: float) -> Floats:
        """What each column reaches in any sentence, both together; (replies, columns)."""
        return np.stack([(h + share * e).max(axis=0) for h, e in zip(self.head, self.ear, strict=True)])

    @property
    def groups(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Ours, half of the clean ones near twins of bad ones, and everyday ones; neither may be touched often."""
        everyday = np.array([row["id"].startswith(BESIDE) for row in self.rows])
        return ~everyday, everyday

    @property
    def clean(self) -> NDArray[np.bool_]:
        return np.array([not row["violations"] for row in self.rows])


def weighed(
    encoder: TunedEncoder,
    taught: tuple[Any, Any],
    blend: float,
    plain: CachedEncoder,
    others: Sequence[str],
    own: Sequence[str],
) -> ReviewEar:
    """The encoder's head with shares and thresholds; the two heads are fitted anew without the rows weighed on, and
    the gates of the second blended as it ships. To the thresholds of sentences the head's margin is added, as much
    wider as the sums are."""
    nothing = np.zeros(0, dtype=np.float32)
    ear = ReviewEar(encoder, taught[0], taught[1], (1.0, nothing), nothing, nothing)
    found = _opinions(ear, blend, plain, others, own)
    shares = [(_caught(found, share)[0], share) for share in SHARES]
    best = max(shares)[1]
    levels = _caught(found, best)[1]
    sys.stdout.write(f"sentences: share {best:g} finds {max(shares)[0]:.3f}; of {shares}\n")
    tried = {share: _caught_whole(found, share) for share in SHARES}
    wholes = [max((tried[share][0][column], share) for share in SHARES)[1] for column in range(len(IN_WHOLE))]
    highest = [tried[share][1][column] for column, share in enumerate(wholes)]
    for column, (name, share) in enumerate(zip((*WHOLE, "anything"), wholes, strict=True)):
        sys.stdout.write(f"whole, {name}: share {share:g} finds {tried[share][0][column]:.3f}\n")
    both = best, np.array(wholes, dtype=np.float32)
    wider = (levels + MARGIN * (1 + best)).astype(np.float32)
    return ReviewEar(encoder, taught[0], taught[1], both, wider, np.array(highest, dtype=np.float32))


def _opinions(
    ear: ReviewEar, blend: float, plain: CachedEncoder, others: Sequence[str], own: Sequence[str]
) -> Opinions:
    patterns = ReviewPatterns.load()
    known = rows_of("train")
    neutral, said = others[:1500], own[::3]
    head = fit(*_with_vectors(gather(known, neutral, said), plain))
    beside = grown([*calm(said, 0.3, "own"), *calm(neutral, 0.1, "neutral")], plain, patterns)
    weights = learn([*grown(known, plain, patterns), *beside])
    rows = rows_of("tuning") + calm([*others[EVERYDAY], *own[1::6]], 1.0, BESIDE)
    wholes = [reply for reply in grown(rows, plain, patterns) if reply.whole]
    by_sentence = [head.scores(reply.sentences, plain.encode(list(reply.sentences))) for reply in wholes]
    whole = WholeHead(weights, blend, np.zeros(len(IN_WHOLE), dtype=np.float32))
    gates = [float(logits[:, -1].max()) for logits in by_sentence]
    told = [whole.scores(reply.features, gate) for reply, gate in zip(wholes, gates, strict=True)]
    hears = [
        ear.hear([*reply.sentences, reply.row["reply"]], heard_in(reply.row), reply.row["input_level"])
        for reply in wholes
    ]
    return Opinions(
        [reply.row for reply in wholes],
        by_sentence,
        [logits[:-1][:, IN_SENTENCE] for logits in hears],
        np.stack(told),
        np.stack([logits[-1, IN_WHOLE] for logits in hears]),
    )


def _with_vectors(examples: Any, plain: CachedEncoder) -> tuple[Any, Floats]:
    return examples, plain.encode(examples.texts)


def _caught(found: Opinions, share: float) -> tuple[float, Floats]:
    """The share of bad replies whose fault a sentence shows that are found, and the thresholds for it."""
    peaks = found.peaks(share)
    levels = np.maximum(*(quantiles(peaks[found.clean & group]) for group in found.groups))
    bad = [i for i, row in enumerate(found.rows) if set(row["violations"]) & set(NAMES)]
    return float((peaks[bad] > levels).any(axis=1).mean()), levels


def _caught_whole(found: Opinions, share: float) -> tuple[Floats, Floats]:
    """Of the bad replies that show each name of `WHOLE`, or anything at all, the share found; and the thresholds."""
    reached = found.whole + share * found.ear_whole
    rows = [[row for row, chosen in zip(found.rows, group, strict=True) if chosen] for group in found.groups]
    levels = [thresholds(reached[group], some) for group, some in zip(found.groups, rows, strict=True)]
    highest: Floats = np.maximum(*levels)
    shown = [[name in row["violations"] for row in found.rows] for name in WHOLE]
    meant = np.array([*shown, ~found.clean]).T
    caught: Floats = ((reached > highest) & meant).sum(axis=0) / meant.sum(axis=0)
    return caught, highest


def write_ear(ear: ReviewEar, folder: Path) -> None:
    """Writes the head (float16), the shares and the thresholds."""
    from safetensors.numpy import save_file

    arrays = {name: np.ascontiguousarray(getattr(ear, name).astype(np.float16)) for name in ("dense", "bias")}
    levels = {"sentence": ear.sentence.astype(np.float32), "whole": ear.whole.astype(np.float32)}
    save_file(arrays | levels, folder / f"{EAR}.safetensors")
    plain = {"columns": list(COLUMNS), "share": [ear.share[0], *ear.share[1].tolist()]}
    (folder / f"{EAR}.json").write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
