"""Whether a text from a model may be thought of as a reply at all, before anybody weighs what it says."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from ...prompts.catalog import PROMPTS, load
from ...prompts.port import ChatFailure
from ...prompts.sentences import sentence_key, split_sentences
from ...strategies.deliberate.fence import BAR, CLOSE, OPEN

LONGEST_REPLY = 4_000
"""In characters. A support reply has a few hundred."""
LEAKED_WORDS = 6
"""So many words in a row that stand in a prompt are no coincidence: none of 12,759 utterances of ESConv's supporters
(train) has them; five in a row ("at the end of the ...") have 20."""

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'"})
_UNABLE = (
    r"(?:i(?:'m| am)? ?(?:really |very |so )?(?:sorry|afraid|apologi[sz]e)[^.!?]{0,40}?\b)?"
    r"(?:\bi (?:just |simply |really )?(?:can'?t|cannot|can not|won'?t|will not|must decline to|have to decline to)"
    r"|\bi(?:'m| am) (?:really |just )?(?:unable|not (?:able|allowed|permitted|programmed|comfortable))(?: to)?"
    r"|\bi(?:'m| am)? ?(?:must|have to|need to) (?:decline|refuse))"
)
_TO_DO = (
    r"\s*(?:currently |directly |actually )?(?:help|assist|provide|offer|give|discuss|engage|continue|respond|answer"
    r"|comply|fulfil+|process|support|talk about|have this|do that|do this|create|generate|share|participate"
    r"|with (?:that|this)|in (?:that|this))\b"
)
_REFUSAL = re.compile(
    rf"{_UNABLE}{_TO_DO}(?! (?:but (?:feel|think|wonder|notice)|wondering|thinking|feeling|noticing))"
    r"|\b(?:that|this)(?: request| topic| content)?(?: is|'s)? (?:against|violates|goes against) (?:my|our|the)\b"
    r"|\b(?:it|that|this) (?:is|'s) not something (?:that )?i(?:'m| am)? ?(?:can|able|allowed)"
    r"|\b(?:violates?|against) (?:our|the|my) (?:usage |content |safety )?(?:policy|policies|guidelines)"
    r"|^(?:i'm |i am )?(?:very |so )?sorry,? but i (?:can'?t|cannot)(?: do (?:that|this))?[.!]?$"
    r"|^(?:no,? )?i (?:can'?t|cannot|won'?t) (?:do|help|assist)(?: (?:you )?(?:with )?(?:that|this|it))?[.!]?$",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(
    r"\bas an? (?:ai|artificial|large language|language|chat)|\b(?:ai|language) (?:language )?model\b"
    r"|\b(?:mental health|medical|qualified|licensed|trained) (?:professional|provider|expert|help)"
    r"|\b(?:therapist|counsell?or|hotline|helpline|crisis line|lifeline|emergency services?|988|911|999|116 ?123)\b"
    r"|^(?:i(?:'m| am) |we(?:'re| are) )?(?:very |so |really |truly )*(?:sorry|apologi[sz]e)\b[^,]{0,60}[.!]?$"
    r"|\bi(?:'m| am) (?:very |so |really )*sorry (?:that )?(?:you(?:'re| are)|to hear)\b"
    r"|\b(?:is there (?:any|some)thing else|anything else i can|let me know if|feel free to|i'?d be happy to help)"
    r"|\b(?:please|you should|it'?s (?:really )?important to|i (?:encourage|urge) you to) "
    r"(?:reach out|contact|call|seek|consult|speak|talk|consider)",
    re.IGNORECASE,
)


_TURN = re.compile(
    r"[,;]?\s+(?:but|however),?\s+(?=(?:what )?i (?:can|could|will|am able)\b(?!'| ?not))", re.IGNORECASE
)
_QUOTED = re.compile(r"""(?<!\w)(?:"[^"]*"|“[^”]*”|'(?:[^']|(?<=\w)'(?=\w))*')(?!\w)""")


def is_bare_refusal(text: str) -> bool:
    """Whether a text says no and nothing else that is meant for this person.

    A sentence that refuses, with only apologies, referrals and offers of other services around it, is bare. A text
    that also meets the person is not: its limit stands in company. What is quoted in a text was said by others.
    """
    plain = _TURN.sub(". ", text.translate(_APOSTROPHES).strip())
    sentences = split_sentences(_QUOTED.sub("", plain) if sentence_key(_QUOTED.sub("", plain)) else plain)
    refusing = [bool(_REFUSAL.search(sentence)) for sentence in sentences]
    if not any(refusing):
        return False
    rest = [
        sentence
        for sentence, refuses in zip(sentences, refusing, strict=True)
        if not refuses and not _BOILERPLATE.search(sentence)
    ]
    return sum(len(sentence_key(sentence).split()) for sentence in rest) < 4


@cache
def prompt_fragments() -> frozenset[str]:
    """All runs of `LEAKED_WORDS` words of our prompt files, without what is filled in and without what is quoted."""
    found: set[str] = set()
    for name in PROMPTS:
        for part in re.split(r"\{\{.*?\}\}|\"[^\"\n]*\"|\n\s*\n|\n-", load(name)):
            found.update(_runs(part))
    return frozenset(found)


def leaks(text: str, fragments: frozenset[str] | None = None) -> bool:
    """Whether a text repeats a prompt; `fragments` are runs of words as `fragments_of` makes them."""
    known = prompt_fragments() if fragments is None else fragments
    return not known.isdisjoint(_runs(text))


