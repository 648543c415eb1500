"""The openai package, half a second to import, is loaded by the first call and by nothing before it."""

from __future__ import annotations

import subprocess
import sys


def test_nothing_but_a_call_loads_openai() -> None:
    script = (
        "import sys, holdspace.testing\n"
        "from holdspace.agent.llm.check import models\n"
        "from holdspace.agent.llm.endpoint import Endpoint\n"
        "from holdspace.agent.llm.openai import OpenAIModel\n"
        "from holdspace.agent.llm.resilient import Resilient\n"
        "from holdspace.agent.llm.vetted import Vetted\n"
        "Resilient([Vetted(OpenAIModel(Endpoint('http://127.0.0.1:9/v1', 'small')))])\n"
        "print([name for name in ('openai', 'httpx2') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
