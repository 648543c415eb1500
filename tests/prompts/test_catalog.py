"""Prompts are files with exactly the variables they name."""

from __future__ import annotations

from importlib.resources import files

import pytest

from holdspace.prompts.catalog import PROMPTS, PromptError, load, render, variables

REPLY = {
    "steps": "1. Question. Asking.",
    "stage": "exploration",
    "danger": "Nothing in the talk was read as danger. {{stage}}",
    "length": "At most 3 sentences.",
    "watch": "Leave help lines to it.",
}


def test_every_prompt_file_is_in_the_inventory() -> None:
    found = {path.name for path in files("holdspace.prompts").iterdir() if path.name.endswith(".md")}
    assert found == {f"{name}.md" for name in PROMPTS}


def test_rendering_fills_every_variable_once() -> None:
    assert variables("reply") == REPLY.keys()
    rendered = render("reply", **REPLY)
    assert "besides:\n1. Question. Asking.\nStage of the talk: exploration." in rendered
    assert "read as danger. {{stage}}" in rendered
    assert rendered.count("{{") == 1


def test_a_missing_and_an_unused_variable_are_errors() -> None:
    with pytest.raises(PromptError, match="missing: watch"):
        render("reply", **{name: value for name, value in REPLY.items() if name != "watch"})
    with pytest.raises(PromptError, match="unused: mood"):
        render("reply", **REPLY, mood="low")


def test_an_unknown_prompt_is_an_error() -> None:
    with pytest.raises(PromptError, match="no prompt is called"):
        load("poem")  # type: ignore[arg-type]