def fragments_of(secret: str) -> frozenset[str]:
    """The runs of words by which a text would be recognised in a reply."""
    return frozenset(_runs(secret))


def _runs(text: str) -> set[str]:
    words = sentence_key(text).split()
    return {" ".join(words[at : at + LEAKED_WORDS]) for at in range(len(words) - LEAKED_WORDS + 1)}


_MACHINERY = re.compile(
    rf"{OPEN}|{CLOSE}|\w{re.escape(BAR)}"
    r"|\b(?:the|this) user\b|\b(?:user|system|assistant)(?:'s)? (?:message|prompt|role)\b"
    r"|\binstructions? to (?:you|me)\b"
    r"|\b(?:the|this|your|my) (?:response|reply) (?:must|should|will|has to|to)\b"
    r"|\b(?:the|this|my) (?:response|reply) is\b",
    re.IGNORECASE,
)


def speaks_of_the_prompt(text: str) -> bool:
    """Whether a text speaks of what the model was told, or in its signs, and not to the person.

    Two of 12,759 utterances of ESConv's supporters (train) read so.
    """
    return bool(_MACHINERY.search(text.translate(_APOSTROPHES)))


_FUNCTION_WORDS = {
    "English": "the a an and or but of to in on at it is was are you your i me my that this with for not be have has "
    "had do did so what how when they them he she we there if as from about would could can just like been",
    "Spanish": "el la los las un una y o pero de que en es no se lo le me te mi tu su por para con como más está muy "
    "eso ese qué cuando porque todo hay ser del al",
    "French": "le la les un une des et ou mais de du que qui en est pas ne se il elle je tu vous nous mon ton son pour "
    "avec comme plus très ce cette ça dans sur c'est être tout au aux",
    "German": "der die das den dem ein eine einen und oder aber von zu in ist nicht du ich wir sie es mir dir sich mit "
    "für auf wie sehr wenn was auch noch schon so dass hat haben sein kann",
    "Portuguese": "o os as um uma e ou mas de que em é não se lhe me te meu seu por para com como mais está muito isso "
    "esse quando porque tudo há ser do da no na você",
    "Italian": "il lo la i gli le un una e o ma di che in è non si mi ti mio tuo suo per con come più molto questo "
    "quello quando perché tutto c'è essere del della sono hai",
    "Dutch": "de het een en of maar van te in is niet je ik we ze mij jou zich met voor op als zeer wanneer wat ook "
    "nog al zo dat heeft hebben zijn kan er",
}
_WORDS_OF = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
_ODD_WORD = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}|[a-z]{25,}|(?:(.)\1{3,})")
_FEWEST_WORDS = 5


def strange_language(text: str) -> str | None:
    """The language or script of a text that is not English; None for English and for what is too short to tell."""
    letters = [letter for letter in text if letter.isalpha()]
    foreign = [letter for letter in letters if ord(letter) > 0x24F]
    if len(foreign) >= 4 and len(foreign) > 0.3 * len(letters):
        return unicodedata.name(foreign[0], "UNKNOWN").split()[0].capitalize()
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.translate(_APOSTROPHES).lower())
    if len(words) < _FEWEST_WORDS:
        return None
    shares = {language: sum(word in known for word in words) / len(words) for language, known in _WORDS_OF.items()}
    likeliest = max(shares, key=lambda language: shares[language])
    clear = likeliest != "English" and shares[likeliest] >= 0.2 and shares[likeliest] > 1.5 * shares["English"]
    return likeliest if clear else None


def is_gibberish(text: str) -> bool:
    """Whether a text is no writing: mostly signs, words nobody can say, or the same few words without end."""
    plain = text.strip()
    if not plain:
        return False
    kept = sum(letter.isalpha() or letter.isspace() for letter in plain)
    if "\ufffd" in plain and plain.count("\ufffd") > 0.02 * len(plain):
        return True
    if len(plain) >= 20 and kept < 0.65 * len(plain):
        return True
    words = re.findall(r"[a-z']+", plain.translate(_APOSTROPHES).lower())
    odd = sum(bool(_ODD_WORD.search(word)) or (len(word) > 3 and not re.search("[aeiouy]", word)) for word in words)
    if odd >= 3 and odd > 0.25 * len(words):
        return True
    if len(words) < 20:
        return False
    pairs = Counter(pairwise(words))
    return pairs.most_common(1)[0][1] > 0.2 * len(words) or len(set(words)) < 0.12 * len(words)


def unfit(text: str, fragments: Sequence[frozenset[str]] = ()) -> ChatFailure | None:
    """Why a text is no reply: a bare refusal, the prompt or talk of it, too long, no writing, not English; else None.

    `fragments` are those of other texts that must not come back, beside our own prompts.
    """
    if len(text) > LONGEST_REPLY:
        return ChatFailure("unfit", f"longer than {LONGEST_REPLY} characters")
    if is_bare_refusal(text):
        return ChatFailure("refused", "a bare refusal")
    if leaks(text) or any(leaks(text, known) for known in fragments):
        return ChatFailure("unfit", "it repeats the prompt")
    if speaks_of_the_prompt(text):
        return ChatFailure("unfit", "it speaks of the prompt")
    if is_gibberish(text):
        return ChatFailure("unfit", "no writing")
    language = next(filter(None, map(strange_language, (text, *split_sentences(text)))), None)
    return ChatFailure("unfit", f"not English but {language}") if language else None
