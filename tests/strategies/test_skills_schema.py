"""A card that is wrong is refused, and the message says where and how."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from holdspace.strategies.skills.library import SkillLibrary
from holdspace.strategies.skills.sheet import SkillsUnreadable, read_sheets

LINES = "I'm following you.\nCarry on wherever you like.\nTake the time you need.\nSay it in any order.\n"
CARD: dict[str, Any] = {
    "id": "nodding",
    "name": "Nodding",
    "stages": ["exploration", "comforting", "action"],
    "guidance": "Shows that somebody is listening.",
    "when": "Nothing needs an answer.",
    "avoid": "When something does need one.",
    "outcome": "The talk goes on.",
    "risks": "Nodding at nothing.",
    "source": "Somebody, A. (1999). A Book About Nodding.",
    "wording": LINES,
    "instruction": "Nod in a few words. Ask nothing.",
}
STEP = {"say": "Name five things you see.\nLook round and name five.\n", "hopes_for": "A few plain things."}


def sheet(folder: Path, *cards: Any, strategy: Any = "Others") -> Path:
    (folder / "others.yaml").write_text(yaml.safe_dump({"strategy": strategy, "cards": list(cards)}))
    return folder


def faults(folder: Path) -> tuple[str, ...]:
    with pytest.raises(SkillsUnreadable) as refused:
        read_sheets(folder)
    assert str(refused.value) == "\n".join(refused.value.faults)
    return refused.value.faults


def with_line(line: str) -> str:
    return LINES + line + "\n"


def test_a_good_card_is_read(tmp_path: Path) -> None:
    (card,) = read_sheets(sheet(tmp_path, CARD))
    assert (card.id, card.strategy, len(card.wording)) == ("nodding", "Others", 4)
    assert card.always_there


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"mood": "kind"}, "mood", "no such field"),
        ({"source": None}, "source", "string"),
        ({"source": "It is well known."}, "source", "with its year"),
        ({"id": "Not An Id"}, "id", "pattern"),
        ({"stages": []}, "stages", "at least 1"),
        ({"stages": ["ending"]}, "stages.0", "'exploration', 'comforting' or 'action'"),
        ({"stages": ["action", "action"]}, "stages", "twice"),
        ({"guidance": "One. Two is here. Three is here. Four is here."}, "guidance", "1 to 3 sentences, not 4"),
        ({"instruction": "Nod in a few words only."}, "instruction", "2 to 4 sentences, not 1"),
        ({"wording": ["A list is not a block."]}, "wording", "one variant a line"),
        ({"wording": "Only one line here.\n"}, "wording", "4 to 8 variants, not 1"),
        ({"wording": with_line("Why is it so? And since when?")}, "wording", "variant 5 asks more than one question"),
        ({"wording": with_line("You did it!")}, "wording", "variant 5 has an exclamation mark"),
        ({"wording": with_line("One here. Two here. Three here. Four here.")}, "wording", "too long (4 sentences"),
        ({"wording": with_line("word " * 46 + "end.")}, "wording", "47 words"),
        ({"wording": with_line("Tell me about {name} then.")}, "wording", "a slot that is not one {thing}"),
        ({"wording": with_line("So {thing} and {thing} again.")}, "wording", "a slot that is not one {thing}"),
        ({"wording": with_line("No stop at the end")}, "wording", "full stop"),
        ({"wording": with_line("Hm.")}, "wording", "too short"),
        ({"wording": with_line("Take the time you need.")}, "wording", "twice"),
        (
            {"wording": "So it is {thing}.\nBack to {thing} then.\nAnd {thing} again.\nGo on, please.\n"},
            "wording",
            "optional",
        ),
        ({"fits": {"families": ["glee"]}}, "fits.families.0", "'sadness'"),
        ({"fits": {"intensity": [4, 2]}}, "fits.intensity", "lower number first"),
        ({"fits": {"intensity": [0, 6]}}, "fits.intensity.0", "greater than or equal to 1"),
        ({"fits": {"needs": ["money"]}}, "fits.needs.0", "'heard'"),
        ({"fits": {"topics": ["Sleep!"]}}, "fits.topics.0", "pattern"),
        ({"fits": {"mood": 1}}, "fits.mood", "no such field"),
        ({"never": {"risk_rank": 7}}, "never.risk_rank", "less than or equal to 4"),
        ({"never": {"refused": True}}, "never.refused", "no such field"),
        ({"steps": [STEP]}, "card", "a skill of one step"),
        ({"steps": [STEP, {**STEP, "say": "Only one way.\n"}]}, "steps.1.say", "2 to 4 variants, not 1"),
        ({"steps": [STEP, {"say": STEP["say"]}]}, "steps.1.hopes_for", "is missing"),
    ],
)
def test_a_bad_card_is_refused_by_file_card_and_field(
    tmp_path: Path, change: dict[str, Any], field: str, message: str
) -> None:
    found = faults(sheet(tmp_path, {**CARD, **change}))
    assert found[0].startswith(f"others.yaml, card 'nodding', {field}: ") or "id" in change
    assert any(field in fault and message in fault for fault in found), found


@pytest.mark.parametrize("field", sorted(CARD))
def test_no_field_may_be_left_out(tmp_path: Path, field: str) -> None:
    card = {name: value for name, value in CARD.items() if name != field}
    assert any(fault.endswith(f", {field}: is missing") for fault in faults(sheet(tmp_path, card)))


def test_every_fault_of_every_card_is_named_at_once(tmp_path: Path) -> None:
    found = faults(sheet(tmp_path, {**CARD, "mood": 1, "risks": ""}, {**CARD, "id": "other", "when": 3}, "words"))
    assert len(found) == 4
    assert found[-1] == "others.yaml, card 3: expected fields, not str"


def test_an_id_stands_once(tmp_path: Path) -> None:
    assert faults(sheet(tmp_path, CARD, CARD)) == ("card 'nodding': the id is used twice",)


def test_the_strategy_stands_at_the_head_only(tmp_path: Path) -> None:
    assert "head of the file" in faults(sheet(tmp_path, {**CARD, "strategy": "Others"}))[0]
    assert "'Cheering' is none of Question" in faults(sheet(tmp_path, CARD, strategy="Cheering"))[0]
    assert "none of Question" in faults(sheet(tmp_path, CARD, strategy=["Others"]))[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- just\n- a list\n", "expected exactly a strategy and a list of cards"),
        ("strategy: Others\n", "expected exactly"),
        ("", "expected exactly"),
        ("strategy: Others\ncards: {a: 1}\n", "expected exactly"),
        ("strategy: Others\ncards:\n  - when: this: that\n", "line 3: is not YAML"),
        ("\x00", "is not YAML"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "others.yaml").write_text(text)
    (fault,) = faults(tmp_path)
    assert fault.startswith("others.yaml: ")
    assert message in fault


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "others.yaml").write_bytes(b"\xff\xfe\xfa")
    assert faults(tmp_path) == ("others.yaml: is not UTF-8 text",)
    assert "cannot be read" in faults(tmp_path / "nowhere")[0]


def test_a_strategy_without_a_card_that_is_always_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SkillsUnreadable, match="Question: no card that is always there"):
        SkillLibrary.load(sheet(tmp_path, CARD))
    for change in ({"never": {"risk_rank": 4}}, {"fits": {"needs": ["heard"]}}, {"stages": ["action", "comforting"]}):
        (card,) = read_sheets(sheet(tmp_path, {**CARD, **change}))
        assert not card.always_there
