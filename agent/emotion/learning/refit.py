"""Fits the ways of telling and the second family again, on the encoder that is there: the last of what `train` does.

python -m holdspace.agent.emotion.learning.refit. Nothing but the corpora of this room is needed, and some minutes.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from ....memory.tuned.encode import TunedEncoder
from ..context import context_of
from ..export import SHIPPED, exported_affect
from ..heads import beside, softmax
from ..reading import MARKS
from ..weights import Weights
from .corpora import DIALOGUES, SCRIPTS, dialogues, messages
from .heard import Heard
from .linear import Linear
from .ways import second_from, ways


def refit(folder: Path) -> Weights:
    """Rewrites `folder`; all other arrays stay as they are. Raises WeightsUnreadable, EncoderMissing."""
    weights, encoder = Weights.load(folder), TunedEncoder(exported_affect(folder))
    tensors = weights.tensors
    rows = messages() + [turn for path in (DIALOGUES, SCRIPTS) for talk in dialogues(path) for turn in talk]
    aside = [row for row in rows if row.split == "tuning"]
    head, mark_from = ways([row for row in rows if row.split == "train"], aside, encoder, weights.lexicon)
    heard = Heard.told(encoder, weights.lexicon, aside)
    told = heard.logits(Linear(tensors.family_dense, tensors.family_sparse, tensors.family_bias))
    families = softmax(beside(told, tensors.family_after, [bool(context_of(row.before)) for row in aside]))
    fresh = replace(
        tensors,
        mark_dense=head.dense,
        mark_sparse=head.sparse,
        mark_bias=head.bias,
        mark_from=mark_from,
        second_from=second_from(aside, families),
    )
    Weights.save(folder, weights.lexicon, fresh)
    return Weights.load(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, default=SHIPPED)
    found = refit(parser.parse_args().weights)
    cuts = zip(MARKS, found.tensors.mark_from, strict=True)
    told = [*(f"{mark} told from {cut:.2f}" for mark, cut in cuts), f"second {found.tensors.second_from[0]:.2f}"]
    sys.stdout.write("\n".join([*told, found.version]) + "\n")


if __name__ == "__main__":
    main()
