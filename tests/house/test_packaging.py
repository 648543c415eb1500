"""The wheel: one import name, everything it needs inside, at home beside packages with our folders' names."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import holdspace

ROOT = Path(holdspace.__file__).parent


def run(*command: str, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("source") / "any-folder-name"
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    tracked = run("git", "ls-files", "-z", cwd=ROOT).split("\0")
    for name in filter(None, tracked):
        if (ROOT / name).is_file():
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), ".", cwd=source)
    return next(out.glob("*.whl"))


def test_the_wheel_holds_one_import_name(wheel: Path) -> None:
    names = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {name for name in names if not name.endswith(".dist-info")} == {"holdspace"}


def test_the_wheel_works_from_another_folder_beside_a_package_called_safety(wheel: Path, tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (site / "safety").mkdir(parents=True)
    (site / "safety" / "__init__.py").write_text("OWNER = 'somebody else'\n")
    run(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site), str(wheel), cwd=elsewhere)
    said = run(
        sys.executable,
        "-c",
        "import safety, holdspace, holdspace.safety.risk\n"
        "from holdspace.agent.runtime import SupportAgent\n"
        "print(safety.OWNER)\n"
        "print(holdspace.__file__)\n"
        "with SupportAgent() as agent:\n"
        "    reply = agent.reply('my sister is not speaking to me since the funeral')\n"
        "print([type(event).__name__ for event in reply.events if event.type == 'fault'])\n"
        "print(bool(reply.text))\n",
        cwd=elsewhere,
        PYTHONPATH=str(site),
    ).splitlines()
    assert said == ["somebody else", str(site / "holdspace" / "__init__.py"), "[]", "True"]
