"""Taking leave, or giving thanks, at the end of a message in which nothing is in danger."""

from __future__ import annotations

import re
from typing import Literal

from .reflect import plain, words_of

_PIECE = re.compile(r"([.!?,;:\n…]+|\s+[-–—]+\s+)")
_SOFT = "(?:(?:ok|okay|right|righto|anyway|anyhow|well|so|and|but|now|then|oh|lol|haha|alright|all right|also|thanks|"
_SOFT += "thank you|cheers|ta|good|yes|yeah|aye) )*"
_TO_US = (
    "(?: (?:for now|then|now|again|all|and thanks|and thank you|x+|robot|parrot|weirdo|love|mate|pal|dear|dears|sir|"
    "madam|friend|my friend|my dear|holdspace|bot|machine|computer|program|buddy|bro|sis|hun|hen|pet|you|to you|"
    "to you "
    "too|you too|from \\w+|and god bless|god bless|tomorrow|later|soon|and thanks for \\w+(?: \\w+)?|o|gracias|"
    "thanks|thank you))*"
)
_THANKS = re.compile(
    rf"{_SOFT}(?:(?:many )?thanks?|thank you|thank|thx|ty|tysm|cheers|ta|obrigad[oa]|gracias|chur)(?: (?:so much|"
    rf"very "
    r"much|a lot|again|anyway|then|all the same|kindly|sir|dear|my dear|mate|pal|and god bless(?: you)?|"
    r"for \w+(?: \w+){0,6}|i (?:guess|suppose)|even if \w+(?: \w+){0,7}))*|(?:good|nice|kind) of you to \w+|"
    r"appreciate(?:d)? (?:it|that|you)"
)
_WISH = (
    "(?:i )?(?:bid|wish) (?:you )?(?:a )?good ?(?:night|evening|day)|wish me (?:luck|\\w+)|"
    "take care(?: of yourself)?|"
    "god bless(?: you)?(?: even if \\w+(?: \\w+){0,5})?|have a (?:good|nice|lovely) (?:one|night|day|evening)|"
    "pray for me|good luck(?: to you)?"
)
_BYE = re.compile(
    rf"{_SOFT}(?:(?:i (?:said|say) )?(?:bye+(?: bye+)*|goodbye|good ?night|g ?night|gn|night night|nighty night|ttyl|"
    r"gtg|g2g|ta-?ra|ta ra|tara|cheerio|toodle\w*|hooroo|tatty ?bye|ciao|chao|adios|nos da|salaam|salam|namaste|"
    r"buona ?notte|boa noite|bonne nuit|buenas noches|gute nacht|tsch[uü]ss|kwaheri|ingat|au revoir|slán|"
    r"tchau|xau|do widzenia|slan|"
    r"oidhche mhath|laters|peace out|over and out|see (?:you|ya|yous|ye)(?: (?:later|soon|tomorrow|around))?|"
    rf"(?:talk|speak) (?:later|soon|tomorrow)|{_WISH}))(?:(?: and)? (?:bye+|goodbye|gtg|good ?night|night|{_WISH}))*"
    rf"{_TO_US}"
)
"""A word of farewell, which is one whatever was told before it."""
_NIGHT = re.compile(rf"{_SOFT}(?:night|nite){_TO_US}|(?:\w+ )say (?:bye|good ?night)")
_SLEEP = "(?:bed|sleep|kip|my bed|the land of nod|(?:have|get|try and|try to|catch|get some|try and get some) sleep)"
_TO = rf"(?:to )?{_SLEEP}|up|out|off|in|home|now|back|down|to (?:work|mass|church|school|the \w+)|for (?:a|my) \w+"
_I = "(?:(?:i'm|i am|am|i|i'll|i will|we're|we'll|i think i'll|i think i will|i guess i'll|let me) )?"
_MUST = "(?:have to|had better|'d better|better|must|need to|should|got to|ought to)"
_GOES = re.compile(
    rf"{_SOFT}(?:(?:i'm |i am |am |we're )?(?:off|away)(?: (?:{_TO}|round \w+|tae \w+ \w+))?(?: (?:now|then|"
    rf"before .*))?|"
    rf"{_I}(?:just )?(?:going|go|head|heading|pop|popping|away)(?: {_TO})?(?: now| then| soon)?|"
    rf"{_I}(?:going to|go to|go|guess i'll try to|try to|try and|will try to|should|"
    rf"{_MUST}) (?:go|sleep|drive|go (?:{_TO})|be off|get going|"
    rf"get off|head off|run|dash|crack on|get back|go and \w+(?: \w+){{0,5}})(?: now| then| soon| so)?|"
    r"(?:i'm|i am) (?:out|going up|going to bed|going to sleep)|off (?:i|we) go|bed(?: time)?(?: now| for me)?|"
    r"(?:me |i )?sleep now|i(?:'ll| will)? go and \w+(?: \w+){0,5}|i go (?:to )?\w+ (?:my|the) \w+|"
    r"(?:i'm |i am |i'll |i will |"
    r"i )?(?:going to )?(?!if\b)\w+(?: \w+){0,4} and (?:then )?(?:go )?(?:off )?to (?:bed|sleep)|"
    r"(?:mum|mom|dad|nan|the wife) says i have to \w+(?: \w+){1,4} so|"
    r"next (?:thing )?(?:is )?sleep(?: i guess)?|bed for me|time (?:for bed|to go|to sleep)|"
    r"(?:i'd|i had) better (?:go|be|get|make|see|let)(?: (?!sorry\b|dead\b)\w+){0,6}|"
    r"i(?:'ll| will|'m going to) (?:let you go|leave (?:you to it|it there)|love you and leave you|say good ?night)|"
    r"(?:i (?:have to|need to|must) be |have to be )?up at \w+(?: \w+){0,2}|early start)"
)
_CALLED_AWAY = re.compile(
    rf"{_SOFT}(?:(?:the |my |our )?(?:car|bus|taxi|cab|lift|ride|train|tram|uber|kettle|oven|programme|show|break|"
    r"lunch|shift|stop|doorbell|phone|dinner|tea|food|film|match|pizza|takeaway|timer|signal|battery)"
    r"(?:'s| is| has|'s just| has just)? (?:(?:just )?(?:pulling|pulled|coming|here|outside|waiting|arrived|on|"
    r"boiled|"
    r"boiling|beeping|over|finished?|starting|ready|going|gone|ringing|calling|dying|done|up))(?: (?:up|now|at me|in|"
    r"outside))*|(?:he|she|they|mum|mom|dad|the wife|my \w+|[a-z]+)(?:'s| is| has|'s just| has just) (?:just )?(?:"
    r"pull(?:ed|ing) up|calling me|calling)(?: now)?|that's my (?:ten minutes|stop|bus|lift|taxi|ride|cue|"
    r"break over)|"
    r"break(?:'s| is)? over|the baby's up)"
)
"""Going, or being called away, in words that may also be told of: only after nothing dark."""
DANGER = re.compile(
    r"\b(?:any ?more|can't (?:go|take|do|keep|live|cope)|done with (?:life|everything|it all|living)|"
    r"end(?:ing)? (?:it|things|my)|"
    r"it's over|all over|kill\w*|suicid\w*|die|dying|dead|pills?|overdose|knife|rope|gun|jump\w*|bridge|nothing left|"
    r"no (?:point|way out|"
    r"reason)|hopeless|forever|final(?:ly)?|last time|one last|better off|sorry for everything|"
    r"(?<!that'll )(?<!that will )do it|did it|"
    r"took|taken (?:them|it all|everything|all|enough|the|my)|tablets?|swallow\w*|say goodbye|goodbyes|hurt\w*|"
    r"cut\w*|"
    r"disappear|"
    r"without me|burden|worthless|nobody|no one|never(?! mind))\b"
)
"""What makes a farewell more than one."""
_GRAVER = re.compile(
    r"\b(?:(?:i'm|i am) (?:so )?(?:done|finished)$|had enough of (?:it all|everything|life|living)|"
    r"tired of (?:it all|"
    r"everything|life|living|fighting)|tell (?:everyone|them all|my (?:\w+ )?(?:i love|that i)|them i love|"
    r"her i love|"
    r"him i love)|love you all|forgive me|a better place|join (?:him|her)|(?:going to|want to) be with (?:him|her)|"
    r"(?:i )?(?:give|gave|giving) up|goodbye letter|out of (?:everyone's|their|your) way|"
    r"(?:i've decided|my decision|a decision|the decision)$|know what i have to do|(?:gave|given) (?:the|my) \w+ away|"
    r"sorted everything|everything(?:'s| is) (?:sorted|arranged)|quiet soon|soon it (?:stops|ends)|"
    r"i tried(?: my best)?$|(?:it'll|it will) be quick|hope it's quick|"
    r"no alarm|while it lasted|(?:it's|it is) time$|look after (?:my|her|him|them))\b"
)
"""The same in other words."""
_DARKER = re.compile(
    r"\b(?:hit|hits|beats?|beat me|choked|threw|scared|afraid|panic\w*|crying|(?:i'm|i am|so|just) (?:done|"
    r"finished)|had enough|enough of|tired of|sick of|(?:tell|told) (?:everyone|"
    r"them all|my (?:\w+ )?(?:i love|that i)|them i|her i|him i)|love you(?: all)?|forgive me|i'm sorry|so sorry|"
    r"miss "
    r"me|wake up|won't wake|for good|for ever|to them all|to everyone|goodbye letter|note|a better place|with (?:him|"
    r"her|them) (?:now|soon)|join (?:him|her)|be with (?:him|her)|the end|"
    r"end it|out of (?:everyone's|their|your|this) \w+|give up|gave up|giving up)\b"
)
"""Beside that, what makes going away more than going to bed."""
_STEP = re.compile(r"\bi(?:'ll| will|'m going to| am going to|'m gonna)\b")
_UNEASY = re.compile(
    r"\b(?:but|though|hard|can't|couldn't|don't|didn't|isn't|not|died|lost|scared|worried|afraid|sad|angry|"
    r"hate\w*|alone|lonely|"
    r"cr(?:y|ying|ied)|help|what|how|why|should|can you|could you|please)\b"
)
_EITHER = re.compile(r"\b(?:salaam|salam|namaste|ciao|good evening|good day)\b")
"""Greetings as much as farewells: the latter only after something was told."""
_BY_ITSELF = re.compile(r"\b(?:now|then|bed|sleep|nod|off|away|go|so|better \w+(?: \w+)*|beeping.*|pull(?:ed|ing) up)$")
"""How going ends where nothing else is said, so that "i'm going home" may still be an answer."""
_A_PLAN = 6
"""Words of a step that is told of and not only promised."""
_AFTERWORD = 8
"""Words that may still follow a farewell at the head of a message."""
_RUN_ON = re.compile(
    r"(?<!say )(?<!said )(?<!saying )(?<!without )(?<!a )(?<!the )(?<!her )(?<!his )(?<!to )(?<!our )(?<!my "
    r")(?<!last )"
    rf"\b(?:bye|goodbye|good ?night|gtg|gn|ta-ra|cheerio|see ya|ttyl){_TO_US}$"
)
"""A farewell run on at the end of a piece: "right then ok bye gtg"."""
_OF_OTHERS = re.compile(r"\b(?:he|she|they|who|says?|said|saying|wrote|texted|told|without)\b")


