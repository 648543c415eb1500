"""Scripts are read strictly, and a slip is told with file, turn and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdspace.agent.replay.load import load_script, parse_script, script_files
from holdspace.agent.usage_error import UsageError

SHIPPED = sorted((Path(__file__).parents[2] / "agent" / "replay" / "scripts").glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_script_is_one_and_expects_something(path: Path) -> None:
    script = load_script(path)
    assert script.name
    assert script.about
    assert any(turn.expect.model_fields_set for turn in script.turns)


def test_at_least_six_scripts_are_shipped() -> None:
    assert len(SHIPPED) >= 6


def test_one_value_or_a_list_and_all_scalars_are_words() -> None:
    script = parse_script(
        """
name: yes
turns:
  - user: no
    expect: {emotion: grief, risk: [none, low], strategy: Question, intensity: {min: 2}}
  - user: 12
    expect: {risk: {at_least: elevated}, reply: {contains: a, excludes: [b, c]}}
""",
        "s.yaml",
    )
    first, second = script.turns
    assert (script.name, first.user, second.user) == ("yes", "no", "12")
    assert first.expect.emotion == ("grief",)
    assert first.expect.risk is not None
    assert first.expect.risk.any_of == ("none", "low")
    assert first.expect.intensity is not None
    assert (first.expect.intensity.min, first.expect.intensity.max) == (2, 5)
    assert second.expect.reply is not None
    assert second.expect.reply.contains == ("a",)


TURN = "name: n\nturns:\n  - user: hi\n  - user: hello\n    "


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TURN + "expect: {emotoin: grief}", "unknown key `emotoin` in turn 2; did you mean `emotion`?"),
        (TURN + "expects: {}", "unknown key `expects` in turn 2; did you mean `expect`?"),
        (TURN + "expect: {emotion: sadnes}", "`emotion` in turn 2: `sadnes` is not known; did you mean `sadness`?"),
        (
            TURN + "expect: {strategy: question}",
            "`strategy` in turn 2: `question` is not known; did you mean `Question`?",
        ),
        (TURN + "expect: {route: x}", "`route` in turn 2: `x` is not known; it is one of support, completion"),
        (TURN + "expect: {risk: {atleast: low}}", "unknown key `atleast` in turn 2; did you mean `at_least`?"),
        (TURN + "expect: {risk: severe}", "`risk` in turn 2: `severe` is not known; it is one of none, low"),
        (TURN + "expect: {intensity: {min: 9}}", "`intensity.min` in turn 2: input should be less than or equal to 5"),
        (TURN + "expect: {intensity: {min: 4, max: 2}}", "`intensity` in turn 2: min 4 is over max 2"),
        ("name: n\nturns:\n  - say: hi", "unknown key `say` in turn 1 (and 2 more)"),
        ("turns:\n  - user: hi", "`name` is missing"),
        ("name: n", "`turns` is missing"),
        ("name: n\nturns: []", "`turns`: tuple should have at least 1 item"),
        ("name: n\nname: m\nturns: []", "line 2, column 1: the key `name` stands here twice"),
        ("name: [n", "line 1, column 9: expected ',' or ']'"),
        ("name: n\n\tturns: x", "line 2, column 1: found character"),
        ("name: a\x00b", "broken YAML"),
        ("", "no script in here; it needs `name:` and `turns:` at the top"),
        ("- a\n- b", "no script in here"),
        ("just words", "no script in here"),
        ("? [a]\n: b", "line 1, column 3: found unhashable key"),
        ("[" * 5000, "broken YAML"),
    ],
)
def test_a_slip_is_named(text: str, said: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_script(text, "my.yaml")
    assert str(error.value).startswith("my.yaml: ")
    assert said in str(error.value)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    binary = tmp_path / "b.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not UTF-8 text at byte 1"):
        load_script(binary)
    with pytest.raises(UsageError, match=r"cannot read .No such file"):
        load_script(tmp_path / "absent.yaml")


def test_a_folder_stands_for_its_scripts(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "c.jsonl", "notes.md"):
        (tmp_path / name).write_text("", "utf-8")
    assert [path.name for path in script_files([str(tmp_path)])] == ["a.yml", "b.yaml", "c.jsonl"]
    with pytest.raises(UsageError, match="replay takes scripts"):
        list(script_files([str(tmp_path / "notes.md")]))
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=r"no .yaml or .jsonl file"):
        list(script_files([str(tmp_path / "empty")]))
