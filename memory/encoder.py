"""Text to vectors. The default is MiniLM exported to ONNX; any sentence-transformers model may stand in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .quiet import silence

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32
MAX_TOKENS = 256


class EncoderMissing(RuntimeError):
    """The encoder's files are not where they should be; the message says how to make them."""


class Encoder(Protocol):
    """Turns texts into L2-normalised rows, shape (len(texts), dimension), float32."""

    @property
    def name(self) -> str:
        """Identity of the weights: vectors of different names must not be compared."""
        ...

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class OnnxEncoder:
    """all-MiniLM-L6-v2 on ONNX Runtime, one thread: 384 dimensions, texts cut at 256 word pieces.

    `folder` holds `model.onnx` (mean pooling and L2 normalisation inside) and `tokenizer.json`.
    Raises EncoderMissing when a file is absent or cannot be read.
    """

    name = "all-MiniLM-L6-v2/onnx-fp32"
    dimension = 384

    def __init__(self, folder: Path) -> None:
        self._session, self._tokenizer = open_export(folder)
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encodes in length-sorted batches, so that short texts are not padded to long ones."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        if not texts:
            return rows
        encodings = self._tokenizer.encode_batch([encodable(text) for text in texts])
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            rows[batch] = self._run([encodings[i].ids for i in batch])
        return rows

    def _run(self, ids: list[list[int]]) -> Any:
        width = max(len(row) for row in ids)
        tokens = np.zeros((len(ids), width), dtype=np.int64)
        mask = np.zeros_like(tokens)
        for i, row in enumerate(ids):
            tokens[i, : len(row)] = row
            mask[i, : len(row)] = 1
        return self._session.run(["embedding"], {"input_ids": tokens, "attention_mask": mask})[0]


def open_export(folder: Path) -> tuple[Any, Any]:
    """The ONNX Runtime session (one thread, no spinning) and the tokenizer (neither padding nor cutting) of a folder.

    Raises EncoderMissing when a file is absent or cannot be read.
    """
    silence()
    import onnxruntime
    from tokenizers import Tokenizer

    model, vocabulary = folder / "model.onnx", folder / "tokenizer.json"
    for file in (model, vocabulary):
        if not file.is_file():
            raise EncoderMissing(f"{file} is missing; run `holdspace setup` to make it")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(vocabulary))
    except Exception as error:
        raise EncoderMissing(
            f"the encoder in {folder} cannot be read ({error}); delete that folder and run `holdspace setup`"
        ) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return session, tokenizer


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by local path or by a name already on this disk. Never downloads."""

    def __init__(self, model: str) -> None:
        self._model = _load_sentence_transformer(model)
        self.name = f"sentence-transformers/{model}"
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = self._model.encode(
            [encodable(text) for text in texts], batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(rows, dtype=np.float32)


def _load_sentence_transformer(model: str) -> SentenceTransformer:
    silence()
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(model, local_files_only=True, device="cpu")
    except Exception as error:
        raise EncoderMissing(
            f"no sentence-transformers model {model!r} on this disk; give the path of a folder that holds one"
        ) from error


def encodable(text: str) -> str:
    """Lone surrogates, as broken input may carry, are no text to a tokenizer."""
    return text.encode("utf-8", "replace").decode("utf-8")


def open_encoder(model: str | None = None) -> Encoder:
    """The default encoder, or the sentence-transformers model of that name or path.

    Raises EncoderMissing when it is not on this disk and cannot be made here.
    """
    if model is not None:
        return SentenceTransformerEncoder(model)
    from .export import exported_encoder

    return OnnxEncoder(exported_encoder())
