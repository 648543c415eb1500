"""Which days a question means, asked on Wednesday 4 March 2026."""

from __future__ import annotations

from datetime import date

import pytest

from holdspace.memory.dates import day_of, span_of, tense_of

NOW = date(2026, 3, 4)
SESSIONS = [date(2026, 1, 5), date(2026, 2, 2), date(2026, 3, 2)]


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What did I say yesterday?", "2026-03-03", "2026-03-03"),
        ("what did I say last week about work", "2026-02-23", "2026-03-03"),
        ("What happened last month?", "2026-02-01", "2026-02-28"),
        ("How was I two weeks ago?", "2026-02-14", "2026-02-22"),
        ("What happened in November?", "2025-11-01", "2025-11-30"),
        ("What did I write on January 5th?", "2026-01-05", "2026-01-05"),
        ("What did I write on 5 January 2025?", "2025-01-05", "2025-01-05"),
        ("What was it on 2026-02-02?", "2026-02-02", "2026-02-02"),
        ("What did I tell you on Monday?", "2026-03-02", "2026-03-02"),
        ("What did I say in our first session?", "2026-01-05", "2026-01-05"),
        ("What did we talk about last time?", "2026-03-02", "2026-03-02"),
        ("What did I do last summer?", "2025-06-01", "2025-08-31"),
        ("What did I do in winter?", "2025-12-01", "2026-02-28"),
    ],
)
def test_named_days(question: str, first: str, last: str) -> None:
    span = span_of(question, NOW, SESSIONS)
    assert span is not None
    assert (span.first.isoformat(), span.last.isoformat()) == (first, last)


@pytest.mark.parametrize("question", ["Who is my sister?", "May I ask you something?", "on 31 February", ""])
def test_no_day_is_named(question: str) -> None:
    assert span_of(question, NOW, SESSIONS) is None


def test_tenses() -> None:
    assert [tense_of(q) for q in ("Where do I live now?", "Where did I live before?", "Where do I live?")] == [
        "now",
        "past",
        None,
    ]


def test_days_of_anything() -> None:
    assert [day_of(at) for at in ("2026-03-04", "2026-03-04T23:00:00+00:00", "soon", "")] == [NOW, NOW, None, None]
