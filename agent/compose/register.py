"""How the person speaks just now: how long, in what language, and whether the message is a plain social act."""

from __future__ import annotations

import re
import unicodedata

from . import english as en
from .acts import WHOLE, WITHIN, Act
from .grave import IN_PASSING, is_grave
from .leaving import is_no_mere_leave, leave_in
from .moves import Move, move_in
from .news import IDLE, JOKE, news_in
from .reflect import plain, words_of
from .requests import request_in, sentences_of, unquoted, wants_idea

CLOSED: frozenset[Act] = frozenset(
    {"empty", "foreign", "scrambled", "greeting", "thanks", "goodbye", "how_are_you", "bot", "who", "joke",
     "anger_at_me", "there", "may_i", "small_talk", "test", "off_topic"}
)  # fmt: skip
"""Acts that are answered by themselves; after the others the plan goes on."""

_STRETCH = re.compile(r"(.)\1+")


_ENGLISH = en.word_set(
    "i the a an to my me is it in of and you that was for on with this have be not are so but do what at he "
    "she we they just like all can how if no up out don't i'm it's can't your feel get am did had his her "
    "about when who why there really want know go been has will would too very from or by as an one because "
    "now here today"
)
_FOREIGN = en.word_set(
    "que de la el los las un una es estoy muy por para con mi yo pero porque soy tengo no lo je suis ne pas "
    "le les des et est mon ma dans mais trop ich bin nicht und der die das ist mein mir sehr kann habe eu "
    "estou nao não muito meu minha sono non che di mi molto ho il ik ben niet het een jag är inte och jestem "
    "nie się bu ben çok bir ve değil aku saya tidak sangat ako ang sa ko hindi tôi không rất main mein hoon "
    "bahut nahi hai está tu te me se más todo nada siento triste mal c'est j'ai rien tout fait zu auf kein "
    "alles mehr immer"
)


def act_of(text: str) -> Act | None:
    """The social act a message consists of, or the request it makes of the listener; None for plain telling."""
    if not any(c.isalnum() for c in text):
        return "joke" if "😂" in text or "🤣" in text else "empty"
    if not reads_as_english(text):
        return "foreign"
    if _scrambled(text):
        return "scrambled"
    lowered = " ".join(words_of(text))
    if "💀" in text or JOKE.search(lowered):
        return "joke"
    left = leave_in(text)
    whole = left if left == "goodbye" else _whole(lowered) or left
    if whole in ("goodbye", "thanks") and is_no_mere_leave(text):
        return None
    act = whole or _asked_or_told(text)
    return None if act in IN_PASSING and is_grave(lowered) else act


def _asked_or_told(text: str) -> Act | None:
    """What a message that is no plain act asks of us, or the move that it makes."""
    theirs = unquoted(text)
    lowered = " ".join(words_of(theirs))
    first = next((act for act, pattern in WITHIN if pattern.search(lowered)), None)
    if first in _BEFORE_ALL:
        return first
    idea: Act | None = "asks_advice" if wants_idea(text) else None
    found = request_in(text) or idea or _asked_within(theirs) or news_in(theirs) or move_in(lowered) or first
    if found:
        return found
    if _MAY_THEY.search(lowered):
        return "may_i"
    return _asked_lately(theirs) or ("asks_other" if _asks(lowered, theirs) or _asks_at_the_end(theirs) else None)


_BEFORE_ALL: tuple[Act | None, ...] = ("bot", "off_topic", "refuses")


_FOR_WORDS = re.compile(
    r"^(?:no |ok |so |but )*what i (?:say|tell|write)\b(?! (?:is|was))|\b(?:what (?:i should|should i|do i|can i|"
    r"could i) (?:say|write|text|tell \w+)|"
    r"how (?:do|should|can|could|would) i (?:even )?(?:tell|ask|say (?:it|this|that)))\b"
)
_TOLD_OF = re.compile(r"\b(?:asked|wonder\w*|don't know|no idea|not sure|didn't know|if only)\b")
_IN_ONE_SENTENCE = 16


