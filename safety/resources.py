"""Help lines as a table with source and date per row: the only place a number may come from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from .risk import Category, Level, rank

Service = Literal[
    "suicide",
    "crisis",
    "text",
    "urgent_mh",
    "emotional",
    "domestic_violence",
    "sexual_assault",
    "child",
    "poison",
    "substance",
    "eating_disorder",
    "lgbtq_youth",
    "emergency",
    "finder",
]
SERVICES: tuple[Service, ...] = get_args(Service)

MAX_AGE = dt.timedelta(days=180)
"""A row older than this must be looked up again before a release."""

_CRISIS: tuple[frozenset[Service], ...] = (frozenset({"suicide", "crisis"}), frozenset({"urgent_mh", "emotional"}))
_FITTING: Mapping[Category, tuple[frozenset[Service], ...]] = {
    "suicide": _CRISIS,
    "self_harm": _CRISIS,
    "harm_to_others": _CRISIS,
    "abuse": (frozenset({"domestic_violence"}), *_CRISIS),
    "eating_disorder": (frozenset({"eating_disorder"}), *_CRISIS),
    "psychosis": (frozenset({"urgent_mh"}), *_CRISIS),
    "medical_emergency": (frozenset({"poison"}),),
    "substance": (frozenset({"substance"}), *_CRISIS),
    "minor_at_risk": (frozenset({"child"}), *_CRISIS),
}
_ALONE: frozenset[Category] = frozenset({"suicide", "medical_emergency"})
"""For these the line for the danger goes before the line for the young."""

_DIAL = re.compile(r"(?<![^\W_])\d(?:[\s().+-]{0,2}\d)*(?![^\W_])")
_PLACE = re.compile(
    r"^(?:(?:i'?m|i am|we'?re|we are|it'?s|i live|i'm living|living|live|based|from|here|currently|country)\b[\s:,]*)*"
    r"(?:(?:in|from|at)\s+)?(?:the\s+(?=u[\s.]?[ks]|united|netherlands|states))?(?P<name>.+?)[\s.!,]*$"
)


@dataclass(frozen=True, slots=True)
class Resource:
    """One line of help. `dial` is shown verbatim and never built; `hours` "" means not known.

    `country` is an ISO 3166 code, `INT` for the international finder (whose `dial` is a web
    address), `EU` for numbers reserved across the Union, which are never offered because not
    every member state answers them. `checked` is the day of the newest source behind the row.
    """

    country: str
    category: Service
    name: str
    dial: str
    how: str
    hours: str
    languages: tuple[str, ...]
    sources: tuple[str, ...]
    status: Literal["two_or_more", "single_source"]
    checked: dt.date
    note: str = ""

    @property
    def key(self) -> str:
        """Names the row in a stored state."""
        return f"{self.country}:{self.category}:{self.dial}"

    @property
    def always_open(self) -> bool:
        """Whether a source without reservation says day and night."""
        return self.hours.startswith("24/7") and "older" not in self.hours

    @property
    def texted(self) -> bool:
        """Reached by a text message only."""
        return self.how.startswith("text")

    @property
    def phrase(self) -> str:
        """The line as a noun phrase: "Samaritans on 116 123, at any hour"."""
        name = self.name.replace("?", "").replace("#", "").strip()
        if self.category in ("finder", "emergency"):
            return self.dial
        if name.replace(" ", "") == self.dial.replace(" ", ""):
            name = "the line"
        elif re.search(r" (?:\w*line|disorders|\(rainn\))$", name, re.IGNORECASE) and name.isascii():
            name = name if name.startswith("the ") else f"the {name}"
        name = re.sub(r" option \d \(England\)", "", name)
        return f"{name} on {self.dial}{self._manner}{self._when}"

    @property
    def _manner(self) -> str:
        if self.how == "call or text":
            return " (call or text)"
        if "option" in self.name:
            return ", mental health option (England)"
        if self.how == "text":
            return " (by text)"
        return f" ({self.how})" if self.texted else ""

    @property
    def _when(self) -> str:
        if self.always_open:
            return ", at any hour"
        if span := re.match(r"(\d\d:\d\d)-(\d\d:\d\d) daily$", self.hours):
            return f", from {span[1]} to {'midnight' if span[2] == '24:00' else span[2]}"
        return ""


FINDER = Resource(
    "INT", "finder", "Find A Helpline", "findahelpline.com", "web", "", ("several",),
    ("ThroughLine, findahelpline.com",), "single_source", dt.date(2026, 11, 20),
)  # fmt: skip
"""What is left when the table cannot be read."""


def digits(text: str) -> str:
    """The digits of a number alone: the form in which two spellings are the same."""
    return re.sub(r"\D", "", text)


def dialled(text: str, at_least: int = 3) -> tuple[str, ...]:
    """What could be dialled in a text, as digits: runs of `at_least` or more; times of day are none."""
    plain = re.sub(r"\b\d{1,2}:\d\d\b|\b24/7\b", "~", text)
    return tuple(found for match in _DIAL.finditer(plain) if len(found := digits(match.group())) >= at_least)


def stale(rows: Iterable[Resource], today: dt.date) -> tuple[Resource, ...]:
    """The rows checked more than 180 days before `today`."""
    return tuple(row for row in rows if today - row.checked > MAX_AGE)


@dataclass(frozen=True, slots=True)
class ResourceTable:
    """All rows, the finder, and the names by which people call countries."""

    rows: tuple[Resource, ...] = ()
    finder: Resource = FINDER
    names: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path | None = None) -> ResourceTable:
        """The packaged table or another. One that cannot be read gives an empty table: the finder alone."""
        try:
            return _packaged() if path is None else _parse(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError):
            return cls()

    def for_person(self, country: str | None, categories: Sequence[Category], level: Level) -> tuple[Resource, ...]:
        """One or two rows, best first: the danger's own line, open at any hour, from two sources.

        Without a country, or in one without a row, the finder; a country is never guessed. At
        imminent, and for a body in danger from high up, the emergency number leads where one is
        known. Requests and reliance alone (no danger to a person) get no line below high.
        """
        grave: list[Category] = [c for c in categories if c in _FITTING]
        if not grave and rank(level) < rank("high"):
            return ()
        lines = self._fitting(country, grave or ["suicide"])[:2]
        bodily = "medical_emergency" in grave and rank(level) >= rank("high")
        if (bodily or level == "imminent") and (emergency := self.emergency(country)):
            return (emergency, *lines[:1])
        return lines or (() if grave == ["medical_emergency"] else (self.finder,))

    def _fitting(self, country: str | None, categories: Sequence[Category]) -> tuple[Resource, ...]:
        leading = sorted(categories, key=lambda c: (c != "medical_emergency", c not in _ALONE, c != "minor_at_risk"))
        found: list[Resource] = []
        for category in leading:
            for group in _FITTING[category]:
                rows = [row for row in self.rows if row.country == country and row.category in group]
                found += sorted(rows, key=lambda row: (not row.always_open, row.status == "single_source"))
        return tuple(dict.fromkeys(found))

    def by_text(self, country: str | None) -> Resource | None:
        """The line reached by text message, for someone who cannot be overheard."""
        return next((row for row in self.rows if row.country == country and row.texted), None)

    def emergency(self, country: str | None) -> Resource | None:
        """The number that brings an ambulance, where two lists agree; None: "your local emergency number"."""
        return next((row for row in self.rows if row.country == country and row.category == "emergency"), None)

    def numbers(self, country: str | None) -> frozenset[str]:
        """The digits that may be shown to someone in this country; none at all while it is not known."""
        return frozenset(digits(row.dial) for row in self.rows if row.country == country)

    def all_numbers(self) -> frozenset[str]:
        """The digits of every row."""
        return frozenset(digits(row.dial) for row in self.rows)

    def countries(self) -> dict[str, str]:
        """Code to name of each country that has a row."""
        codes = sorted({row.country for row in self.rows} - {"EU"})
        return {code: self.names.get(code, code) for code in codes}

    def resolve_country(self, text: str, *, code: bool = False) -> str | None:
        """The ISO code of a country named in a short answer ("I'm in the UK"); None rather than a guess.

        Two letters count as a code in capitals unless they also spell a word ("NO", "IN"); with
        `code` (a setting, a command) always. A name that fits two places ("Georgia") is not resolved.
        """
        stripped = text.strip()
        if code and stripped.upper() in self.names:
            return stripped.upper()
        if re.fullmatch(r"[A-Z]{2}", stripped) and stripped in self.names and stripped not in _WORDS:
            return stripped
        match = _PLACE.match(stripped.casefold().replace("’", "'"))
        name = re.sub(r"\b(\w)\.(?=\w)|(?<=\b\w)\.", r"\1", match["name"]) if match else ""
        return self._by_name().get(name)

    def _by_name(self) -> dict[str, str]:
        known = {name.casefold(): code for code, name in self.names.items() if name != "Georgia"}
        known |= {alias.casefold(): code for code, aliases in self.aliases.items() for alias in aliases}
        return known | ({"gb": "GB"} if "GB" in self.names else {})


_WORDS = frozenset("NO|IN|IT|IS|SO|MY|ME|TO|AT|BE|AM|AS|DO|BY|GM|ID|PA|LA|MA|AI|AD|SH|TV".split("|"))  # noqa: SIM905
"""Country codes that are also typed as words."""


@cache
def _packaged() -> ResourceTable:
    return _parse(resources.files(__package__).joinpath("data/helplines.yaml").read_text(encoding="utf-8"))


def _parse(text: str) -> ResourceTable:
    data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (a safe loader both ways)
    aliases = {code: tuple(names) for code, names in data["aliases"].items()}
    rows = tuple(_row(entry) for entry in data["rows"])
    return ResourceTable(rows, _row(data["finder"]), dict(data["names"]), aliases)


def _row(entry: Mapping[str, Any]) -> Resource:
    if entry["category"] not in SERVICES or entry["status"] not in ("two_or_more", "single_source"):
        raise ValueError(f"unknown category or status in {entry['country']}: {entry['name']}")
    if not str(entry["dial"]).strip() or not entry["sources"]:
        raise ValueError(f"a row without a number or a source: {entry['country']}: {entry['name']}")
    return Resource(
        country=str(entry["country"]),
        category=entry["category"],
        name=str(entry["name"]),
        dial=str(entry["dial"]),
        how=str(entry["how"]),
        hours=str(entry.get("hours", "")),
        languages=tuple(entry["languages"]),
        sources=tuple(entry["sources"]),
        status=entry["status"],
        checked=dt.date.fromisoformat(str(entry["checked"])),
        note=str(entry.get("note", "")),
    )
