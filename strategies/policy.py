"""pi(strategy | state): how likely each of the eight strategies is to come next, and with how even a hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from ..memory.lexicon import LexiconUnreadable, TfidfLexicon, dot
from .catalogue import STRATEGIES
from .features import UTTERANCE_WIDTH, WIDTHS, Features, features_of
from .network import UtteranceNetwork, log_softmax
from .parameters import CARD, WEIGHTS, WeightsUnreadable, read_arrays, read_settings
from .seeker import SeekerState

Setting = Literal["balanced", "accuracy"]
Probabilities = NDArray[np.float64]

HEARD, SAID = "heard.json", "said.json"
"""Vocabularies of the last seeker and the last supporter utterance."""


class StrategyPolicy(Protocol):
    """Anything that ranks the eight strategies before a reply."""

    def probabilities(self, states: Sequence[SeekerState]) -> Probabilities:
        """Shape (len(states), 8), rows sum to 1, columns in the order of STRATEGIES."""
        ...


class Policy:
    """A mixture of small recurrent networks and a word-based logistic regression, learned from ESConv train.

    log pi = (1 - m) log p_network + m log p_words, m the mixing weight; then logits are adjusted by the
    offsets of the setting (Menon et al. 2021): log pi(s) - tau log prior(s) - delta(s). "accuracy" follows
    human habit most often; "balanced" gives rare strategies their turn. Both use the same weights.
    """

    def __init__(
        self,
        network: UtteranceNetwork,
        words: WordModel,
        mixing: float,
        offsets: NDArray[np.float64],
    ) -> None:
        self._network = network
        self._words = words
        self._mixing = mixing
        self._offsets = offsets

    @classmethod
    def load(cls, folder: Path | None = None, setting: Setting = "balanced") -> Policy:
        """Reads the weights in `folder` (default: the shipped ones). Raises WeightsUnreadable."""
        folder = folder or WEIGHTS
        arrays, settings = read_arrays(folder), read_settings(folder)
        try:
            network = UtteranceNetwork(arrays)
            words = WordModel(
                TfidfLexicon.load(folder / HEARD),
                TfidfLexicon.load(folder / SAID),
                arrays["words.dense"],
                arrays["words.heard"],
                arrays["words.said"],
                arrays["words.intercept"],
            )
            offsets = np.array([settings["offsets"][setting][name] for name in STRATEGIES], dtype=np.float64)
            policy = cls(network, words, float(settings["mixing"]), offsets)
            policy._check(arrays)
        except (KeyError, ValueError, TypeError, LexiconUnreadable) as error:
            raise WeightsUnreadable(folder / CARD, error) from error
        return policy

    def _check(self, arrays: dict[str, NDArray[np.float32]]) -> None:
        if arrays["net.p.w"].shape[1] != UTTERANCE_WIDTH or arrays["net.b.w"].shape[1] != sum(WIDTHS.values()):
            raise ValueError("the weights were made for other features")

    def probabilities(self, states: Sequence[SeekerState]) -> Probabilities:
        """Bias-corrected probabilities of the setting, shape (n, 8)."""
        return np.exp(log_softmax(self.plain(states) - self._offsets))

    def plain(self, states: Sequence[SeekerState]) -> Probabilities:
        """log pi before any correction: calibrated to what ESConv supporters do. Shape (n, 8)."""
        if not states:
            return np.zeros((0, len(STRATEGIES)))
        features = features_of(states)
        recurrent = self._network.log_probabilities(features)
        return mix(recurrent, self._words.log_probabilities(features), self._mixing)


class WordModel:
    """Multinomial logistic regression on dense features and the TF-IDF of the last two utterances."""

    def __init__(
        self,
        heard: TfidfLexicon,
        said: TfidfLexicon,
        dense_weights: NDArray[np.float32],
        heard_weights: NDArray[np.float32],
        said_weights: NDArray[np.float32],
        intercept: NDArray[np.float32],
    ) -> None:
        if len(heard) != len(heard_weights) or len(said) != len(said_weights):
            raise ValueError("vocabulary and word weights differ in length")
        self._heard, self._said = heard, said
        self._dense_weights, self._heard_weights, self._said_weights = dense_weights, heard_weights, said_weights
        self._intercept = intercept

    def log_probabilities(self, features: Features) -> Probabilities:
        """Shape (n, 8)."""
        logits = features.dense @ self._dense_weights + self._intercept
        logits += dot(self._heard.transform(features.heard), self._heard_weights)
        logits += dot(self._said.transform(features.said), self._said_weights)
        return log_softmax(logits.astype(np.float64))


def mix(recurrent: Probabilities, words: Probabilities, mixing: float) -> Probabilities:
    """The renormalised geometric mixture of two log-probability matrices."""
    return log_softmax((1.0 - mixing) * recurrent + mixing * words)