def _asked_within(text: str) -> Act | None:
    """What one sentence of a longer message asks: for words to say, or what we think of them."""
    for sentence in sentences_of(text):
        if _FOR_WORDS.search(sentence) and not _TOLD_OF.search(sentence):
            return "asks_advice"
        if len(sentence.split()) <= _IN_ONE_SENTENCE and move_in(sentence) == "asks_verdict":
            return "asks_verdict"
    return None


def _asks(lowered: str, text: str) -> bool:
    plainly = text.rstrip().endswith("?") and not en.UNSPEAKABLE.intersection(lowered.split())
    return plainly and _ASKS.match(lowered) is not None


_LAST_ASKED: tuple[Move, ...] = (
    "asks_verdict", "asks_opinion", "asks_others", "asks_me", "asks_future", "asks_private", "asks_memory",
)  # fmt: skip
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")


def _asked_lately(text: str) -> Move | None:
    """The move that the last question of a longer message is."""
    for piece in reversed(_SENTENCE.findall(plain(text))[-2:]):
        words = words_of(piece)
        asked = "?" in piece or _STARTS_ASKING.match(" ".join(words)) is not None
        if asked and len(words) <= _IN_ONE_SENTENCE and (found := move_in(" ".join(words))) in _LAST_ASKED:
            return found
    return None


def _asks_at_the_end(text: str) -> bool:
    """Whether a longer message ends with a question that is put to us, and is no exclamation."""
    pieces = [piece for piece in _SENTENCE.findall(plain(text)) if words_of(piece)]
    if len(pieces) < 2 or "?" not in pieces[-1]:
        return False
    last = " ".join(words_of(pieces[-1]))
    grave = en.UNSPEAKABLE.intersection(last.split())
    return not grave and _TO_US.match(last) is not None and not _RHETORICAL.search(last) and not _TOLD_OF.search(last)


_MAY_THEY = re.compile(
    r"\b(?:can|could|may) (?:i|we) (?:just |please )?(?:talk|speak|chat|vent|rant|tell you|share|write|ask you)"
    r"(?: (?:to|with) you)?(?: (?:about (?:it|this|something)|something|for a (?:bit|minute|while)|here|please))*$|"
    r"\b(?:would|will|can|could) you (?:just |please )?listen(?: to me)?$"
)
"""Asking leave to talk, after whatever was told."""
_STARTS_ASKING = re.compile(
    r"^(?:(?:and|so|but|ok|oh|also|well) )*(?:do|does|are|is|will|have|am|can|did) (?:you|i|it|that|this)\b"
)
_TO_US = re.compile(
    r"^(?:(?:and|so|but|ok|oh|well|please|then|now|yes|no) )*(?:(?:do|does|did|is|are|was|were|will|would|can|"
    r"could|should|"
    r"may|have|has|must) (?:i|you|it|that|this|there|they|he|she|we|people|a|an|the|my|your|one) |what (?:do|"
    r"does|is|are|can|"
    r"would|should|will) |what's |which |how (?:much|many|long|far|often|do|does|can|should) |when (?:do|does|is|"
    r"will|can|"
    r"should) |where (?:do|does|is|can|should) |is there |are there )[\w'-]+(?: [\w'-]+){0,15}$"
)
_RHETORICAL = re.compile(
    r"\b(?:what(?:'s| is) the (?:point|use)|who (?:cares|does)|can you (?:believe|imagine)|what (?:kind|sort) of|"
    r"how (?:could|"
    r"dare|hard can)|what (?:did|was|were) (?:i|he|she|they) (?:expect|think)\w*|do you know what i mean|"
    r"(?:you )?know what i|"
    r"isn't (?:it|that)|what else|what (?:am|are|is) (?:i|we|he|she) (?:supposed|meant)|is (?:it|that) any wonder|"
    r"what (?:have|did) i done?|what do (?:i|they|you) expect|is that (?:it|all)|did you get that)\b"
)


_ASKS = re.compile(
    r"^(?:and |so |but |ok |oh )*(?:do|does|did|is|are|was|were|can|could|will|would|what|how|where|which|who|"
    r"when|have|has|should)"
    r"(?: [\w'-]+){1,14}$"
)
"""A message that is one question, to which nothing better is known."""


