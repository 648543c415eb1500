"""Numbers as a line of marks."""

from __future__ import annotations

from holdspace.agent.sparkline import PLAIN, sparkline


def test_a_line_of_marks_fits_its_width() -> None:
    assert sparkline([-1, 0, 1], 10) == "▁▅█"
    assert sparkline([-1, 1], 10, PLAIN) == "_#"
    assert len(sparkline([0.1] * 500, 40)) == 40
    assert sparkline([-5, 5], 10) == "▁█"
    assert sparkline([], 10) == ""
