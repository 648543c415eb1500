"""What every test may lean on: the real encoder, loaded once, and no way out of this machine."""

from __future__ import annotations

import pytest
from hypothesis import settings
from pytest_socket import disable_socket

from holdspace.memory.encoder import Encoder, open_encoder

settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
"""No test looks at a clock, and every run tries the same examples."""


def pytest_runtest_setup() -> None:
    disable_socket(allow_unix_socket=True)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The default encoder, as a person's turn would use it."""
    return open_encoder()
