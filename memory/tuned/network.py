"""The network itself, in torch: for learning, and for the one-off export to ONNX with eight-bit weights."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from ..export import carried_model, exported, write_onnx
from ..quiet import silence
from . import adapter


def exported_tuned(version: str, file: Path) -> Path:
    """The folder of the encoder with the adapter in `file` put on, made now if there is none yet.

    `version` names its purpose, and is raised whenever exports made before must not be used any more.
    Raises AdapterUnreadable when the adapter is missing or broken, EncoderMissing when there is nowhere to write.
    """
    return exported(f"{version}-{adapter.fingerprint(file)}", partial(_make, file))


def _make(file: Path, folder: Path) -> None:
    arrays = adapter.read(file)
    silence()
    source = carried_model()
    model = adapted(source)
    put_on(model, arrays)
    write(model.eval(), folder / "model.onnx")
    shutil.copyfile(source / "tokenizer.json", folder / "tokenizer.json")


def put_on(model: Any, arrays: adapter.Arrays) -> None:
    """Makes a carried model the tuned one. Raises AdapterUnreadable."""
    import torch

    tuned = {name: torch.from_numpy(array) for name, array in adapter.unpack(learned(model), arrays).items()}
    model.load_state_dict(tuned, strict=False)


def adapted(source: Path, attention: str = "eager") -> Any:
    """A torch module: word pieces to the mean over the message's own pieces, and one score a piece."""
    import torch
    from transformers import AutoModel

    class Tuned(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = AutoModel.from_pretrained(str(source), attn_implementation=attention, local_files_only=True)
            self.cause = torch.nn.Linear(self.inner.config.hidden_size, 1)
            torch.nn.init.zeros_(self.cause.weight)
            torch.nn.init.zeros_(self.cause.bias)

        def forward(self, ids: Any, mask: Any, kind: Any) -> tuple[Any, Any]:
            hidden = self.inner(input_ids=ids, attention_mask=mask, token_type_ids=kind).last_hidden_state
            own = (mask * (1 - kind)).unsqueeze(-1).to(hidden.dtype)
            return (hidden * own).sum(1) / own.sum(1).clamp(min=1.0), self.cause(hidden).squeeze(-1)

    return Tuned()


def learned(model: Any) -> dict[str, Any]:
    """Copies of the arrays that learning may change: all but the embeddings and the pooler, which is not used."""
    fixed = ("inner.embeddings.", "inner.pooler.")
    return {name: array.numpy().copy() for name, array in model.state_dict().items() if not name.startswith(fixed)}


def write(model: Any, target: Path) -> None:
    """Exports in single precision, then turns the weights into eight bits (dynamic quantisation, one scale a column).

    Seven bits are used of the eight: processors without VNNI would overflow otherwise and read something else.
    """
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    ones, zeros = (make(2, 16, dtype=torch.long) for make in (torch.ones, torch.zeros))
    varying = {"vector": {0: "batch"}, "carries": {0: "batch", 1: "tokens"}}
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        write_onnx(model, {"ids": ones, "mask": ones, "kind": zeros}, varying, plain)
        with _unheard():
            quantize_dynamic(plain, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)


@contextmanager
def _unheard() -> Iterator[None]:
    """The quantiser advises, through the root logger, a step that this small network does not need."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)