_LEAVING = re.compile(
    r"\b(?:bye|goodbye|good ?night)$|^(?:ok |okay |well )?(?:that(?:'s| is|'ll be| will be) all (?:for now|"
    r"for today)|"
    r"good luck to you(?: too)?|(?:and )?you too)$|"
    r"^(?:(?:ok|okay|well|yes|thanks|thank you|so|right|now|and|i think|i guess|i feel like|all right|alright) )*"
    r"(?:i'm|i am|we're|we are) (?:all )?(?:good to go|all set|done (?:here|for now|for today)|good for now)"
    r"(?: now| then| thanks| thank you)?$"
)
_ASKING_AFTER_ME = re.compile(
    r"^(?:hi|hello|hey)\b(?: (?:there|again|friend|good|morning|afternoon|evening|day|i'm|i|am|it's|nice|to|meet|you|"
    r"doing|feeling|fine|ok|okay|well|great|alright|pretty|very|quite|just|today|thanks|thank|all|right|and|so|"
    r"(?:my )?name is \w+))* how are you(?: doing)?(?: today)?$"
)
"""A greeting with nothing told between it and the question."""
_THANKS_IN_IT = re.compile(
    r"^(?!.*\bhow are you\b)(?!.*\b(?:but|no|nobody|not|didn't|never|can't|she|he|they|"
    r"said|says|lost|miss)\b)(?:\w+ ){1,8}(?:thanks|thank you)\b"
)
_THANKING = re.compile(
    r"^(?:(?:ok|okay|oh|yes|yeah|wow|well|great|good|right|i am|i'm good|i will) )*(?:thanks|thank you)\b"
    r"(?!.*\b(?:but|no|not|can|could|how|what|should|i (?:decided|have to|got|went|had|lost))\b)"
)
"""A short message that begins with thanks and turns to nothing else."""


_PARTING = re.compile(
    r"\b(?:merry christmas|happy (?:holidays|new year)|god bless|best of luck|good luck (?:to|with) you\b|"
    r"(?<!i )(?<!to )(?<!we )(?<!'ll )(?<!will )(?<!can )(?<!can't )(?<!could )(?<!who )(?:take care(?! of (?!you))|"
    r"stay safe)|"
    r"(?<!i )(?<!to )(?<!we )(?<!i'd )(?<!can't )have (?:a|some) (?:\w+ )?(?:good|great|nice|lovely|wonderful|"
    r"blessed|"
    r"happy|safe|peaceful|restful|pleasant|beautiful|amazing|fantastic|fun) (?:\w+ )?(?:day|night|evening|weekend|"
    r"one|time|afternoon|morning|week|christmas|holidays?|life)|"
    r"(?<!say )(?<!said )(?<!saying )(?:goodbye|bye(?: bye)?)$|good luck to you|(?:all the best|"
    r"(?:i )?wish (?:you|u|ya) (?:all )?(?:the|a|all|good|well|nothing|luck|success)(?: \w+){0,5})|(?:we|we've|"
    r"we have|"
    r"i have|i've) (?:been )?timed out|(?:end|finish|close|wrap up|leave) (?:the|this|our) (?:chat|conversation|talk|"
    r"session)|(?:logging|signing) off|time to go(?: now)?$|(?:i'll|i will) (?:talk|speak|chat) (?:to|with) you (?:"
    r"later|soon|again|tomorrow)|"
    r"hope you have|(?:click|hit) (?:finish|quit)|ends? (?:out|our|the|this) (?:chat|conversation)|(?:good|happy|"
    r"nice) holidays|i (?:got|have|need) to (?:get going|go|run)(?=$| (?:now|soon|so|sorry|thanks|thank you|bye|"
    r"it was|"
    r"nice)\b)|nice (?:chatting|talking|meeting)(?: (?:with|to))?(?= you|$)|"
    r"(?:good|nice) to (?:talk|chat) (?:to|with) you|nice to meet you|nice to make your acquaintance)\b"
)
_GRATEFUL = re.compile(
    r"(?:\b(?<!no )(?<!say )(?<!says )(?<!said )(?:thanks|thank you|thx)\b(?! to)|"
    r"(?:^|\bi )(?:(?:really|do|truly|so|also|just|very|much|greatly) )*appreciate (?:(?:all )?(?:your|you|it|this|"
    r"that|(?:all )?the (?:\w+ ){0,2}(?:help|advice|support|talk|chat|time|suggestions?|ideas?|tips|input|words))\b)|"
    r"\byou(?:'ve| have) been (?:\w+ )?(?:help\w*|great|wonderful|kind)|\b(?:you're|your|you are) (?:(?!not)\w+ )?(?:"
    r"great|good|wonderful|helpful|kind)\b(?! enough| of| girl| boy| for nothing))"
)
_OTHERS_SAID = re.compile(r"\b(?:trying|saying|he|she|they|never|said|says|told|texted|wrote|wished|called|phoned)\b")
"""Thanks and wishes that are told of, and not meant for the listener."""
_AND_YET = re.compile(
    r"\b(?:but|though|although|however|hard|can't|couldn't|don't know|died|lost|scared|worried|afraid|sad|depress\w+|"
    r"just want|anxi\w+|angry|hate\w*|alone|lonely|hurt\w*|cr(?:y|ies|ied|ying)|stress\w*|no one|nobody|problems|"
    r"a problem|exhaust\w*|kill\w*|gone|dead|die|dies|dying|"
    r"struggl\w+|what|"
    r"how|should|"
    r"could "
    r"you|can you|do you|would you)\b"
)
_PARTED = 26
"""Words in which somebody takes leave or says thanks, where nothing else is on their mind."""


