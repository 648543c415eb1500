"""The heads on a finished encoder, fitted on rows that neither it nor the word heads have learned from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....memory.lexicon import TfidfLexicon, dot
from ....memory.tuned.encode import Encoded, TunedEncoder
from ..cause import cause
from ..context import context_of
from ..features import surface
from ..heads import beside, sigmoid, softmax, strength_columns
from ..reading import APPRAISALS
from ..weights import Array, Tensors
from .corpora import Situation, family_targets, one_hot
from .heard import Heard
from .lessons import Corpora, Lesson, own_lessons
from .linear import Design, Linear, Link, fit_linear
from .mixing import mix, ridge
from .scores import best_thresholds, overlap
from .tune import Pupil
from .ways import second_from, ways

OWN_WEIGHT = 4.0
"""How much a row of ours counts in the word head for families, beside a row of the large corpora."""

OWN_DIMENSIONS = 0.1
DIMENSIONS_HELD = 300.0
"""What a row of ours counts beside one of EmoBank in the regression of the dimensions, and its penalty."""

WORDS_HELD, WORDS_SHARE = 8.0, 0.4
"""The same penalty on the words' regression of the dimensions, and what it adds to the encoder's. Three penalties and
four shares were looked at on EmoBank's dev, which differ by .003."""

TUNING_HINT = 0.1
"""What a GoEmotions row counts in fitting the families' chances: people here tell more than they name."""


def fitted(corpora: Corpora, pupil: Pupil, encoder: TunedEncoder, lexicon: TfidfLexicon) -> Tensors:
    """Every array that ships beside the adapter and the vocabulary."""
    texts, labels = corpora.aside
    own = corpora.own_aside
    general = Heard.of(encoder, lexicon, texts, [""] * len(texts))
    ours = Heard.told(encoder, lexicon, own)
    label = _labels(corpora, pupil, lexicon, general)
    after = [bool(context_of(row.before)) for row in own]
    family = _families(corpora, pupil, lexicon, general, ours.part([not known for known in after]))
    told = ours.logits(family)
    later = _after(told, own, after)
    families = softmax(beside(told, later, after))
    scale = np.stack([corpora.scale.mean, corpora.scale.spread]).astype(np.float32)
    dimensions = [*corpora.dimensions, *own_lessons(corpora.own, corpora.scale)]
    said = Heard.of(encoder, lexicon, [lesson.text for lesson in dimensions], [""] * len(dimensions))
    vad_dense, vad_bias = _dimensions(pupil, said, dimensions, len(corpora.dimensions))
    words = _dimension_words(lexicon, corpora.dimensions)
    standard = ours.vectors @ vad_dense + dot(ours.rows, words.sparse) + vad_bias + words.bias
    vad = np.clip(standard * scale[1] + scale[0], -1, 1).astype(np.float32)
    said_dense, said_bias = pupil.head("intensity")
    marks, mark_from = ways(corpora.own + corpora.scripts, own, encoder, lexicon)
    meant_dense, meant_bias = _calibrated(pupil.head("appraisal"), ours.vectors, _appraisals(own), "softmax")
    return Tensors(
        label_dense=label.dense,
        label_sparse=label.sparse,
        label_bias=label.bias,
        thresholds=best_thresholds(sigmoid(general.logits(label)), labels),
        family_dense=family.dense,
        family_sparse=family.sparse,
        family_bias=family.bias,
        family_after=later,
        vad_dense=vad_dense,
        vad_sparse=words.sparse,
        vad_bias=vad_bias + words.bias,
        vad_scale=scale,
        mark_dense=marks.dense,
        mark_sparse=marks.sparse,
        mark_bias=marks.bias,
        mark_from=mark_from,
        appraisal_dense=meant_dense,
        appraisal_bias=meant_bias,
        strength_dense=said_dense,
        strength_bias=said_bias,
        strength_mix=_strength(own, ours.vectors @ said_dense + said_bias, families, vad),
        cause_from=_cause_from(own, ours.felt),
        second_from=second_from(own, families),
    )


def _labels(corpora: Corpora, pupil: Pupil, lexicon: TfidfLexicon, general: Heard) -> Linear:
    known = [(lesson.text, lesson.labels) for lesson in corpora.known if lesson.labels is not None]
    goals = np.stack([labels for _, labels in known])
    words = fit_linear(_design(lexicon, [text for text, _ in known]), goals, "sigmoid", 3.0)
    return _joined(pupil.head("labels"), words, general, corpora.aside[1], "sigmoid", None)


