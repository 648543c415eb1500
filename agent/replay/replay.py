"""Plays scripts and recorded conversations to an agent and tells what came of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TextIO

from ..batch.lines import opened_target, refuse_same_file, to_line, write_all
from ..batch.records import Tally, opened_source, read_records
from ..companion import Companion
from ..usage_error import UsageError
from .expectation import checks
from .load import LINE_SUFFIXES, load_script, script_files
from .played import PlayedTurn, play
from .report import Result, Score, dialogue_lines, result_lines, summary_line
from .script import Conversation, Expect, Script


@dataclass(frozen=True, slots=True)
class Scene:
    """One conversation to be played. `source` is `script` or `id`, as its JSON lines are keyed."""

    source: str
    name: str
    person: str
    messages: tuple[str, ...]
    expects: tuple[Expect, ...] = ()
    country: str | None = None
    place: str = ""


@dataclass(slots=True)
class Replay:
    """Plays to one companion whatever it is given; every conversation is somebody it has never met."""

    companion: Companion
    out: TextIO = field(default_factory=lambda: sys.stdout)
    report: TextIO = field(default_factory=lambda: sys.stderr)
    target: str | None = None
    _people: dict[str, int] = field(default_factory=dict)

    def run(self, paths: Sequence[str]) -> int:
        """0 when every expectation was met, 1 when not. Raises UsageError for files that cannot be used.

        All YAML scripts are read before the first one is played, so that a slip in the last is told at once.
        """
        files = list(script_files(paths))
        scripts = {file: load_script(file) for file in files if file.suffix.lower() not in LINE_SUFFIXES}
        score = Score()
        for file in files if self.target else ():
            refuse_same_file(str(file), str(self.target))
        opened: AbstractContextManager[BinaryIO | None] = opened_target(self.target) if self.target else nullcontext()
        with opened as writing:
            for file in files:
                for scene in [self._scripted(scripts[file], file)] if file in scripts else self._recorded(file):
                    score.add(self._play(scene, writing))
        print(summary_line(score), file=self._told)
        return 0 if score.ok else 1

    @property
    def _told(self) -> TextIO:
        return self.report if self.target == "-" else self.out

    def _scripted(self, script: Script, file: Path) -> Scene:
        messages = tuple(turn.user for turn in script.turns)
        expects = tuple(turn.expect for turn in script.turns)
        person = self._stranger(f"{script.user}@{script.name}")
        return Scene("script", script.name, person, messages, expects, script.country, str(file))

    def _recorded(self, file: Path) -> Iterator[Scene]:
        tally = Tally()
        with opened_source(str(file)) as reading:
            for numbered in read_records(reading, Conversation, str(file), tally, self.report):
                record = numbered.record
                yield Scene("id", str(record.id), self._stranger(str(record.id)), record.spoken(), place=str(file))
        if tally.skipped:
            print(f"{file}: {tally.skipped} lines skipped", file=self.report)

    def _stranger(self, name: str) -> str:
        """A user id nobody in this run has had."""
        self._people[name] = count = self._people.get(name, 0) + 1
        return name if count == 1 else f"{name}#{count}"

    def _play(self, scene: Scene, writing: BinaryIO | None) -> Result:
        result = Result(scene.name)
        self._settle(scene)
        turns = play(self.companion, scene.messages, scene.person)
        try:
            for played in turns:
                self._take(scene, played, result, writing)
        except (UsageError, OSError):
            raise
        except Exception as error:  # one conversation that breaks must not take the others along
            result.failure = f"{type(error).__name__}: {error}"
        if scene.source == "script" or result.failure:
            self._tell(result_lines(result))
        return result

    def _settle(self, scene: Scene) -> None:
        if scene.country is None:
            return
        try:
            self.companion.set_country(scene.country, scene.person)
        except ValueError as error:
            raise UsageError(f"{scene.place}: `country`: {error}") from error

    def _take(self, scene: Scene, played: PlayedTurn, result: Result, writing: BinaryIO | None) -> None:
        expect = scene.expects[played.number - 1] if scene.expects else Expect()
        result.turns.append((played, checks(expect, played)))
        if writing is not None:
            write_all(writing, [to_line(played.to_plain(scene.source, scene.name))], self.target or "")
        elif scene.source == "id":
            heading: list[str] = [] if played.number > 1 else [f"--- {scene.name}"]
            self._tell(iter([*heading, *dialogue_lines(played)]))

    def _tell(self, lines: Iterator[str]) -> None:
        for line in lines:
            print(line, file=self._told, flush=True)


def replay(paths: Sequence[str], make: Callable[[], Companion], target: str | None = None) -> int:
    """The verb: plays the files to an agent made for the occasion, and closes it."""
    companion = make()
    try:
        return Replay(companion, target=target).run(paths)
    finally:
        companion.close()
