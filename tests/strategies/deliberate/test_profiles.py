"""The imagined seekers that ship, and cards that may not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from holdspace.strategies.deliberate.profiles import (
    MEANINGS,
    REACTIONS,
    ProfilesUnreadable,
    open_profiles,
    read_profiles,
)

CARD = open_profiles()[0].model_dump(mode="json")


def faults(folder: Path, text: str) -> tuple[str, ...]:
    file = folder / "people.yaml"
    file.write_text(text)
    with pytest.raises(ProfilesUnreadable) as caught:
        read_profiles(file)
    return caught.value.faults


def test_eight_ways_ship_and_between_them_show_every_reaction() -> None:
    profiles = open_profiles()
    assert [profile.id for profile in profiles] == [
        "open",
        "withdrawn",
        "advice-seeking",
        "angry",
        "sceptical-of-programs",
        "rambling",
        "second-language",
        "teenager",
    ]
    assert {reaction for profile in profiles for reaction in profile.leans} == set(REACTIONS) == set(MEANINGS)


@pytest.mark.parametrize("profile", open_profiles(), ids=lambda profile: profile.id)
def test_a_profile_is_a_manner_with_a_source_and_sounds_its_length(profile) -> None:
    assert any(word.strip("(),.").isdigit() and len(word.strip("(),.")) == 4 for word in profile.source.split())
    assert all(len(line.split()) <= profile.words[1] for line in profile.sounds_like)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mood": "low"}, "card 'open', mood: Extra inputs"),
        ({"leans": ["normal", "furious"]}, "card 'open', leans.1: Input should be 'normal'"),
        ({"leans": ["angry", "angry"]}, "names a reaction twice"),
        ({"words": [9, 3]}, "write the lower number first"),
        ({"sounds_like": ["hm"]}, "sounds_like"),
        ({"id": ""}, "card 1, id"),
    ],
)
def test_a_bad_card_is_refused_by_card_and_field(tmp_path: Path, change: dict[str, object], message: str) -> None:
    (fault,) = faults(tmp_path, yaml.safe_dump([{**CARD, **change}]))
    assert fault.startswith("people.yaml, ")
    assert message in fault


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "expected a list"), ("a: 1", "expected a list"), ("- [", "is not YAML"), ("- words", "card 1, card: ")],
)
def test_a_file_that_holds_no_profiles_is_refused(tmp_path: Path, text: str, message: str) -> None:
    assert message in faults(tmp_path, text)[0]


def test_an_id_stands_once_and_a_missing_file_is_named(tmp_path: Path) -> None:
    assert faults(tmp_path, yaml.safe_dump([CARD, CARD])) == ("people.yaml, card 'open': the id is used twice",)
    with pytest.raises(ProfilesUnreadable, match=r"nowhere\.yaml: cannot be read"):
        read_profiles(tmp_path / "nowhere.yaml")
