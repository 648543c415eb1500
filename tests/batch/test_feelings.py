"""What the planner is told of each message, read once for learning."""

from __future__ import annotations

from typing import Any, cast

import pytest

from holdspace.agent.batch import feelings
from holdspace.agent.emotion.reading import Reading
from holdspace.agent.parts import BatchParts


class Listener:
    """Remembers what it was given; reads nothing itself."""

    def __init__(self, reading: Any) -> None:
        self.reading, self.before = reading, []

    def read_all(self, messages: Any, before: Any) -> list[Any]:
        self.before = [list(said) for said in before]
        return [self.reading] * len(messages)


def test_only_the_seeker_is_read_and_with_what_came_before(encoder: Any) -> None:
    listener = Listener(Reading("grief", {"grief": 1.0}, {}, (), 4, -0.6, 0.1, 0.0))
    parts = BatchParts(encoder, cast("Any", listener), cast("Any", None), cast("Any", None))
    turns = [
        {"speaker": "seeker", "text": "he left"},
        {"speaker": "supporter", "text": "When?"},
        {"speaker": "seeker", "text": "last night"},
    ]
    found = feelings.feelings_of(turns, parts)
    assert found[1] is None
    assert [f.intensity for f in found if f] == [4, 4]
    assert all(f.negative for f in found if f)
    assert listener.before == [[], [("user", "he left"), ("assistant", "When?")]]


def test_a_wrong_call_says_how_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["feelings"])
    with pytest.raises(SystemExit, match="usage"):
        feelings.main()