_HANGS_ON = re.compile(r"\b(?:if|when|unless|because|so that|or|until|after|whether|says?|said|that)\b")
"""What makes the piece after a comma part of something told: "if he shouts, i'll go"."""
_TRAILS = re.compile(
    r"(?:i suppose|i guess|on the whole|in the end|such as it was|anyway|tomorrow(?: \w+){1,5}|long day tomorrow)"
)


def leave_in(text: str) -> Literal["goodbye", "thanks"] | None:
    """Taking leave, or thanks, as the last piece of a message in which nothing is in danger."""
    told, byes, thanks, going = _parted(text)
    if not byes + thanks + going and not (byes := _at_the_head(text)):
        return None
    if _is_grave(told) or (not told and not _stands_alone(text, byes, going, thanks)):
        return None
    if byes or (going and not _DARKER.search(" ".join(words_of(text)))):
        return "goodbye"
    if not thanks or _UNEASY.search(told) or "?" in text:
        return None
    return "goodbye" if _STEP.search(told) and len(told.split()) >= _A_PLAN else "thanks"


def _is_grave(told: str) -> bool:
    return DANGER.search(told) is not None or _GRAVER.search(told) is not None


def _stands_alone(text: str, byes: int, going: int, thanks: int) -> bool:
    """Whether a message that is leave and nothing else is sure to be leave."""
    lowered = " ".join(words_of(text))
    return not _EITHER.search(lowered) if byes else bool(going and (thanks or _BY_ITSELF.search(lowered)))


