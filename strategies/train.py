"""Learns the strategy weights again: python -m holdspace.strategies.train --data DIR --cache FILE --out DIR.

Reads DIR/esconv/esconv_train.jsonl. Five folds by dialogue give out-of-fold predictions, on which the offsets of
both settings are chosen; then the policy is fitted on the whole of train. The predictions are kept beside FILE, in
held.npy, for `python -m holdspace.strategies.ahead`, which adds what looking ahead needs and must be run next. The
counts behind the baselines, baselines.json, are written too: with them `--out` holds all that planner and report read.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..memory.lexicon import TfidfLexicon, stack
from . import parameters
from .baselines import write_counts
from .catalogue import STRATEGIES
from .corpus import Cases, read_cases
from .features import Features, features_of
from .network import UtteranceNetwork
from .policy import HEARD, SAID, WordModel, mix
from .recurrent import stack_members, train_member
from .tuning import choose_offsets

FOLDS, MEMBERS, MIXING = 5, 10, 0.3
HELD = "held.npy"
"""Out-of-fold log pi for every case of train, shape (n, 8)."""

TERMS, WORD_STRENGTH = 4000, 0.1

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A trained policy before its offsets are known."""

    arrays: dict[str, NDArray[np.float32]]
    heard: TfidfLexicon
    said: TfidfLexicon

    def log_probabilities(self, features: Features) -> Matrix:
        """log pi, shape (n, 8)."""
        words = WordModel(
            self.heard, self.said, *(self.arrays[f"words.{n}"] for n in ("dense", "heard", "said", "intercept"))
        )
        recurrent = UtteranceNetwork(self.arrays).log_probabilities(features)
        return mix(recurrent, words.log_probabilities(features), MIXING)


def fit(features: Features, cases: Cases, chosen: NDArray[np.bool_], seeds: range) -> Fitted:
    """Trains both halves on the chosen cases."""
    part = subset(features, chosen)
    gold = cases.gold[chosen]
    after = np.array([f[1] if len(f) > 1 else len(STRATEGIES) for f in cases.following])[chosen]
    arrays = stack_members([train_member(part, gold, after, seed) for seed in seeds])
    heard, said = (TfidfLexicon.fit(texts, TERMS, 5) for texts in (part.heard, part.said))
    return Fitted({**arrays, **_words(part, gold, heard, said)}, heard, said)


def _words(part: Features, gold: NDArray[np.int64], heard: TfidfLexicon, said: TfidfLexicon) -> dict[str, Any]:
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    columns = [
        csr_matrix(stack(lexicon.transform(texts)), shape=(len(texts), len(lexicon)))
        for lexicon, texts in ((heard, part.heard), (said, part.said))
    ]
    matrix = hstack([csr_matrix(part.dense), *columns]).tocsr()
    model = LogisticRegression(C=WORD_STRENGTH, max_iter=300, tol=1e-3).fit(matrix, gold)
    weights = model.coef_.T.astype(np.float32)
    width = part.dense.shape[1]
    return {
        "words.dense": weights[:width],
        "words.heard": weights[width : width + len(heard)],
        "words.said": weights[width + len(heard) :],
        "words.intercept": model.intercept_.astype(np.float32),
    }


def subset(features: Features, chosen: NDArray[np.bool_]) -> Features:
    """The rows where `chosen` holds."""
    rows = np.flatnonzero(chosen)
    return Features(
        features.dense[rows],
        features.steps[rows],
        tuple(features.heard[i] for i in rows),
        tuple(features.said[i] for i in rows),
    )


def out_of_fold(features: Features, cases: Cases) -> Matrix:
    """log pi for every case from a model that has not seen its dialogue; two networks a fold."""
    out = np.zeros((len(cases.gold), len(STRATEGIES)))
    for fold in range(FOLDS):
        held = cases.dialogue % FOLDS == fold
        fitted = fit(features, cases, ~held, range(100 + 2 * fold, 102 + 2 * fold))
        out[held] = fitted.log_probabilities(subset(features, held))
        _say(f"fold {fold + 1} of {FOLDS}")
    return out


def run(data: Path, cache: Path, out: Path) -> None:
    """Trains and writes. Raises OSError or ValueError when the data cannot be read or the folder not written."""
    from ..memory.encoder import open_encoder
    from ..memory.vectors import CachedEncoder

    encoder = CachedEncoder(open_encoder(), cache)
    cases = read_cases(data / "esconv" / "esconv_train.jsonl", encoder)
    features = features_of(cases.states)
    _say(f"{len(cases.gold)} supporter utterances read")
    held = out_of_fold(features, cases)
    offsets = {setting: choose_offsets(held, cases.gold, setting) for setting in ("balanced", "accuracy")}
    np.save(cache.with_name(HELD), held)
    fitted = fit(features, cases, np.ones(len(cases.gold), dtype=bool), range(MEMBERS))
    settings = {
        "mixing": MIXING,
        "offsets": {
            setting: {name: round(float(v), 4) for name, v in zip(STRATEGIES, values, strict=True)}
            for setting, values in offsets.items()
        },
    }
    parameters.write(out, fitted.arrays, settings)
    fitted.heard.save(out / HEARD)
    fitted.said.save(out / SAID)
    write_counts(data, out)
    _say(f"written to {out.name}; now run holdspace.strategies.ahead")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="holdspace.strategies.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds esconv/esconv_train.jsonl")
    parser.add_argument("--cache", type=Path, required=True, help="SQLite file of sentence vectors, made if absent")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    given = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import torch

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    try:
        run(given.data, given.cache, given.out)
    except (OSError, ValueError) as error:
        parser.exit(2, f"{error}\n")


if __name__ == "__main__":
    main()
