"""What every test may lean on: the real encoder, loaded once, and no way out of this machine."""

from __future__ import annotations

import pytest
from pytest_socket import disable_socket

from holdspace.memory.encoder import Encoder, open_encoder


def pytest_runtest_setup() -> None:
    disable_socket(allow_unix_socket=True)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The default encoder, as a person's turn would use it."""
    return open_encoder()
