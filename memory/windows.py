"""What of a turn is compared with a question: the whole, its sentences, and an answer with its question."""

from __future__ import annotations

import re

from ..prompts.sentences import split_sentences
from .words import terms

SENTENCE_LIMIT = 8
"""Of a longer turn the first and last four sentences become windows of their own."""

SHORT_ANSWER_WORDS = 7
"""An answer of at most this many words is read together with the question before it."""

_PREAMBLE = re.compile(
    r"^\W*(?:(?:hey|hi|so|ok|okay|um|and|well)\b[\s,]*)*"
    r"(?:(?:do|can|could|would|will) you (?:still |even |please )*(?:remember|recall|remind me|tell me|know)(?: again)?"
    r"|(?:please )?remind me(?: again)?|i(?:'m| am) trying to remember|i (?:have )?(?:told|mentioned"
    r"|said) [^.?!:]{0,40}[.:]"
    r"|(?:have|did) i (?:ever )?(?:tell|told|mention|mentioned|say|said)(?: (?:to )?you)?(?: about| that)?)[\s,:]*",
    re.IGNORECASE,
)


def joined_question(content: str, before: str | None) -> str | None:
    """The question at the end of the turn before, when `content` is a short answer that says something."""
    if not before or not before.rstrip().endswith("?") or len(content.split()) > SHORT_ANSWER_WORDS:
        return None
    if content.rstrip().endswith("?") or not terms(content):
        return None
    return split_sentences(before)[-1]


def recall_windows(content: str, before: str | None = None) -> tuple[str, ...]:
    """Texts to encode for a turn, the whole turn first; `before` is what the other one said just before."""
    found = [content]
    sentences = [sentence for sentence in split_sentences(content) if len(sentence.split()) > 2]
    if len(sentences) > 1:
        if len(sentences) > SENTENCE_LIMIT:
            sentences = sentences[: SENTENCE_LIMIT // 2] + sentences[-SENTENCE_LIMIT // 2 :]
        found += sentences
    question = joined_question(content, before)
    if question is not None:
        found.append(f"{question} {content}")
    return tuple(found)


def bare_question(question: str) -> str:
    """The question without "do you remember" and its kin, which say nothing about what is sought."""
    rest = _PREAMBLE.sub("", question.strip(), count=1).strip()
    return rest if len(rest.split()) > 1 else question