def is_no_mere_leave(text: str) -> bool:
    """Whether what stands before a farewell, or before thanks, asks for an answer of its own."""
    told, byes, thanks, going = _parted(text)
    dark = _is_grave(told)
    if going and not byes:
        dark = dark or _DARKER.search(" ".join(words_of(text))) is not None
    if not byes + going:
        uneasy = thanks and (_UNEASY.search(told) is not None or "?" in text)
        dark = _GRAVER.search(told) is not None or bool(uneasy)
    return bool(told) and dark


def _at_the_head(text: str) -> int:
    """Whether a farewell begins the message and little follows: "cheerio then. mind the ice"."""
    pieces = _pieces(text)
    after = " ".join(piece for piece, _ in pieces[1:])
    little = len(after.split()) <= _AFTERWORD and "?" not in text and not _UNEASY.search(after)
    if not pieces or not little or _EITHER.search(pieces[0][0]) or _DARKER.search(after) or _is_grave(after):
        return 0
    return int(_BYE.fullmatch(pieces[0][0]) is not None)


def _pieces(text: str) -> list[tuple[str, str]]:
    """The pieces of a message as words in lower case, each with the stop before it."""
    parts = _PIECE.split(plain(text))
    found = [(" ".join(words_of(part)), parts[at - 1] if at else "\n") for at, part in enumerate(parts) if at % 2 == 0]
    return [(words, stop) for words, stop in found if words]


