"""Libraries that would write home unless told not to are told here, before they load."""

from __future__ import annotations

import os

_SILENCE = {
    "ORT_DISABLE_TELEMETRY": "1",  # ONNX Runtime's own call is too late: its event log is made at import
    "ANONYMIZED_TELEMETRY": "False",  # Chroma
    "HF_HUB_OFFLINE": "1",  # no model is ever fetched at run time
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
}


def silence() -> None:
    """Sets what is not set; must come before the first import of onnxruntime, chromadb or transformers."""
    for name, value in _SILENCE.items():
        os.environ.setdefault(name, value)
