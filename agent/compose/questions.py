"""What one sentence asks of us, by the kind of answer it can have: a fact, a judgement, a wording, a guess, an idea."""

from __future__ import annotations

import re
from typing import Literal

Question = Literal[
    "asks_glad",
    "asks_joke",
    "asks_belief",
    "asks_check",
    "asks_words",
    "asks_fact",
    "asks_deed",
    "asks_outcome",
    "asks_if",
    "asks_knows",
    "asks_tastes",
    "asks_ways",
]

LEAD = (
    r"^(?:(?:so|and|but|ok|okay|well|yeah|yes|no|nah|right|wow|please|then|now|just|anyway|also|oh|listen|look|"
    r"hey|hi|"
    r"hm+|mate|dear|actually|honestly|random|like|wait|fine|sorry|correct|lol|haha|tell me|one question|"
    r"do you think|you "
    r"reckon|do you reckon|i mean|i asked(?: you)?|i wonder) )*"
)
_IT = "(?:it|that|this)"
_HARD = (
    "rude|mean|foolish|dreadful|dishonest|cruel|cheeky|sinful|(?:a )?sin|hypocrisy|hypocritical|petty|odd|"
    "strange|"
    "cheating|a lie|lying|childish|unfair|cowardly|(?:a )?(?:silly|stupid|daft) (?:question|idea)|too late|"
    "too soon|too "
    "much|(?:a lot|too much) to (?:ask|want|expect)|a (?:bit )?(?:much|liberty)|a lot|insane|wasteful|"
    "ungrateful|disloyal|greedy|nosy|pushy|haram|vain|heartless"
)
_MAYBE_HARD = "daft|pathetic|wrong|bad|weird|selfish|silly|stupid|terrible|awful|sad|mad|ok|okay|allowed|crazy|good"
_SOMEBODY = r"(?:i|he|she|they|we|my \w+|the \w+|people|everyone|[a-z]+y|(?:the )?\w+s)"
_FEELS = r"(?! ever\b| always\b| be (?:ok|okay|alright|like this)\b| feel\b| get (?:over|better|through)\b)"
_THEIRS = r"(?:my|this|that|the) (?:\w+ )?(?:sentence|letter|message|text|line|note|e-?mail|wording|speech|card|reply)"

