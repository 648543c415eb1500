"""Words as numbers: one TF-IDF vocabulary that every head in the house can share the code of.

The formulas are those of scikit-learn's `TfidfVectorizer(sublinear_tf=True, norm="l2", smooth_idf=True)`,
so weights trained there hold here, without scikit-learn at run time.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Analyzer = Literal["word", "char_wb"]
SparseRow = tuple[NDArray[np.int32], NDArray[np.float32]]
"""Column indices (rising) and L2-normalised values of one text; both of shape (terms found,)."""

TOKEN = re.compile(r"(?u)\b\w+\b|[^\w\s]")


class LexiconUnreadable(RuntimeError):
    """A vocabulary file is missing or broken; the message names it."""


@dataclass(frozen=True, slots=True, eq=False)
class TfidfLexicon:
    """A fixed vocabulary with its inverse document frequencies, shape (len(terms),), float32.

    `analyzer` is "word" (tokens are words and single punctuation marks) or "char_wb" (character
    n-grams inside words padded with one blank); `ngrams` is the inclusive range of lengths.
    """

    terms: tuple[str, ...]
    idf: NDArray[np.float32]
    columns: dict[str, int]
    analyzer: Analyzer = "word"
    ngrams: tuple[int, int] = (1, 2)

    def __len__(self) -> int:
        return len(self.terms)

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        max_features: int = 10_000,
        min_df: int = 5,
        analyzer: Analyzer = "word",
        ngrams: tuple[int, int] = (1, 2),
    ) -> TfidfLexicon:
        """Keeps the most frequent terms seen in at least `min_df` texts; idf = ln((1 + n) / (1 + df)) + 1."""
        seen_in: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for text in texts:
            counts = Counter(_grams(text, analyzer, ngrams))
            total.update(counts)
            seen_in.update(counts.keys())
        frequent = sorted((t for t, df in seen_in.items() if df >= min_df), key=lambda t: (-total[t], t))
        terms = tuple(sorted(frequent[:max_features]))
        idf = np.array([math.log((1 + len(texts)) / (1 + seen_in[t])) + 1 for t in terms], dtype=np.float32)
        return cls(terms, idf, {term: i for i, term in enumerate(terms)}, analyzer, ngrams)

    def grams(self, text: str) -> Iterator[str]:
        """The terms of a text in order, known to the vocabulary or not, lower case."""
        return _grams(text, self.analyzer, self.ngrams)

    def transform(self, texts: Sequence[str]) -> list[SparseRow]:
        """One row a text: (1 + ln tf) * idf, L2-normalised; a text without known terms gives an empty row."""
        return [self._row(text) for text in texts]

    def _row(self, text: str) -> SparseRow:
        columns = self.columns
        counts = Counter(column for gram in self.grams(text) if (column := columns.get(gram)) is not None)
        indices = np.array(sorted(counts), dtype=np.int32)
        frequency = np.array([counts[int(i)] for i in indices], dtype=np.float32)
        values = ((1.0 + np.log(frequency)) * self.idf[indices]).astype(np.float32)
        norm = float(np.linalg.norm(values))
        return indices, values / np.float32(norm) if norm else values

    def save(self, path: Path) -> None:
        """Writes the vocabulary as one JSON file; idf is kept to five decimals."""
        plain = {
            "analyzer": self.analyzer,
            "ngrams": list(self.ngrams),
            "terms": list(self.terms),
            "idf": [round(float(value), 5) for value in self.idf],
        }
        path.write_text(json.dumps(plain, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> TfidfLexicon:
        """Reads what `save` wrote. Raises LexiconUnreadable."""
        try:
            plain = json.loads(path.read_text(encoding="utf-8"))
            terms = tuple(str(term) for term in plain["terms"])
            idf = np.array(plain["idf"], dtype=np.float32)
            analyzer: Analyzer = "char_wb" if plain["analyzer"] == "char_wb" else "word"
            low, high = (int(n) for n in plain["ngrams"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LexiconUnreadable(f"the vocabulary {path.name} cannot be read ({error})") from error
        if idf.shape != (len(terms),):
            raise LexiconUnreadable(f"the vocabulary {path.name} has {len(terms)} terms but idf of shape {idf.shape}")
        return cls(terms, idf, {term: i for i, term in enumerate(terms)}, analyzer, (low, high))


def dot(rows: Sequence[SparseRow], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sparse rows times dense weights of shape (terms, outputs): dense, shape (len(rows), outputs)."""
    out = np.zeros((len(rows), weights.shape[1]), dtype=np.float32)
    for i, (indices, values) in enumerate(rows):
        if indices.size:
            out[i] = values @ weights[indices]
    return out


def stack(rows: Sequence[SparseRow]) -> tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int64]]:
    """Rows as (data, indices, indptr), the arguments of `scipy.sparse.csr_matrix`; for training."""
    lengths = np.array([0, *(len(indices) for indices, _ in rows)], dtype=np.int64)
    data = np.concatenate([values for _, values in rows]) if rows else np.zeros(0, dtype=np.float32)
    indices = np.concatenate([columns for columns, _ in rows]) if rows else np.zeros(0, dtype=np.int32)
    return data, indices, np.cumsum(lengths)


def _grams(text: str, analyzer: Analyzer, ngrams: tuple[int, int]) -> Iterator[str]:
    low, high = ngrams
    lowered = text.lower()
    if analyzer == "char_wb":
        for word in lowered.split():
            yield from _inside(f" {word} ", low, high)
        return
    tokens = TOKEN.findall(lowered)
    for length in range(low, high + 1):
        if length == 1:
            yield from tokens
        else:
            yield from (" ".join(tokens[i : i + length]) for i in range(len(tokens) - length + 1))


def _inside(word: str, low: int, high: int) -> Iterator[str]:
    for length in range(low, high + 1):
        if length >= len(word):
            yield word
            return
        yield from (word[i : i + length] for i in range(len(word) - length + 1))
