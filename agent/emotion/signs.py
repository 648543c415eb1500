"""Signs that stand for words: a message of signs alone is read as what they say, for the encoder hardly knows them.

Meanings are those of the Unicode short names (CLDR, `annotations/en`), put as a person would say them of themselves.
"""

from __future__ import annotations

import re
from typing import Final

_SAID: Final[dict[str, str]] = {
    "I'm crying": "😭 😢 😿 :'( ;_;",
    "my heart is broken": "💔",
    "I'm sad": "😔 😞 ☹ 🙁 🥺 :( :-( =(",
    "I'm angry": "😠 😡 🤬 😤",
    "I'm terrified": "😱 😨",
    "I'm worried": "😟 😰 😥 😧 😦 😓",
    "I'm embarrassed": "😳 🙈",
    "that is disgusting": "🤢 🤮",
    "I'm happy": "😊 🙂 😀 😃 😄 😁 ☺ 😌 :) :-) =)",
    "haha, that made me laugh": "😂 🤣 😆 😹",
    "I love it": "❤ 🥰 😍 💕 💖",
    "thank you": "🙏",
    "hooray": "🎉 🥳 🎊",
    "I don't know what to think": "🤷 😕 🤔 😵 :/ :-/",
    "I'm exhausted": "😩 😫 😪 🥱 😴",
}
SIGNS: Final = {sign: words for words, signs in _SAID.items() for sign in signs.split()}
_FIND = re.compile("|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True)))
_MOST = 3
"""Different signs of one message that are put into words."""


def in_words(text: str) -> str:
    """What the signs in the text say, each once; empty where none is known."""
    said = dict.fromkeys(SIGNS[sign] for sign in _FIND.findall(text))
    return ", ".join(list(said)[:_MOST])