def _leaves_it(lowered: str) -> Act | None:
    """Thanks or a farewell of more words than one, with nothing hard and nothing asked in it."""
    if len(lowered.split()) > _PARTED or _AND_YET.search(lowered) or _OTHERS_SAID.search(lowered):
        return None
    if _PARTING.search(lowered):
        return "goodbye"
    return "thanks" if _GRATEFUL.search(lowered) else None


def _whole(lowered: str) -> Act | None:
    if len(lowered.split()) > 14:
        return _leaves_it(lowered)
    found = next((act for act, pattern in WHOLE if pattern.fullmatch(lowered)), None)
    if found is None and _ASKING_AFTER_ME.search(lowered):
        return "how_are_you"
    if found is None and _LEAVING.search(lowered) and not _OTHERS_SAID.search(lowered):
        return "goodbye"
    if found is None and (_THANKING.match(lowered) or _THANKS_IN_IT.search(lowered)):
        return "thanks"
    return found or ("small_talk" if IDLE.search(lowered) else _leaves_it(lowered))


def reads_as_english(text: str) -> bool:
    """False where most letters are of another script, or the small words are another language's."""
    letters = [] if text.isascii() else [c for c in text if c.isalpha()]
    latin = sum("LATIN" in unicodedata.name(c, "") for c in letters[:400])
    if letters and latin < 0.6 * len(letters[:400]):
        return False
    words = words_of(plain(text)[:2000])
    foreign = sum(word in _FOREIGN and word not in _ENGLISH for word in words)
    english = sum(word in _ENGLISH for word in words)
    return not (foreign >= 2 and foreign > english) and not (len(words) >= 3 and foreign >= 1 and english == 0)


def length_of(text: str) -> int:
    """How many words the message has."""
    return len(words_of(text))


def budget(words: int) -> tuple[int, int]:
    """The most sentences and the most words a reply to so many words may have (VOICE rule 3)."""
    if words <= 4:
        return 2, 26
    if words <= 14:
        return 3, 38
    if words <= 40:
        return 3, max(44, min(2 * words, 62))
    return 4, 78


def _scrambled(text: str) -> bool:
    words = [word for word in words_of(text) if word.isascii() and word.isalpha()]
    if not words:
        return False
    odd = sum(len(word) > 4 and _mash(word) for word in words)
    return odd >= len(words) / 2 and odd > 0


def _mash(word: str) -> bool:
    plain_word = _STRETCH.sub(r"\1", word)
    unpronounceable = len(plain_word) > 4 and not re.search("[aeiouy]", plain_word)
    return unpronounceable or re.search("[bcdfghjklmnpqrstvwxz]{5}", plain_word) is not None or len(word) > 24