PATTERNS: tuple[tuple[Question, re.Pattern[str]], ...] = (
    (
        "asks_glad",
        re.compile(
            r"\b(?:(?:are|aren't) you (?:not )?(?:even )?(?:happy|glad|pleased|proud|excited)(?: for| of) (?:me|us)|"
            r"you(?:'re| are)? not (?:even )?(?:happy|glad|pleased) for (?:me|us)|"
            r"aren't you going to (?:say congrat\w+|congratulate me))\b"
        ),
    ),
    (
        "asks_joke",
        re.compile(
            r"\b(?:(?:tell|give) (?:me|us) a(?:nother)? (?:\w+ )?joke|(?:know|got|have) (?:any|a) (?:good )?jokes?|"
            r"(?:asked|asking) for a joke|(?:make|can you make) me laugh$)"
        ),
    ),
    (
        "asks_belief",
        re.compile(
            r"\bdo you (?:even |really )?(?:believe in (?!me\b|us\b|this\b|it\b)|pray\b)|"
            r"\b(?:can|could|will|would) you (?:please )?pray\b|"
            r"\bdo you (?:think|believe) (?:that )?(?:god|allah|jesus|the lord|there(?:'s| is) (?:a |"
            r"any )?(?:god|heaven|"
            r"hell|life after|an afterlife|something after))\b|\bis there (?:a |any )?(?:god|heaven|afterlife|"
            r"life after)\b"
        ),
    ),
    (
        "asks_check",
        re.compile(
            rf"{LEAD}(?:is|was) (?:{_IT}|{_THEIRS}) (?:good|ok|okay|fine|right|clear|short enough|too long|too short|"
            r"alright|all right) (?:like (?:this|that)|this way|now|as it is|do you think|in english)$|"
            rf"\b(?:does|do|did|would) (?:{_IT}|{_THEIRS}) (?:sound|read|look|come across|come over) (?:ok|okay|"
            rf"right|"
            r"good|fine|rude|harsh|cold|mean|stupid|silly|weird|alright|all right|clear|too \w+|(?:a bit|as if|like) "
            rf"\w+|\w+ enough)|\bhow (?:does|do|would) (?:{_IT}|{_THEIRS}) (?:sound|read|look|come across)\b|"
            rf"\bis {_THEIRS} (?:too )?(?:good|ok|okay|fine|right|clear|long|short|rude|enough|cold)\b|"
            rf"\bwhat do you think of {_THEIRS}|\b(?:can|could|would|will) you (?:read|check|look at|"
            rf"look over) {_THEIRS}"
        ),
    ),
    (
        "asks_words",
        re.compile(
            r"\b(?:give|tell|lend|find|write|want|need) (?:me )?(?:just )?(?:a|one|the|some|"
            r"any) (?:\w+ )?(?:sentence|"
            r"opening|first line|opening line|wording|words to (?:say|use|begin|start))\b|"
            r"\b(?:one|a|any) (?:good |short |small |first |nice |decent )?(?:sentence|line) (?:to (?:begin|"
            r"start|open|say|"
            r"use)|for (?:\w+ ){0,3})|^(?:\w+ ){0,2}the (?:first |opening )?sentence (?:for|to) |"
            r"\b(?:how (?:do|can|should|would|could) i|how i|how to|idea how to|idea how i|"
            r"where do i) (?:even )?(?:start|"
            r"begin|open|put|word|phrase) (?:it|this|that|the (?:letter|message|conversation|talk|call|e-?mail|"
            r"note|card|"
            r"speech)|to (?:him|her|them))\b|\bwhat(?:'s| is| are) the (?:right )?(?:thing|words) to say\b|"
            r"\b(?:like )?what words\b|\b(?:help|can you help) me (?:word|write|phrase|put) |"
            r"\bhow (?:do|would) (?:you|i) say .* in (?:one|a) sentence\b|"
            r"\b(?:decent|good|nice|kind|polite|gentle) way to (?:tell|say|ask|put)\b|"
            r"\bhow (?:do|can|should) i open my mouth\b"
        ),
    ),
    (
        "asks_fact",
        re.compile(
            rf"{LEAD}(?:what|whats|what's)(?: does| do| is)? (?:a |an |the )?(?!do\b|does\b|did\b|is\b|he\b|"
            rf"she\b|it\b|that\b|this\b|"
            rf"they\b|you\b|"
            r"i\b|we\b|everything\b|life\b)[\w'-]+(?: \w+)? (?:means?|stands? for)$|"
            r"\basked (?:you )?what [\w'-]+(?: \w+)? means?\b|"
            r"\bhow (?:do|does|can|should|would) (?:i|you|we|one) (?:get rid of (?:\w+ )?(?!him|her|them|this|"
            r"that|it|my|the "
            r"(?:feeling|thought)|feelings?|thoughts?)\w+|clean|spell|pronounce|remove|wash|descale|unblock|"
            r"prune|"
            r"plant|grow|boil|bake|freeze|apply for|register|renew|claim|train a)\b|"
            r"\b(?:can you|could you|do you know how to|how do you|how to) spell\b|"
            r"\bdo you (?:know|know anything|know much) about (?!me\b|my\b|this\b|that\b|it\b|us\b|him\b|her\b)|"
            r"\bwhat (?:clothes|shoes|colou?r|jacket|dress)(?: \w+)? (?:do|should|shall|would) (?:i|"
            r"you|one)\b|"
            r"\bwhat (?:do|should|shall) (?:i|you|people) wear\b|\bwhat(?:'s| is) (?:the |a )?(?:\w+ )?(?:number|"
            r"phone "
            r"number|address|price|website) (?:of|for)\b|\bwhat(?:'s| is) (?:the )?council number\b|"
            r"\b(?:do you know|can you tell me|could you tell me) (?:what|where|when|which|if|whether) (?:a|an|"
            r"the|there)\b|"
            r"\bis it (?:safe|legal|dangerous|against the law|good|worth it) to (?:join|eat|drink|use|give|keep|"
            r"freeze|"
            r"plant|move|drive|buy)\b|"
            rf"{LEAD}how (?:long|many|much|often|old|far|big|deep) (?:do|does|is|are|can|should) (?:a|an|the|you|"
            rf"one|\w+s)\b"
        ),
    ),
    (
        "asks_deed",
        re.compile(
            rf"{LEAD}(?:is|was|isn't|wasn't) {_IT} (?:really |just |at all |so |very |a bit |"
            rf"not )*(?:to be )?(?:{_HARD})\b|"
            rf"{LEAD}(?:would|wouldn't|will) {_IT} (?:really |just |at all |so |very |a bit |not |be )+(?:{_HARD}|"
            rf"{_MAYBE_HARD})\b(?! to (?:see|hear|know)\b)|"
            rf"\bdo you think (?:{_IT}'s|{_IT} is|{_IT} was|four times is|\w+ \w+ is) (?:really |a bit |too |"
            rf"very |so )*(?:"
            rf"{_HARD})\b|{LEAD}am i (?:allowed|right|mean|rude|cruel|daft|foolish|petty|unfair|wrong) to\b|"
            r"\brude or not\b|(?<=\w )is (?:it|that) (?:wrong|bad|rude|selfish)$|\bis (?:it|that) cheating\b"
        ),
    ),
    (
        "asks_outcome",
        re.compile(
            rf"\bdo you (?:really )?(?:think|reckon|believe|suppose) (?:that )?{_SOMEBODY}(?:'ll| will|"
            rf"'s going to| is going "
            rf"to|'m going to| am going to|'re going to| would){_FEELS}|\b(?:do you |you )?reckon (?:i'll|ill|"
            rf"i will|he'll|"
            rf"she'll|they'll)\b|{LEAD}(?:will|would) (?:he|she|they|my \w+|the \w+) (?:ever |even |"
            rf"really )?(?:be (?:angry|"
            r"cross|mad|ok|okay|upset|there|proud)|say|think|forgive|remember|recogni[sz]e|come|call|ring|answer|"
            r"mind|"
            r"understand|hate|like|notice|let|want|take|see|know|believe|agree|write)\b|"
            rf"{LEAD}will i (?:get|pass|make|be able|manage|fail)\b|\bwhat are (?:my|the|our) (?:chances|odds)\b"
        ),
    ),
    ("asks_if", re.compile(rf"{LEAD}what if (?:i|he|she|they|we|it|that|my|the|there|nobody|no one|everyone|all)\b")),
    (
        "asks_ways",
        re.compile(
            r"\b(?:what|how) (?:do|did|would|can|should) (?:other |most |normal |all |your |"
            r"the other )*(?:people|folks?|"
            r"others|everyone|everybody|widows|widowers|families|parents|mums|moms|mothers|dads|couples|women|"
            r"men|students)"
            r" (?:\w+ )*?(?:do|manage|cope|say|deal|handle|live|get|survive|sleep|talk|tell|ask|keep|fill|eat|"
            r"wear)\b|"
            r"\bhow (?:other )?people (?:manage|cope|do|deal|live with|get through)\b|"
            r"\bwhat do (?:people|others|you all|they) (?:usually |normally |actually |even )*(?:do|say|give|wear)\b"
        ),
    ),
    (
        "asks_knows",
        re.compile(
            r"\bdo (?:you|u) (?:even |actually )?know (?!what|how|if|why|when|where|who|that\b|me\b|my\b|him\b|"
            r"her\b|them\b|"
            r"any|some|it\b|this|of\b|about\b|i\b|i'm|you|a good|one\b|the (?:feeling|answer|way|reason)|"
            r"anything|nothing)"
            r"(?:the |a )?[\w'-]+(?: [\w'-]+){0,3}$|\b(?:have you|did you) (?:ever )?hear(?:d)? of [\w'-]+|"
            r"\bdo (?:you|u) (?:even |actually )?know what (?:a |an |the )?[\w'-]+(?: \w+)? (?:is|are)$"
        ),
    ),
    (
        "asks_tastes",
        re.compile(
            r"\bdo (?:you|u) (?:even |actually |ever )?(?:like (?!me\b|this\b|your\b|my\b|talking\b|it\b|that\b|"
            r"to\b)|watch|"
            r"play|read (?!what|my|this|it|any)|enjoy|prefer|eat|listen to|dance|sing|cook|get (?:weather|rain|"
            r"sun|snow))|"
            r"^you (?:watch|like|play) |\bwhat (?:music|food|films?|movies?|books?|songs?|colou?rs?|team|"
            r"tea) do (?:you|u)\b|"
            r"\bwhat do (?:you|u) do (?:of|in|with) (?:an|the|your) (?:evening|morning|day|time|weekend|night)\w*|"
            r"\bwhat(?:'s| is| are) (?:the weather like where you are|your favou?rite)\b"
        ),
    ),
)
"""In the order tried, over the words of one sentence in lower case, short spellings written out."""

