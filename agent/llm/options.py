"""The options of `holdspace models`. Nothing but text, so that help stays cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser

ABOUT = (
    "Check an OpenAI-compatible endpoint: is it reached, does it take the key, has it the model, does it reply, stream "
    "and give structured values; and what to do where it does not. Exit code 2 when something is wrong."
)


def add_options(verb: ArgumentParser) -> None:
    """Adds them to the verb's parser."""
    verb.add_argument("--base-url", metavar="URL", help="its address (HOLDSPACE_BASE_URL, else looked for right here)")
    verb.add_argument("--key-file", metavar="FILE", help="a file with its key (else HOLDSPACE_KEY, else the keyring)")
    verb.add_argument("--model", metavar="NAME", help="which of its models (the only one, where there is one)")
