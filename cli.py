"""The command `holdspace`: arguments to verbs. Everything else is imported when a verb needs it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from .agent.companion import Companion
    from .agent.llm.choice import Choice

MISSED, MISUSED, BROKEN, INTERRUPTED, PIPE_CLOSED = 1, 2, 70, 130, 141

CODES = "exit codes: 0 done, 1 a replay expectation was missed, 2 something asked for cannot be had, 70 a fault of ours"


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version

        print("holdspace", version("holdspace"))
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """All verbs with their options."""
    from .agent.batch.options import add_batches, add_evaluations
    from .agent.llm.options import ABOUT, add_model_options, add_options

    top = argparse.ArgumentParser(
        prog="holdspace", description="Conversations that follow, plan, remember and stay.", epilog=CODES
    )
    top.add_argument("--version", action=_Version, nargs=0, help="show the version and leave")
    verbs = top.add_subparsers(metavar="VERB")

    chat = _verb(
        verbs, "chat", _chat, "talk; plain text when piped", "Talk at a terminal, or line by line over a pipe."
    )
    _person(chat)
    chat.add_argument("--country", metavar="CC", help="whose help lines to show, such as IE; never guessed")
    chat.add_argument("--no-save", action="store_true", help="keep nothing of this conversation")
    _seed(chat)
    add_model_options(chat)

    replay = _verb(
        verbs,
        "replay",
        _replay,
        "play scripted or recorded conversations",
        "Play YAML scripts (with expectations) and JSONL conversations, each as somebody new; nothing is kept. "
        "A folder stands for the files in it.",
    )
    replay.add_argument("files", nargs="+", metavar="FILE", help="a .yaml script, a .jsonl file, or a folder of them")
    replay.add_argument(
        "--json", metavar="OUT", help="write every turn with all its events as a JSON line (- for stdout)"
    )
    _seed(replay)
    add_model_options(replay)

    add_batches(verbs, _verb, _batch)
    whole = verbs.add_parser(
        "evaluate",
        help="measure the planner, or a transcript (JSONL)",
        description="Measure all conversations of a file: one report.",
        epilog=CODES,
    )
    add_evaluations(whole.add_subparsers(metavar="WHAT", required=True), _verb, _evaluate)

    add_options(_verb(verbs, "models", _models, "check a language model, local or hosted", ABOUT))
    about = "Export the encoder once, so that nothing is loaded from a network."
    _verb(verbs, "setup", _setup, "make the encoder ready", about)

    erase = _verb(
        verbs, "erase", _erase, "erase all that is kept of a person", "Erase a person: folder, index and all."
    )
    _person(erase)
    erase.add_argument("--yes", action="store_true", help="do not ask first")
    return top


def _verb(verbs: Any, name: str, run: Callable[[argparse.Namespace], int], brief: str, about: str) -> Any:
    verb = verbs.add_parser(name, help=brief, description=about, epilog=CODES)
    verb.set_defaults(run=run)
    return verb


def _person(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--user", metavar="NAME", default="me", help="whose conversation it is (me)")
    verb.add_argument(
        "--home", metavar="DIR", help="where words are kept (HOLDSPACE_HOME, else this system's data folder)"
    )


def _seed(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--seed", type=int, default=7, metavar="N", help="choice among wordings that fit equally well (7)"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one verb and returns its exit code. Errors are one line on stderr; HOLDSPACE_DEBUG=1 shows where."""
    _mend_streams()
    for pool in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(pool, "1")  # a turn's matrices are small: more threads only wait for each other
    top = parser()
    arguments = top.parse_args(argv)
    if "run" not in arguments:
        top.print_help(sys.stderr)
        print("\nholdspace: give a verb; `holdspace chat` is the one to begin with", file=sys.stderr)
        return MISUSED
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # What is still buffered has nowhere to go; without this the interpreter complains as it leaves.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except Exception as error:  # the one place where an error becomes words
        return _tell(error)
    return code


def _tell(error: Exception) -> int:
    _show_when_debugging(error)
    from .agent.usage_error import UsageError
    from .memory.encoder import EncoderMissing

    if isinstance(error, UsageError | EncoderMissing):
        print(f"holdspace: {error}", file=sys.stderr)
        return MISUSED
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        print(f"holdspace: {where}{error.strerror or error}", file=sys.stderr)
        return MISUSED
    said = " ".join(str(error).split())
    print(
        f"holdspace: a fault of ours ({type(error).__name__}: {said}); HOLDSPACE_DEBUG=1 shows where", file=sys.stderr
    )
    return BROKEN