def _parted(text: str) -> tuple[str, int, int, int]:
    """What is told before the last pieces that only take leave or thank, and how many say bye, thank, and go."""
    pieces = _pieces(text)
    byes = thanks = going = 0
    while pieces:
        last, stop = pieces[-1]
        alone = stop.strip() != "," or not (len(pieces) > 1 and _HANGS_ON.search(pieces[-2][0]))
        if _TRAILS.fullmatch(last) and (_thanked(pieces) or _gone_to_bed(pieces)):
            pieces.pop()
            continue
        if _BYE.fullmatch(last) or (
            _NIGHT.fullmatch(last) and (stop.strip() != "," or thanks or byes or _thanked(pieces))
        ):
            byes += 1
        elif _THANKS.fullmatch(last):
            thanks += 1
        elif not (alone or byes or thanks or going) or not (_GOES.fullmatch(last) or _CALLED_AWAY.fullmatch(last)):
            break
        else:
            going += 1
        pieces.pop()
    told = " ".join(piece for piece, _ in pieces)
    if not byes and pieces and (run_on := _run_on(pieces[-1][0])):
        told, byes = told[: len(told) - len(pieces[-1][0]) + run_on.start()].strip(), 1
    return told, byes, thanks, going


def _run_on(piece: str) -> re.Match[str] | None:
    """A farewell that ends a piece, unless somebody else says it."""
    found = _RUN_ON.search(piece)
    before = piece[: found.start()].split()[-3:] if found else ()
    return None if _OF_OTHERS.search(" ".join(before)) else found


def _gone_to_bed(pieces: list[tuple[str, str]]) -> bool:
    before = pieces[-2][0] if len(pieces) > 1 else ""
    return _GOES.fullmatch(before) is not None and ("sleep" in before or "bed" in before)


def _thanked(pieces: list[tuple[str, str]]) -> bool:
    return len(pieces) > 1 and _THANKS.fullmatch(pieces[-2][0]) is not None
