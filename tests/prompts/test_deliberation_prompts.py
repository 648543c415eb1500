"""What is sent to a model, word for word: `golden/` holds each prompt as rendered.

A change of wording shows there in full. After a wanted change, write the new rendering into the file.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from holdspace.prompts.catalog import PromptName, render

GOLDEN = Path(__file__).parent / "golden"
RENDERED: dict[PromptName, dict[str, str]] = {
    "reply": {
        "steps": "1. Reflection of feelings. Name one feeling, as a guess.",
        "stage": "exploration",
        "danger": "Nothing in the talk was read as danger.",
        "length": "At most 3 sentences and about 38 words.",
        "watch": "If their last message shows a danger, answer with [danger] and nothing else.",
    },
    "read_again": {"families": "grief, joy", "levels": "none, high", "categories": "suicide, abuse"},
    "react": {"reactions": "- normal: goes along\n- angry: hits back"},
    "reply_again": {"shown": "Two plates again.", "failed": "I am real too.", "fault": "claims human"},
    "told": {"data": "<<< the talk so far\nperson | sat there like an idiot for an hour\n>>>"},
    "imagine_move": {
        "strategy": "Reflection of feelings",
        "meaning": "Naming, tentatively, the feeling that is in what the person says.",
        "instruction": "Name one feeling, as a guess.",
        "stage": "comforting",
        "danger": "Nothing in the talk points to danger.",
    },
    "imagine_seeker": {
        "person": "Withdrawn, in few words",
        "manner": "Answers in a few words.",
        "opens": "Short, patient replies.",
        "closes": "Several questions.",
        "words": "1 to 12",
        "sounds_like": "- dunno\n- mm",
        "reactions": "- normal: goes along\n- withdrawn: says little",
        "leans": "withdrawn",
    },
    "judge_exchange": {"answers": "- The person feels worse.\n- The person feels better."},
    "steps_at_once": {
        "stage": "comforting",
        "chosen": "Reflection of feelings",
        "left": "2",
        "open": "- Question: Asking.\n- Information: Facts.",
    },
    "steps_onward": {
        "stage": "comforting",
        "chosen": "Reflection of feelings, then Question",
        "left": "1",
        "open": "- Information: Facts.",
    },
}


@pytest.mark.parametrize("name", RENDERED)
def test_the_rendering_is_as_kept(name: PromptName) -> None:
    assert f"{render(name, **RENDERED[name])}\n" == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