_GRAVE = re.compile(
    r"\b(?:kill\w*|suicid\w*|die[ds]?|dying|dead|death|pills?|tablets?|overdose\w*|knife|rope|gun|jump\w*|bridge|"
    r"blood|"
    r"hurt(?:ing)? (?:myself|him|her|them)|cut(?:ting)?|disappear\w*|without me|better off|wasn't here|not here|"
    r"not wake|"
    r"end it|ending it|cancer|lose (?:him|her|the baby|it all)|never wake|hit(?:s|ting)?|beat(?:s|ing)?|rape\w*|"
    r"abus\w*|"
    r"drugs?|doses?|milligrams?|bleach|paracetamol|drunk)\b"
)
"""What is no question to be answered in passing."""
_A_MEDICAL_WORD = re.compile(r"\b(?:mean|means|stand for|stands for)$")


def question_in(sentence: str) -> Question | None:
    """What the sentence asks; None where it asks nothing of a known kind, or something too grave for a passing "
    "word."""
    if _GRAVE.search(sentence) and not _A_MEDICAL_WORD.search(sentence):
        return None
    return next((kind for kind, pattern in PATTERNS if pattern.search(sentence)), None)


_OFFERED = "ideas?|thoughts?|suggestions?|tips?|advice"
_SAID_ROUND_IT = (
    "go on|go ahead|then|yes|yeah|yep|aye|ok|okay|sure|please|you (?:can|may|could)|(?:can|could|would) you|"
    "i(?:'d| would) "
    "like|i(?:'ll| will) (?:take|have)|i (?:want|need)|i asked(?: you)? for|i ask|you have|have you|got|"
    "give|tell|offer|say|share|let's (?:have|hear)|let me "
    "(?:have|hear)|me|us|it|so|and|well|right|fine|alright|all right|just|now|with|here|"
    "is what i (?:have )?asked for|"
    "since the start|what about|about|your|the|that|this|an?|one|some|any|my|small|little|tiny|short|quick|practical|"
    "simple|other|more|first|next|only|brother|mate|pal|dear|sir|love|thing|things|if you (?:have|like|want)|for me|"
    "from you|would be (?:nice|good|grand|great|lovely)|hm+|oh|company no"
)
_TAKES_IT = re.compile(
    rf"^(?=.*\b(?:{_OFFERED}|(?:go on|please|then|yes|yeah|offer|give|tell).* thing|thing.* (?:go on|please|then|"
    rf"offer))\b)"
    rf"(?!(?:any |some )?thoughts?$)(?:(?:{_SAID_ROUND_IT}|{_OFFERED})(?: |$))+$"
)
_ASKS_AGAIN = re.compile(
    rf"\b(?:there(?:'s| is) no|where(?:'s| is) (?:the|my|your|that)|still no|asked (?:you )?for "
    rf"(?:the|an?|one|your|some)) (?:small |little |one )?(?:{_OFFERED})\b|"
    r"\b(?:kindly |please )?(?:think|go) (?:it )?(?:through )?(?:it )?with me\b|\bhelp me think\b|"
    r"\bthink what can be done\b|\bwhat have you got for (?:me|some\w+)\b|\bwhat(?:'s| is) your (?:idea|suggestion)\b"
)
_FEW = 14


def asks_idea(sentence: str) -> bool:
    """Whether the sentence takes up an idea that was offered, or asks for one."""
    if re.search(
        r"\b(?:no|not|don't|didn't|nothing|without)\b", re.sub(r"\bno (?:idea|thought|suggestion)", "", sentence)
    ):
        return False
    few = len(sentence.split()) <= _FEW
    return few and (_TAKES_IT.match(sentence) is not None or _ASKS_AGAIN.search(sentence) is not None)