def _families(corpora: Corpora, pupil: Pupil, lexicon: TfidfLexicon, general: Heard, ours: Heard) -> Linear:
    known = [(lesson, lesson.families) for lesson in corpora.known if lesson.families is not None]
    ours_known = corpora.own + corpora.scripts
    weight = np.concatenate([[lesson.sure for lesson, _ in known], np.full(len(ours_known), OWN_WEIGHT)])
    texts = [lesson.text for lesson, _ in known] + [row.text for row in ours_known]
    goals = np.concatenate([np.stack([target for _, target in known]), one_hot([row.family for row in ours_known])])
    words = fit_linear(_design(lexicon, texts), goals, "softmax", 1.0, weight.astype(np.float32))
    mapped = family_targets(corpora.aside[1])
    single = [int(i) for i in np.flatnonzero(mapped.sum(axis=1) == 1)]
    both = Heard(
        np.concatenate([ours.vectors, general.vectors[single]]), ours.rows + [general.rows[i] for i in single], []
    )
    alone = [row.family for row in corpora.own_aside if not context_of(row.before)]
    truth = np.concatenate([one_hot(alone), mapped[single]])
    sample = np.concatenate([np.ones(len(ours.rows)), np.full(len(single), TUNING_HINT)]).astype(np.float32)
    return _joined(pupil.head("families"), words, both, truth, "softmax", sample)


def _after(logits: Array, own: Sequence[Situation], after: Sequence[bool]) -> Array:
    """What makes the chances honest beside a context: a scale and thirteen corrections."""
    rows = [i for i, known in enumerate(after) if known]
    shares, shift = mix([logits[rows]], one_hot([own[i].family for i in rows]), "softmax")
    return np.concatenate([shares, shift]).astype(np.float32)


def _dimensions(pupil: Pupil, heard: Heard, lessons: Sequence[Lesson], theirs: int) -> tuple[Array, Array]:
    """The mean of the taught head and of a ridge regression on the finished vectors; the first `theirs` rows are
    EmoBank's."""
    goals = np.stack([lesson.vad for lesson in lessons if lesson.vad is not None])
    weight = np.sqrt(np.where(np.arange(len(lessons)) < theirs, 1.0, OWN_DIMENSIONS))[:, None].astype(np.float32)
    columns = np.concatenate([np.ones((len(lessons), 1), np.float32), heard.vectors], axis=1)
    solved = ridge(columns * weight, goals * weight, DIMENSIONS_HELD)
    dense, bias = pupil.head("vad")
    return (dense + solved[1:]) / 2, (bias + solved[0]) / 2


def _dimension_words(lexicon: TfidfLexicon, lessons: Sequence[Lesson]) -> Linear:
    """A share of what a ridge regression on the words alone says of the dimensions."""
    from sklearn.linear_model import Ridge

    design = _design(lexicon, [lesson.text for lesson in lessons])
    goals = np.stack([lesson.vad for lesson in lessons if lesson.vad is not None])
    found = Ridge(alpha=WORDS_HELD).fit(design.sparse, goals)
    sparse = (WORDS_SHARE * found.coef_.T).astype(np.float32)
    return Linear(np.zeros((0, 3), np.float32), sparse, (WORDS_SHARE * found.intercept_).astype(np.float32))


def _joined(
    head: tuple[Array, Array], words: Linear, heard: Heard, truth: Array, link: Link, sample: Array | None
) -> Linear:
    """The encoder's head and the words' head as one, in the shares that fit the rows kept aside."""
    dense, bias = head
    opinions = (heard.vectors @ dense + bias, dot(heard.rows, words.sparse) + words.bias)
    shares, shift = mix(opinions, truth, link, sample)
    return Linear(shares[0] * dense, shares[1] * words.sparse, shares[0] * bias + shares[1] * words.bias + shift)


def _calibrated(
    head: tuple[Array, Array], vectors: Array, known: tuple[list[int], Array], link: Link
) -> tuple[Array, Array]:
    dense, bias = head
    rows, truth = known
    shares, shift = mix([vectors[rows] @ dense + bias], truth, link)
    return shares[0] * dense, shares[0] * bias + shift


def _appraisals(own: Sequence[Situation]) -> tuple[list[int], Array]:
    known = [i for i, row in enumerate(own) if row.appraisal is not None]
    return known, np.array([[float(own[i].appraisal == name) for name in APPRAISALS] for i in known], dtype=np.float32)


def _strength(own: Sequence[Situation], said: Array, families: Array, vad: Array) -> Array:
    columns = strength_columns(said, families, vad, np.stack([surface(row.text) for row in own]))
    affect = [i for i, row in enumerate(own) if row.family != "neutral"]
    return ridge(columns[affect], np.array([own[i].intensity for i in affect], dtype=np.float32), 3.0)


def _cause_from(own: Sequence[Situation], felt: Sequence[Encoded]) -> Array:
    told = [(row.text, row.cause, item) for row, item in zip(own, felt, strict=True) if row.cause]

    def score(least: float) -> float:
        return sum(overlap(cause(text, text, item, least) or "", true) for text, true, item in told)

    return np.array([max(np.arange(0.06, 0.62, 0.02), key=lambda least: score(float(least)))], dtype=np.float32)


def _design(lexicon: TfidfLexicon, texts: Sequence[str]) -> Design:
    return Design.of(lexicon.transform(texts), len(lexicon))
