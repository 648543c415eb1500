"""The inventory of prompts: one Markdown file each, with exactly the variables named here."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

PromptName = Literal[
    "reply",
    "reply_again",
    "read_again",
    "react",
    "value",
    "value_again",
    "told",
    "imagine_move",
    "imagine_seeker",
    "judge_exchange",
    "steps_at_once",
    "steps_onward",
]
PROMPTS: tuple[PromptName, ...] = get_args(PromptName)

_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


class PromptError(ValueError):
    """A prompt and its variables do not fit each other; for whoever wrote the call or the file."""


@cache
def load(name: PromptName) -> str:
    """The template text, without the newline at its end. Raises `PromptError` for a name not in `PROMPTS`."""
    if name not in PROMPTS:
        raise PromptError(f"no prompt is called {name!r}; known: {', '.join(PROMPTS)}")
    return files(__package__).joinpath(f"{name}.md").read_text(encoding="utf-8").rstrip("\n")


def variables(name: PromptName) -> frozenset[str]:
    """The names that `render` must be given for this prompt."""
    return frozenset(_VARIABLE.findall(load(name)))


def render(name: PromptName, **values: str) -> str:
    """The prompt with its variables filled in; values are inserted once and never read as templates.

    Raises `PromptError` when a variable is missing or when a value is given that the prompt does not use.
    """
    wanted = variables(name)
    missing, unused = wanted - values.keys(), values.keys() - wanted
    if missing or unused:
        said = [f"missing: {', '.join(sorted(missing))}"] if missing else []
        said += [f"unused: {', '.join(sorted(unused))}"] if unused else []
        raise PromptError(f"prompt {name!r}: {'; '.join(said)}")
    return _VARIABLE.sub(lambda found: values[found.group(1)], load(name))