def _mend_streams() -> None:
    """A closed stream becomes an empty one; a terminal that cannot show a letter gets a question mark."""
    sys.stdin = sys.stdin or _nowhere("r")
    sys.stdout = sys.stdout or _nowhere("w")
    sys.stderr = sys.stderr or _nowhere("w")
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _nowhere(mode: str) -> Any:
    return os.fdopen(os.open(os.devnull, os.O_RDWR), mode)


def _home(given: str | None) -> Path:
    from pathlib import Path

    chosen = given or os.environ.get("HOLDSPACE_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("holdspace", appauthor=False)


def _agent(home: Path | None, arguments: argparse.Namespace, choice: Choice, country: str | None = None) -> Companion:
    from .agent.runtime import SupportAgent
    from .agent.settings import Settings

    return SupportAgent(
        Settings(data_root=home, seed=arguments.seed, country=country, mode=choice.mode, model=choice.model)
    )


def _choice(arguments: argparse.Namespace) -> Choice:
    """The mode and the model. Offline, which is the default, loads nothing for it."""
    from .agent.llm.choice import ModelFlags, choose

    flags = ModelFlags(
        mode=arguments.mode,
        base_url=arguments.base_url,
        model=arguments.model,
        fallback=tuple(arguments.fallback or ()),
        key_file=arguments.key_file,
        dialect=arguments.dialect,
    )
    return choose(flags, os.environ)


def _chat(arguments: argparse.Namespace) -> int:
    from .agent.terminal.chat import Sitting, chat

    country = _country(arguments.country) if arguments.country else None
    home = None if arguments.no_save else _home(arguments.home)
    choice = _choice(arguments)
    sitting = Sitting(
        user=arguments.user,
        home=home,
        colour=not os.environ.get("NO_COLOR"),
        on_error=_show_when_debugging,
        endpoint=choice.model.base_url if choice.model else "",
    )
    return chat(sitting, lambda: _agent(home, arguments, choice, country))


def _country(given: str) -> str:
    from .agent.usage_error import UsageError
    from .safety.resources import ResourceTable

    code = ResourceTable.load().resolve_country(given, code=True)
    if code is None:
        raise UsageError(f"no help lines are listed for {given!r}; give a two-letter code such as IE, or leave it out")
    return code


def _show_when_debugging(error: BaseException) -> None:
    if os.environ.get("HOLDSPACE_DEBUG"):
        import traceback

        traceback.print_exception(error)


def _replay(arguments: argparse.Namespace) -> int:
    from .agent.replay.replay import replay

    choice = _choice(arguments)
    return replay(arguments.files, lambda: _agent(None, arguments, choice), arguments.json)


def _batch(arguments: argparse.Namespace) -> int:
    from .agent.batch.verbs import run_verb

    run_verb(arguments.name, arguments.source, arguments.out)
    return 0


def _evaluate(arguments: argparse.Namespace) -> int:
    from .agent.batch.verbs import run_evaluation

    run_evaluation(arguments.name, arguments.source, arguments.json)
    return 0


def _setup(arguments: argparse.Namespace) -> int:
    del arguments
    from .agent.emotion.export import exported_affect
    from .memory.export import exported_encoder
    from .safety.danger import exported_guard
    from .safety.review_ear import exported_ear

    print("Exporting the four encoders, if that was not done before; it takes about a minute ...", flush=True)
    print("The encoder for memory is ready:", exported_encoder())
    print("The encoder for feeling is ready:", exported_affect())
    print("The encoder for safety is ready:", exported_guard())
    print("The encoder for the review is ready:", exported_ear())
    return 0


def _models(arguments: argparse.Namespace) -> int:
    from .agent.llm.check import models

    return models(arguments.base_url, arguments.key_file, arguments.model, os.environ)


def _erase(arguments: argparse.Namespace) -> int:
    from .agent.terminal.erase import erase

    return erase(_home(arguments.home), arguments.user, sure=arguments.yes)


if __name__ == "__main__":
    if not __package__:  # run as a file: the relative imports above need the package around them
        import runpy

        runpy.run_module("holdspace.cli", run_name="__main__")
    else:
        sys.exit(main())
