"""The shared TF-IDF vocabulary: what it counts, how it is kept, and that nothing breaks it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from holdspace.memory.lexicon import Analyzer, LexiconUnreadable, TfidfLexicon, dot, stack

TEXTS = ["I am so tired.", "so tired of it, so tired", "Are you tired?", "no", "Привет, как ты?"]


def test_it_keeps_words_pairs_and_punctuation() -> None:
    lexicon = TfidfLexicon.fit(TEXTS, min_df=1)
    assert {"so", "tired", "so tired", "?", "tired ?", "привет"} <= set(lexicon.terms)


def test_rare_terms_are_left_out_and_the_frequent_ones_win() -> None:
    assert TfidfLexicon.fit(TEXTS, min_df=3).terms == ("tired",)
    assert set(TfidfLexicon.fit(TEXTS, max_features=3, min_df=2).terms) <= {"so", "so tired", "tired", ",", "?"}


def test_rows_are_sorted_known_terms_of_length_one() -> None:
    lexicon = TfidfLexicon.fit(TEXTS, min_df=1)
    known, unknown = lexicon.transform(["Tired, TIRED, tired of it", "zebra"])
    assert np.all(np.diff(known[0]) > 0)
    assert np.linalg.norm(known[1]) == pytest.approx(1.0)
    assert unknown[0].size == unknown[1].size == 0


@pytest.mark.parametrize(("analyzer", "ngrams"), [("word", (1, 2)), ("word", (1, 1)), ("char_wb", (2, 4))])
def test_rows_equal_those_of_scikit_learn(analyzer: Analyzer, ngrams: tuple[int, int]) -> None:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    lexicon = TfidfLexicon.fit(TEXTS, min_df=1, analyzer=analyzer, ngrams=ngrams)
    pattern = None if analyzer == "char_wb" else r"(?u)\b\w+\b|[^\w\s]"
    other = TfidfVectorizer(analyzer=analyzer, ngram_range=ngrams, sublinear_tf=True, token_pattern=pattern)
    theirs = other.fit_transform(TEXTS)
    assert list(other.get_feature_names_out()) == list(lexicon.terms)
    ours = csr_matrix(stack(lexicon.transform(TEXTS)), shape=theirs.shape)
    assert abs(ours - theirs).max() < 1e-5


def test_what_was_saved_reads_the_same(tmp_path: Path) -> None:
    lexicon = TfidfLexicon.fit(TEXTS, min_df=1, analyzer="char_wb", ngrams=(2, 3))
    lexicon.save(tmp_path / "words.json")
    again = TfidfLexicon.load(tmp_path / "words.json")
    assert (again.terms, again.analyzer, again.ngrams) == (lexicon.terms, "char_wb", (2, 3))
    for (a, b), (c, d) in zip(lexicon.transform(TEXTS), again.transform(TEXTS), strict=True):
        assert np.array_equal(a, c)
        assert np.allclose(b, d, atol=1e-4)


@pytest.mark.parametrize(
    "content", [None, "", "{}", "[1]", '{"analyzer":"word","ngrams":[1,2],"terms":["a"],"idf":[]}']
)
def test_a_broken_file_is_named(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "words.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(LexiconUnreadable, match=r"words\.json"):
        TfidfLexicon.load(path)


def test_dot_is_the_matrix_product() -> None:
    lexicon = TfidfLexicon.fit(TEXTS, min_df=1)
    weights = np.arange(len(lexicon) * 3, dtype=np.float32).reshape(-1, 3)
    rows = lexicon.transform([*TEXTS, "", "\x00\ud800 😀"])
    dense = np.zeros((len(rows), len(lexicon)), dtype=np.float32)
    for i, (indices, values) in enumerate(rows):
        dense[i, indices] = values
    assert np.allclose(dot(rows, weights), dense @ weights, atol=1e-3)
