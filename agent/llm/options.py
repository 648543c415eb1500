"""The options of `holdspace models`, and of talking with a model. Nothing but text, so that help stays cheap."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser

ABOUT = (
    "Check an OpenAI-compatible endpoint: is it reached, does it take the key, has it the model, does it reply, stream "
    "and give structured values; and what to do where it does not. Exit code 2 when something is wrong."
)

WITH_A_MODEL = (
    "Offline is the default. With `--mode llm` a language model writes the replies; with `--mode agents` it also gives "
    "a second reading, looks ahead and reviews. Everything you write then goes to its endpoint. Without an answer "
    "from there the built-in words go on. The environment may name all of it: HOLDSPACE_MODE, HOLDSPACE_BASE_URL, "
    "HOLDSPACE_MODEL, HOLDSPACE_FALLBACK, HOLDSPACE_DIALECT, HOLDSPACE_KEY or HOLDSPACE_KEY_FILE, and the limits "
    "HOLDSPACE_FIRST_SECONDS, HOLDSPACE_CALL_SECONDS, HOLDSPACE_TURN_SECONDS, HOLDSPACE_TURN_TOKENS, "
    "HOLDSPACE_TURN_COST (with HOLDSPACE_PROMPT_PRICE and HOLDSPACE_REPLY_PRICE, for a million tokens), "
    "HOLDSPACE_REPLY_TOKENS, HOLDSPACE_CONTEXT_TOKENS; HOLDSPACE_MODERATION_URL and HOLDSPACE_MODERATION_MODEL name "
    "an endpoint that is asked about danger, too."
)


def add_options(verb: ArgumentParser) -> None:
    """Adds those of `models` to the verb's parser."""
    verb.add_argument("--base-url", metavar="URL", help="its address (HOLDSPACE_BASE_URL, else looked for right here)")
    verb.add_argument("--key-file", metavar="FILE", help="a file with its key (else HOLDSPACE_KEY, else the keyring)")
    verb.add_argument("--model", metavar="NAME", help="which of its models (the only one, where there is one)")


def add_model_options(verb: ArgumentParser) -> None:
    """Adds those with which a verb speaks through a model."""
    group = verb.add_argument_group("with a language model", WITH_A_MODEL)
    group.add_argument("--mode", choices=("offline", "llm", "agents"), help="who writes the replies (offline)")
    group.add_argument("--base-url", metavar="URL", help="the endpoint's address, such as http://127.0.0.1:8080/v1")
    group.add_argument("--model", metavar="NAME", help="the model, as the endpoint lists it")
    group.add_argument("--fallback", metavar="NAME", action="append", help="asked when it fails; may be repeated")
    group.add_argument("--key-file", metavar="FILE", help="a file with the endpoint's key (else the keyring)")
    dialects = ("openai", "llama.cpp", "ollama", "vllm")
    group.add_argument("--dialect", choices=dialects, help="whose server it is (openai)")
