"""Keys come from a file, the environment or the keyring, and are never printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdspace.agent.llm.endpoint import Endpoint, Limits, clean_address, is_local
from holdspace.agent.llm.keys import is_exposed, key_from, read_key_file
from holdspace.agent.usage_error import UsageError

OPENAI = "https://api.openai.com/v1"
LOCAL = "http://127.0.0.1:8080/v1"


@pytest.mark.parametrize(
    "written",
    ["sk-abc", "  sk-abc \n", "\ufeffsk-abc\r\nmore", "# mine\n\nsk-abc", "OPENAI_API_KEY=sk-abc",
     "export KEY='sk-abc'", '"sk-abc"'],
)  # fmt: skip
def test_a_key_file_is_read_as_people_write_it(tmp_path: Path, written: str) -> None:
    file = tmp_path / "key"
    file.write_text(written, encoding="utf-8")
    assert read_key_file(file).get_secret_value() == "sk-abc"


def test_a_key_that_ends_in_equals_signs_stays_whole(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("c2stYWJjZGVm==")
    assert read_key_file(file).get_secret_value() == "c2stYWJjZGVm=="


@pytest.mark.parametrize(
    ("written", "said"),
    [(b"", "is empty"), (b"# only this\n", "is empty"), (b"my key is x", "no key"), (b"\xff\xfe\x00", "no text file")],
)
def test_a_key_file_that_cannot_be_used_is_named(tmp_path: Path, written: bytes, said: str) -> None:
    file = tmp_path / "key"
    file.write_bytes(written)
    with pytest.raises(UsageError, match=said) as told:
        read_key_file(file)
    assert str(file) in str(told.value)


def test_a_missing_key_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such key file"):
        read_key_file(tmp_path / "nothing")
    with pytest.raises(UsageError, match="cannot be read"):
        read_key_file(tmp_path)


def test_the_file_comes_first_then_the_environment_then_the_keyring(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("from-file")
    shell = {"HOLDSPACE_KEY": " from-shell "}
    asked: list[tuple[str, str]] = []

    def keyring(service: str, name: str) -> str:
        asked.append((service, name))
        return "from-keyring"

    for given, expected in (((shell, file), "from-file"), ((shell, None), "from-shell"), (({}, None), "from-keyring")):
        key = key_from(given[0], given[1], keyring, LOCAL)
        assert key is not None
        assert key.get_secret_value() == expected
    assert asked == [("holdspace", "127.0.0.1")]
    assert key_from({}, None, None, LOCAL) is None


def test_the_key_of_openai_goes_to_openai_alone() -> None:
    shell = {"OPENAI_API_KEY": "sk-abc"}
    assert key_from(shell, base_url=OPENAI) is not None
    for address in (LOCAL, "https://api.openai.com.example.org/v1", "https://example.org/api.openai.com"):
        assert key_from(shell, base_url=address) is None


def test_a_key_prints_nowhere() -> None:
    key = key_from({"HOLDSPACE_KEY": "sk-abc"})
    endpoint = Endpoint(LOCAL, "small", key)
    assert "sk-abc" not in f"{key} {key!r} {endpoint} {endpoint!r}"


def test_a_file_that_others_may_read_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("sk-abc")
    file.chmod(0o644)
    assert is_exposed(file)
    file.chmod(0o600)
    assert not is_exposed(file)
    assert not is_exposed(tmp_path / "nothing")


@pytest.mark.parametrize(
    "given",
    ["http://127.0.0.1:8080/v1", " http://127.0.0.1:8080/v1/ ", "http://127.0.0.1:8080/v1/chat/completions",
     "http://127.0.0.1:8080/v1/models"],
)  # fmt: skip
def test_an_address_is_cleaned(given: str) -> None:
    assert clean_address(given) == LOCAL


@pytest.mark.parametrize(
    "given", ["", "nonsense", "127.0.0.1:8080", "ftp://host/v1", "http://", "http://host:99999/v1", "http://a b/v1"]
)
def test_what_is_no_address_is_told_with_an_example(given: str) -> None:
    with pytest.raises(ValueError, match="no address; give one such as"):
        Endpoint(given, "small")


def test_an_endpoint_without_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="leave it out"):
        Endpoint("http://me:secret@host/v1", "small")
    with pytest.raises(ValueError, match="no name"):
        Endpoint(LOCAL, " ")
    with pytest.raises(ValueError, match=r"limits\.first is 0"):
        Endpoint(LOCAL, "small", limits=Limits(first=0))
    with pytest.raises(ValueError, match="reply_tokens"):
        Endpoint(LOCAL, "small", reply_tokens=0)


@pytest.mark.parametrize(
    ("address", "local"),
    [(LOCAL, True), ("http://localhost:1/v1", True), ("http://[::1]:1/v1", True), (OPENAI, False),
     ("http://192.168.0.2/v1", False), ("http://localhost.example.org/v1", False)],
)  # fmt: skip
def test_this_machine_is_known(address: str, local: bool) -> None:
    assert is_local(address) is local
