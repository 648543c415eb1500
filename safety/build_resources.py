"""Make `data/helplines.yaml` from the checked rows and from two public lists where these agree.

python -m holdspace.safety.build_resources --data DIR --out safety/data/helplines.yaml

DIR holds `helplines_checked.json`, one file `helplines_sandunwira*.json` and one
`helplines_wikipedia*.json`. No number is typed here: a row is written only where both lists
carry the same digits, in the spelling a caller inside the country would dial.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

import yaml

SANDUNWIRA = "sandunwira/CrisisHotlines@5167857 (MIT, 2024-11-07)"
WIKIPEDIA = "Wikipedia via fernando-195/emergency-and-helplines-api@9f4dd6d (CC BY-SA 4.0, 2026-08-08)"

FURTHER: dict[str, tuple[str, list[str], str | None]] = {
    "AT": ("Telefonseelsorge", [], None),
    "BE": ("Télé-Accueil", ["French"], None),
    "CH": ("Die Dargebotene Hand", [], None),
    "CY": ("Cyprus Samaritans", [], None),
    "CZ": ("Linka první psychické pomoci", [], None),
    "DK": ("Livslinien", [], None),
    "FI": ("Kriisipuhelin", [], None),
    "GR": ("the suicide line", [], "24/7"),
    "HK": ("Samaritan Befrienders Hong Kong", ["Cantonese"], "24/7"),
    "HU": ("Telefonos Lelki Elsősegély-szolgálat", [], None),
    "IL": ("ERAN", [], None),
    "IS": ("Hjálparsími Rauða krossins", [], None),
    "KR": ("the suicide prevention line", [], None),
    "LK": ("National Mental Health Helpline", [], None),
    "LT": ("Vilties linija", [], None),
    "LU": ("SOS Détresse", [], None),
    "LV": ("krīzes tālrunis", [], "24/7"),
    "MT": ("Supportline", [], None),
    "MY": ("Talian HEAL", [], None),
    "NO": ("Mental Helse Hjelpetelefonen", [], None),
    "NP": ("the national suicide prevention helpline", [], None),
    "PL": ("116sos.pl", [], None),
    "SE": ("Mind Självmordslinjen", [], None),
    "SG": ("Samaritans of Singapore", [], None),
    "SI": ("Zaupni telefon Samarijan", [], None),
    "SK": ("Linka dôvery Nezábudka", [], None),
    "TH": ("the mental health line", [], None),
    "TW": ("the Peace of Mind Line", [], None),
    "UY": ("Línea Nacional de Prevención del Suicidio", [], None),
}
"""Name as shown, languages and hours the lists' own names state; the numbers come from the files."""

EMERGENCY_ONLY = ("BG", "EE", "HR", "PH", "PT", "RO")
"""Countries where the lists agree on the emergency number and on no crisis line."""

POLICE_ONLY = {("DE", "110"), ("FR", "17"), ("JP", "110"), ("AT", "133"), ("KR", "112"), ("TW", "110")}
"""Numbers a list calls emergency that bring the police and no ambulance."""

AMBULANCE_ELSEWHERE = {"DE": "112", "JP": "119"}
"""Where the first list carries the police number alone and the second, for which there is a remark, an ambulance's."""

ALIASES = {
    "AE": ["uae", "emirates"],
    "BR": ["brasil"],
    "CH": ["schweiz", "suisse"],
    "CZ": ["czech republic"],
    "DE": ["deutschland"],
    "ES": ["españa"],
    "GB": ["uk", "britain", "great britain", "england", "scotland", "wales", "northern ireland"],
    "HK": ["hong kong"],
    "IE": ["eire", "éire", "republic of ireland"],
    "IT": ["italia"],
    "KR": ["korea"],
    "MM": ["myanmar", "burma"],
    "MX": ["méxico"],
    "NL": ["holland", "the netherlands", "nederland"],
    "NZ": ["aotearoa"],
    "PL": ["polska"],
    "TR": ["turkey"],
    "US": ["us", "usa", "america", "states", "united states of america"],
    "ZA": ["rsa"],
}
"""Names people type for themselves; a name that could mean two places has none."""


def digits(text: str) -> str:
    """The digits alone."""
    return re.sub(r"\D", "", text)


def the_one(folder: Path, pattern: str) -> Any:
    """The JSON of the single file in `folder` that matches."""
    (path,) = folder.glob(pattern)
    return json.loads(path.read_text(encoding="utf-8"))


