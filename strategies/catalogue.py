"""The eight support strategies of ESConv (Liu et al., ACL 2021)."""

from __future__ import annotations

from typing import Literal, get_args

Strategy = Literal[
    "Question",
    "Restatement or Paraphrasing",
    "Reflection of feelings",
    "Self-disclosure",
    "Affirmation and Reassurance",
    "Providing Suggestions",
    "Information",
    "Others",
]
STRATEGIES: tuple[Strategy, ...] = get_args(Strategy)

Stage = Literal["exploration", "comforting", "action"]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""The three stages of helping (Hill, Helping Skills), as ESConv names them."""
