"""Who writes the replies: the command line before the environment, and a clear word for what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from holdspace.agent.llm.choice import Choice, ModelFlags, choose
from holdspace.agent.settings import ModelSettings, Settings
from holdspace.agent.usage_error import UsageError

ADDRESS = "http://127.0.0.1:8080/v1"
SET = {"HOLDSPACE_MODE": "llm", "HOLDSPACE_BASE_URL": ADDRESS, "HOLDSPACE_MODEL": "small"}


def chosen(flags: ModelFlags | None = None, **environment: str) -> ModelSettings:
    found = choose(flags or ModelFlags(), environment, lambda: None)
    assert found.model is not None
    return found.model


def test_offline_is_the_default_whatever_address_stands_in_the_environment() -> None:
    assert choose(ModelFlags(), {}) == Choice("offline")
    assert choose(ModelFlags(), {"HOLDSPACE_BASE_URL": ADDRESS, "HOLDSPACE_KEY": "k"}) == Choice("offline")
    assert Settings().mode == "offline"


def test_the_environment_alone_is_enough() -> None:
    model = chosen(
        **SET, HOLDSPACE_FALLBACK="spare, last", HOLDSPACE_DIALECT="ollama", HOLDSPACE_TURN_SECONDS="12.5",
        HOLDSPACE_TURN_TOKENS="9000", HOLDSPACE_TURN_COST="0.02", HOLDSPACE_PROMPT_PRICE="1", HOLDSPACE_KEY="k-1",
        HOLDSPACE_REPLY_PRICE="2", HOLDSPACE_MODERATION_URL=ADDRESS, HOLDSPACE_MODERATION_MODEL="watch",
    )  # fmt: skip
    assert (model.base_url, model.name, model.fallbacks) == (ADDRESS, "small", ("spare", "last"))
    assert (model.dialect, model.turn_seconds, model.turn_tokens, model.turn_cost) == ("ollama", 12.5, 9000, 0.02)
    assert (model.moderation_url, model.moderation_name) == (ADDRESS, "watch")
    assert model.key is not None
    assert model.key.get_secret_value() == "k-1"
    assert "k-1" not in repr(model)


def test_an_option_goes_before_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("from-the-file\n")
    flags = ModelFlags("agents", "http://127.0.0.1:9/v1", "large", ("other",), str(file), "vllm")
    found = choose(flags, {**SET, "HOLDSPACE_KEY": "k", "HOLDSPACE_FALLBACK": "spare"})
    assert found.mode == "agents"
    assert found.model is not None
    assert (found.model.base_url, found.model.name) == ("http://127.0.0.1:9/v1", "large")
    assert (found.model.fallbacks, found.model.dialect) == (("other",), "vllm")
    assert found.model.key is not None
    assert found.model.key.get_secret_value() == "from-the-file"


def test_the_keyring_is_asked_last() -> None:
    asked = []

    def opened() -> object:
        asked.append(1)
        return lambda service, host: f"{service}-{host}"

    found = choose(ModelFlags(), SET, opened)  # type: ignore[arg-type]
    assert found.model is not None
    assert found.model.key is not None
    assert found.model.key.get_secret_value() == "holdspace-127.0.0.1"
    assert asked == [1]


@pytest.mark.parametrize(
    ("flags", "environment", "said"),
    [
        (ModelFlags(model="small"), {}, "--model is for talking with a model; add --mode llm or --mode agents"),
        (ModelFlags(mode="llm"), {}, "mode llm needs --base-url (or HOLDSPACE_BASE_URL)"),
        (ModelFlags(mode="agents", base_url=ADDRESS), {}, "mode agents needs --model (or HOLDSPACE_MODEL)"),
        (ModelFlags(), {"HOLDSPACE_MODE": "clever"}, "HOLDSPACE_MODE is 'clever'; give offline, llm or agents"),
        (ModelFlags(base_url="nowhere"), SET, "--base-url: 'nowhere' is no address"),
        (ModelFlags(), {**SET, "HOLDSPACE_BASE_URL": "nowhere"}, "HOLDSPACE_BASE_URL: 'nowhere' is no address"),
        (ModelFlags(), {**SET, "HOLDSPACE_TURN_SECONDS": "soon"}, "HOLDSPACE_TURN_SECONDS: input should be a valid"),
        (ModelFlags(), {**SET, "HOLDSPACE_TURN_SECONDS": "0"}, "HOLDSPACE_TURN_SECONDS: input should be greater than"),
        (ModelFlags(), {**SET, "HOLDSPACE_CALL_SECONDS": "inf"}, "HOLDSPACE_CALL_SECONDS: input should be a finite"),
        (ModelFlags(), {**SET, "HOLDSPACE_DIALECT": "mine"}, "HOLDSPACE_DIALECT: input should be 'openai'"),
        (ModelFlags(), {**SET, "HOLDSPACE_TURN_COST": "1"}, "a limit in money (turn_cost) needs prompt_price"),
        (ModelFlags(), {**SET, "HOLDSPACE_PROMPT_PRICE": "1"}, "give both prices"),
        (ModelFlags(), {**SET, "HOLDSPACE_REPLY_TOKENS": "4000"}, "reply_tokens may be half of context_tokens"),
        (ModelFlags(key_file="absent"), SET, "absent: there is no such key file"),
    ],
)
def test_what_cannot_be_is_named_with_what_to_give(flags: ModelFlags, environment: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError) as raised:
        choose(flags, environment, lambda: None)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_settings_are_frozen_and_take_nothing_unknown() -> None:
    with pytest.raises(ValidationError):
        ModelSettings(base_url=ADDRESS, name="small", colour="blue")  # type: ignore[call-arg]
    assert ModelSettings(base_url=f"{ADDRESS}/chat/completions", name="small").base_url == ADDRESS
