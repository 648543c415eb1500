"""The imagined seekers: ways of taking a reply, none of them a real person's."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

Reaction = Literal["normal", "withdrawn", "oversensitive", "angry"]
REACTIONS: tuple[Reaction, ...] = get_args(Reaction)
"""How a reply may be taken (PsycheChat's four)."""

MEANINGS: dict[Reaction, str] = {
    "normal": "goes along with the talk as most people would",
    "withdrawn": "says little, pulls back or changes the subject",
    "oversensitive": "hears blame, pity or being brushed off where none was meant",
    "angry": "is annoyed or hits back",
}

Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=500)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class ProfilesUnreadable(ValueError):
    """The profile cards cannot be used; for whoever wrote them. `faults` hold one line each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Profile(BaseModel):
    """One way of being a seeker. `leans` are the reactions seen more than usual, the likeliest first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: Annotated[str, StringConstraints(min_length=4, max_length=60)]
    manner: Prose
    """How they talk, and what they want from it."""
    opens: Prose
    """What brings them closer."""
    closes: Prose
    """What sends them away."""
    leans: Annotated[tuple[Reaction, ...], Field(min_length=1, max_length=3)]
    words: tuple[Annotated[int, Field(ge=1, le=200)], Annotated[int, Field(ge=1, le=200)]]
    """Length of a message, from and to."""
    sounds_like: Annotated[tuple[Said, ...], Field(min_length=3, max_length=6)]
    """Invented lines, for the sound alone."""
    source: Prose
    """The published work the manner rests on."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.words[0] > self.words[1]:
            raise ValueError("words: write the lower number first")
        if len(set(self.leans)) < len(self.leans):
            raise ValueError("leans: names a reaction twice")
        return self


def read_profiles(file: Path | Traversable) -> tuple[Profile, ...]:
    """All cards of one YAML file, in its order. Raises ProfilesUnreadable, naming card and field."""
    cards = _cards(file)
    found: list[Profile] = []
    faults: list[str] = []
    for at, entry in enumerate(cards, start=1):
        title = f"'{entry['id']}'" if isinstance(entry, dict) and entry.get("id") else str(at)
        try:
            found.append(Profile.model_validate(entry))
        except ValidationError as error:
            for fault in error.errors(include_url=False, include_context=False):
                field = ".".join(str(part) for part in fault["loc"]) or "card"
                faults.append(f"{file.name}, card {title}, {field}: {fault['msg'].removeprefix('Value error, ')}")
    ids = [profile.id for profile in found]
    faults += [
        f"{file.name}, card '{name}': the id is used twice" for name in sorted({n for n in ids if ids.count(n) > 1})
    ]
    if faults:
        raise ProfilesUnreadable(tuple(faults))
    return tuple(found)


@cache
def open_profiles() -> tuple[Profile, ...]:
    """The cards that ship, read when first asked for and kept. Raises ProfilesUnreadable."""
    return read_profiles(files(__package__).joinpath("profiles.yaml"))


def _cards(file: Path | Traversable) -> list[Any]:
    import yaml

    try:
        sheet = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProfilesUnreadable((f"{file.name}: cannot be read ({error.strerror or error})",)) from error
    except UnicodeDecodeError as error:
        raise ProfilesUnreadable((f"{file.name}: is not UTF-8 text",)) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        raise ProfilesUnreadable((f"{file.name}: {where}is not YAML",)) from error
    if not isinstance(sheet, list) or not sheet:
        raise ProfilesUnreadable((f"{file.name}: expected a list of one profile or more",))
    return sheet
