"""The moment as a model is told it."""

from __future__ import annotations

import pytest

from holdspace.strategies.catalogue import CATALOGUE, STRATEGIES
from holdspace.strategies.deliberate.moment import Moment, moment_of
from holdspace.strategies.skills.library import open_library

SCRIPT = """
> my boss moved the date again
[Question] What did that do to your week?
> everything is behind and i can't sleep
"""


def test_the_moment_of_a_state_holds_its_lines_and_the_card_for_each_strategy(talk) -> None:
    state = talk(SCRIPT)
    moment = moment_of(state, "exploration", open_library(), "anxiety, 3 of 5", "heavier")
    assert [line.who for line in moment.lines] == ["person", "supporter", "person"]
    for strategy in STRATEGIES:
        card = open_library().choose(strategy, state, "exploration").card
        assert moment.instruction(strategy) == card.instruction
    assert "person | everything is behind and i can't sleep" in moment.talk()


def test_without_a_card_the_catalogue_s_intent_is_told(plates) -> None:
    assert CATALOGUE["Question"].intent in plates.instruction("Question")


def test_only_the_last_ten_lines_are_shown(plates) -> None:
    long = Moment(plates.lines * 5, "comforting")
    assert len(long.talk().splitlines()) == 10 + 2


@pytest.mark.parametrize("rank", [-1, 5])
def test_a_rank_that_is_none_is_refused(rank: int) -> None:
    with pytest.raises(ValueError, match=r"risk_rank must be 0\.\.4"):
        Moment((), "action", risk_rank=rank)
