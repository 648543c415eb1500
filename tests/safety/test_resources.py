"""Help lines: verbatim, dated, never guessed, and a value even when the table is gone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from holdspace.safety.resources import FINDER, MAX_AGE, SERVICES, ResourceTable, dialled, digits, stale
from holdspace.safety.risk import CATEGORIES

TABLE = ResourceTable.load()


def test_every_row_has_a_source_a_date_and_a_known_service() -> None:
    assert len(TABLE.rows) > 100
    for row in TABLE.rows:
        assert row.sources, row
        assert row.category in SERVICES
        assert digits(row.dial)
        assert row.status == "two_or_more" or len(row.sources) == 1


def test_no_row_is_older_than_180_days_today() -> None:
    today = dt.datetime.now(dt.UTC).date()
    assert stale((*TABLE.rows, TABLE.finder), today) == ()


def test_a_row_goes_stale_on_the_181st_day() -> None:
    row = TABLE.rows[0]
    assert stale([row], row.checked + MAX_AGE) == ()
    assert stale([row], row.checked + MAX_AGE + dt.timedelta(days=1)) == (row,)


def test_at_least_thirty_countries_have_a_line() -> None:
    with_line = {row.country for row in TABLE.rows if row.category != "emergency"} - {"EU"}
    assert len(with_line) >= 30


@pytest.mark.parametrize(
    ("country", "category", "dial"),
    [
        ("GB", "suicide", "116 123"),
        ("US", "suicide", "988"),
        ("US", "abuse", "1-800-799-7233"),
        ("GB", "minor_at_risk", "0800 1111"),
        ("US", "eating_disorder", "1-866-662-1235"),
        ("JP", "suicide", "0120-279-338"),
        ("IT", "suicide", "02 2327 2327"),
        ("AU", "abuse", "1800 737 732"),
        ("AT", "psychosis", "142"),
    ],
)
def test_the_fitting_line_comes_first(country: str, category: str, dial: str) -> None:
    (known,) = [c for c in CATEGORIES if c == category]
    assert TABLE.for_person(country, [known], "high")[0].dial == dial


def test_without_a_country_or_a_row_there_is_only_the_finder() -> None:
    for country in (None, "XX", "EU"):
        shown = TABLE.for_person(country, ["suicide"], "high")
        assert country == "EU" or shown == (TABLE.finder,)
    assert TABLE.numbers(None) == frozenset()


def test_numbers_reserved_across_the_union_are_offered_in_no_country() -> None:
    for country in TABLE.countries():
        assert all(row.country == country for row in TABLE.for_person(country, ["suicide"], "elevated")[:1]) or (
            TABLE.for_person(country, ["suicide"], "elevated") == (TABLE.finder,)
        )


def test_the_emergency_number_leads_at_imminent_and_police_numbers_never_do() -> None:
    assert [r.dial for r in TABLE.for_person("US", ["medical_emergency"], "imminent")] == ["911", "1-800-222-1222"]
    assert TABLE.for_person("GB", ["suicide"], "imminent")[0].dial == "999"
    for country in ("BR", "KR", "TW"):
        assert TABLE.emergency(country) is None
    france = TABLE.emergency("FR")
    assert france is not None
    assert france.dial == "112"


def test_what_is_asked_of_a_program_gets_no_crisis_line() -> None:
    assert TABLE.for_person("US", ["dependence", "injection"], "elevated") == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UK", "GB"), ("United Kingdom", "GB"), ("gb", "GB"), ("USA", "US"), ("us", "US"), ("U.S.", "US"),
        ("I'm in the UK", "GB"), ("i live in ireland!", "IE"), ("from New Zealand.", "NZ"), ("DE", "DE"),
        ("Deutschland", "DE"), ("the Netherlands", "NL"), ("Kenya", "KE"),
        ("no", None), ("NO", None), ("IN", None), ("Georgia", None), ("idk", None), ("", None), ("my mum", None),
    ],
)  # fmt: skip
def test_a_country_is_resolved_or_left_open(text: str, code: str | None) -> None:
    assert TABLE.resolve_country(text) == code


def test_a_typed_code_is_taken_as_one() -> None:
    assert TABLE.resolve_country("no", code=True) == "NO"


@pytest.mark.parametrize("content", ["", "rows: 3", "{", "rows: [{country: GB}]\nfinder: {}\nnames: {}\naliases: {}"])
def test_an_unreadable_table_is_the_finder_alone(tmp_path: Path, content: str) -> None:
    broken = tmp_path / "helplines.yaml"
    broken.write_text(content, encoding="utf-8")
    for path in (broken, tmp_path / "missing.yaml"):
        table = ResourceTable.load(path)
        assert table.for_person("GB", ["suicide"], "imminent") == (FINDER,)
        assert table.emergency("GB") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Samaritans on 116 123, at any hour", ("116123",)),
        ("1-800-799-7233 or 988", ("18007997233", "988")),
        ("from 09:00 to midnight, open 24/7", ()),
        ("1800RESPECT", ()),
        ("2 cups, 10 minutes", ()),
    ],
)
def test_what_could_be_dialled_is_found(text: str, found: tuple[str, ...]) -> None:
    assert dialled(text) == found
    assert digits("116 123") in TABLE.numbers("GB")


def test_every_phrase_reads_as_one_clause_and_holds_the_number_verbatim() -> None:
    for row in TABLE.rows:
        assert row.dial in row.phrase
        assert not set(row.phrase) & set("?!{};")