def checked_rows(checked: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows checked one by one, facts only, dial verbatim."""
    kept = ("country", "category", "name", "dial", "how", "hours", "sources", "status", "note")
    rows = []
    for entry in checked["helplines"]:
        row = {key: entry[key] for key in kept if entry[key] is not None}
        row["languages"] = ["several"] if "multilingual" in (entry["hours"] or "") else []
        rows.append({**row, "checked": checked["as_of"]})
    return rows


def agreed_line(ours: list[dict[str, Any]], theirs: str) -> str | None:
    """The spelling of the crisis line that both lists carry; None where they differ."""
    for hotline in ours:
        for number in hotline["numbers"]:
            if digits(number) == digits(theirs):
                return str(number if number.count(" ") > theirs.count(" ") else theirs)
            if number.startswith("+") and len(digits(theirs)) > 5 and digits(number).endswith(digits(theirs)):
                return theirs
    return None


def agreed_emergency(code: str, ours: list[dict[str, Any]], theirs: dict[str, Any]) -> str | None:
    """The emergency number both lists carry, the second list's first choice leading."""
    named = {
        digits(n) for h in ours if re.search("emergency|ambulance", h["name"], re.IGNORECASE) for n in h["numbers"]
    }
    offered = [theirs["number"], *re.findall(r"\d+", theirs["note"] or "")]
    for number in offered:
        if digits(number) in named and (code, digits(number)) not in POLICE_ONLY:
            return str(number)
    return None


def agreed_rows(ours: dict[str, Any], theirs: dict[str, Any], codes: list[str], date: str) -> list[dict[str, Any]]:
    """Emergency numbers and further crisis lines where the two lists agree."""
    rows = []
    for code in codes:
        hotlines, entry = ours[code]["hotlines"], theirs[code]
        common = {"sources": [SANDUNWIRA, WIKIPEDIA], "status": "two_or_more", "checked": date}
        emergency = agreed_emergency(code, hotlines, entry["emergency"]) if entry["emergency"] else None
        if emergency:
            rows.append(
                {"country": code, "category": "emergency", "name": "emergency services", "dial": emergency}
                | {"how": "call", "hours": "24/7", "languages": []}
                | common
            )
        elif entry["emergency"] and AMBULANCE_ELSEWHERE.get(code) == entry["emergency"]["number"]:
            rows.append(
                {"country": code, "category": "emergency", "name": "emergency services"}
                | {"dial": entry["emergency"]["number"], "how": "call", "hours": "24/7", "languages": []}
                | {"sources": [WIKIPEDIA], "status": "single_source", "checked": date}
                | {"note": "the other list carries 110, the police"}
            )
        if code in FURTHER and entry["crisis"] and (dial := agreed_line(hotlines, entry["crisis"]["number"])):
            name, languages, hours = FURTHER[code]
            row = {"country": code, "category": "crisis", "name": name, "dial": dial, "how": "call"}
            rows.append(row | ({"hours": hours} if hours else {}) | {"languages": languages} | common)
    return rows


def table(folder: Path) -> dict[str, Any]:
    """The whole table as plain data: `finder`, `names`, `aliases`, `rows`."""
    checked = the_one(folder, "helplines_checked.json")
    ours = {c["alpha-2"]: c for c in the_one(folder, "helplines_sandunwira*.json") if c.get("alpha-2")}
    wikipedia = the_one(folder, "helplines_wikipedia*.json")
    theirs = {c["country"]: c for c in wikipedia["data"]}
    rows = checked_rows(checked)
    codes = sorted({r["country"] for r in rows} - {"EU"} | set(FURTHER) | set(EMERGENCY_ONLY))
    finder: dict[str, Any] = {
        "country": "INT",
        "category": "finder",
        "name": "Find A Helpline",
        "dial": "findahelpline.com",
    }
    finder |= {"how": "web", "languages": ["several"], "sources": ["ThroughLine, findahelpline.com"]}
    finder |= {"status": "single_source", "checked": checked["as_of"]}
    rows += agreed_rows(ours, theirs, codes, wikipedia["generatedAt"])
    rows.sort(key=lambda row: row["country"])
    names = {code: entry["name"] for code, entry in theirs.items()}
    return {"finder": finder, "names": names, "aliases": ALIASES, "rows": rows}


def main() -> None:
    """Write the table; the one truth from then on is the YAML."""
    parser = argparse.ArgumentParser(description="Build the help-line table.")
    parser.add_argument("--data", type=Path, required=True, help="folder with the three source files")
    parser.add_argument("--out", type=Path, required=True, help="the YAML to write")
    given = parser.parse_args()
    given.out.write_text(
        yaml.safe_dump(table(given.data), allow_unicode=True, sort_keys=False, width=110), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
