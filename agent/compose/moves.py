"""Moves a person makes toward the listener or toward a step of their own, known by their wording."""

from __future__ import annotations

import re
from typing import Literal, get_args

from .requests import REQUESTS, Request

_Plain = Literal[
    "asks_meaning",
    "asks_memory",
    "asks_me",
    "asks_private",
    "asks_verdict",
    "asks_others",
    "asks_future",
    "asks_why",
    "asks_opinion",
    "asks_other",
    "no_comfort",
    "wants_practical",
    "misheard",
    "steers",
    "minimises",
    "will_do",
    "own_idea",
    "better",
    "same",
    "clarifies",
    "agrees",
]
Move = _Plain | Request
MOVES: tuple[Move, ...] = (*get_args(_Plain), *REQUESTS)


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts))


_BEGIN = r"^(?:(?:so|and|but|ok|okay|well|yeah|no|maybe|perhaps|actually|oh|hm+|right|fine|alright|thanks|thank you) )*"
_DAY = r"(?:today|tonight|tomorrow|(?:on|this|next) (?:\w+)|later|soon|in the morning|first thing|then)"

PATTERNS: tuple[tuple[Move, re.Pattern[str]], ...] = (
    (
        "asks_meaning",
        _any(
            rf"{_BEGIN}(?:huh|what|sorry what|eh|come again|what do you mean(?: \w+){{0,6}}|what does that mean|"
            rf"(?:sorry )?what (?:did |do )?(?:you|u) mean(?: \w+){{0,6}}|you mean(?: \w+){{1,12}}|",
            r"meaning what|i don't (?:get|understand) (?:what you mean|the question|that|what you(?:'re| are) \w+)|",
            r"how do you mean|in what way|what(?:'s| is| was) your question(?: again)?|really what happened)$",
        ),
    ),
    (
        "asks_memory",
        _any(
            r"\b(?:(?:do|can|will) you (?:even )?remember (?:me|what|that|when|my|anything|any of|our|last)|",
            r"(?:did|have) i (?:already )?(?:tell|told) you|remember what i (?:said|told)|did you forget|",
            r"will you remember)\b",
        ),
    ),
    (
        "asks_me",
        _any(
            r"\b(?:do you (?:even |really |actually |ever )*(?:care|feel|get bored|get tired|have feelings|",
            r"have a (?:life|family|name|heart)|like (?:me|this|your|talking)|love|judge|sleep|dream|",
            r"get anything|hate me|have emotions|mind)|",
            r"(?:are|r) you (?:bored|tired of|judging|annoyed|sick of|angry with|mad at|happy|sad|lonely|ok with)|",
            r"what do you get out of|how (?:have you been|do you|did you|are you) (?:handl|cop|deal|feel)\w*|"
            r"what do you do to cope|do i bore you|am i (?:boring|annoying|bothering|burdening) you|",
            r"why (?:are|would|do) you (?:listen|care|talk|help)\w*|will you (?:be here|leave|be there)|"
            r"(?:did|have) you (?:ever|also|gone|been|had|tried)|how (?:did|have) you\b(?! know| mean| get| come|"
            r" think)|what was your|"
            r"what(?: \w+){0,4} do you (?:drink|eat|use|watch|do when|listen to|do for)|where (?:are you|"
            r"do you live)|"
            r"do u (?:\w+)|^(?:do|so do) (?:you |u )?(?:like|smoke|drink|enjoy|play|watch|read|live|work)|"
            r"are you (?:on|a smoker)|"
            r"are you (?:married|single|from|a (?:man|woman|student|parent|mother|mom|father|dad))|"
            r"how(?:'s| is| was) (?:your|ur) (?:life|day|week|family|job)|"
            r"(?:do|does) (?:you|u) (?:have|feel|get) (?:any )?"
            r"(?:stress|stressed|anxiety|problems|depression)|how long (?:were|have|did) you\b|"
            r"(?:what|anything|something)(?: \w+){0,4} do you (?:like|love|enjoy|do)\b|do you (?:usually |ever )?do "
            r"(?:anything|something)|as (?:a|an) \w+(?: \w+)? yourself|do you know (?:anyone|anybody|someone|"
            r"somebody)|"
            r"(?:in|from) your (?:own )?(?:experience|life|past)|ha(?:ve|s) (?:you|anything like (?:this|that)) "
            r"(?:\w+ )?(?:happened to you|experienced|gone through|dealt)|"
            r"do you have (?:kids|children|a (?:job|partner|dog|cat|pet|husband|wife)|any (?:kids|pets|siblings|"
            r"children|plans)|anything (?:going|planned)))\b",
        ),
    ),
    (
        "asks_private",
        _any(
            r"\b(?<!one )(?<!person )(?<!people )(?<!someone )(?<!somebody )(?:who (?:can |else can |"
            r"else )?(?:see|sees|read|reads|knows)(?: about)? (?:this|what i|my|it|these)|",
            r"is (?:this|it|our chat|what i say) (?:private|confidential|anonymous|secret|safe(?! to)|recorded|saved)|",
            r"(?:will|would|do) you tell (?:anyone|anybody|someone|my|them)|are you (?:recording|saving|storing)|",
            r"can (?:anyone|anybody|my \w+) (?:see|read|find) (?:this|it|what))\b",
        ),
    ),
    (
        "asks_verdict",
        _any(
            rf"{_BEGIN}(?:am i (?:just |being |really |so |too |a |an |the |going )*(?:bad|crazy|mad|insane|"
            rf"wrong|weird|daft|",
            r"awful|horrible|terrible|selfish|overreacting|dramatic|silly|stupid|problem|failure|monster|",
            r"asshole|paranoid|unreasonable|weak|lazy|sensitive|person|cold|evil|broken)|",
            r"does (?:that|this|it) make me|is (?:it|that|this) (?!just me)(?:really |just |all |"
            r"even )?(?:my fault|wrong|bad|",
            r"weird|selfish|stupid|silly|daft|mad|awful|crazy|wrong of me|me|that bad|pathetic|unreasonable|ok|"
            r"okay) ?(?:$|to|"
            r"of|that|",
            r"if|for)|was (?:it|that|this) (?:really )?(?:my fault|wrong|me)|is there something wrong with me|",
            r"what(?:'s| is) wrong with me|do you think (?:i'm|i am|it's|it is|it was|that's|i was|i did|"
            r"i've done) (?:\w+ ){0,3}",
            r"(?:fault|bad|crazy|wrong|selfish|weird|stupid|horrible|awful|pathetic|overreacting|silly|person)|",
            r"did i do (?:the right thing|something wrong|it wrong|the wrong thing)|could i have (?:\w+ ){1,4}|"
            r"(?:that's|that is|it's) (?:\w+ )?(?:"
            r"awful|terrible|horrible|bad|daft|silly|stupid|mad|selfish|wrong|weird) (?:isn't it|is it not|right)$)",
        ),
    ),
    (
        "asks_others",
        _any(
            r"\b(?:do (?:other|most|a lot of|many) people|does any(?:one|body) else|what do (?:other )?people|",
            r"how do (?:other |most )(?!people )\w+ (?!i |you )\w+|how do (?:other )?people|"
            r"what helps (?:other )?people|is it just me|am i the only one|",
            r"is (?:it|that|this) (?:\w+ )?(?:normal|common|usual)|do others|is it only me|do (?:other|many|most|"
            r"all) \w+ (?:feel|get|have|think|find|miss|want|go)|"
            r"have other people|",
            r"is anyone else|has anyone else)\b",
        ),
    ),
    (
        "asks_future",
        _any(
            r"\b(?:(?:will|does|is) (?:it|this|that|things) (?:ever |going to |gonna |really |"
            r"be able to )*(?:get|gets|",
            r"stop|end|pass|go away|be ok|be okay|be better|hurt less|change|be like this)\b|",
            r"will i (?:ever |always )(?:\w+)|how long (?:does|will|until|till|is|before)|when (?:will|"
            r"does) (?:it|this)|",
            r"do you think (?:it|things|i|he|she|they|we)(?:'ll| will))",
        ),
    ),
    (
        "asks_why",
        _any(
            rf"{_BEGIN}why (?:am i|is it|is this|is life|is everything|does it|does this|does nobody|does no one|"
            rf"do i|",
            r"did i|did he|did she|did they|can't i|won't|me|now|do people|does everyone|would (?:he|she|they)|",
            r"has|have i|is he|is she|are people|don't i|did this|does he|does she)\b",
        ),
    ),
    (
        "asks_opinion",
        _any(
            rf"{_BEGIN}(?:(?:so )?what do you (?:think|reckon|make of)\b(?! i should)|do you (?:think|reckon|"
            rf"believe|agree)\b|",
            r"don't you think|you think so|what you think$|what(?:'s| is) your (?:opinion|take|view)|"
            r"what would you say)",
        ),
    ),
    (
        "no_comfort",
        _any(
            r"\b(?:(?:don't|do not|please don't|stop|quit) (?:just )?(?:tell|telling|say|saying) (?:me )?(?:that )?",
            r"(?:it's|it is|it'll|everything|that it|i'm (?:brave|strong)|things will|to|you're sorry|sorry)|",
            r"(?:don't|stop) (?:pity|pitying|feel sorry for) me|stop being (?:so )?nice)\b",
        ),
    ),
    (
        "wants_practical",
        _any(
            r"\b(?:i (?:don't|do not) (?:need|want) (?:\w+ )?(?:feelings|sympathy|empathy|pity|"
            r"to talk about (?:my )?",
            r"feelings)|i (?:just )?(?:need|want) (?:real|actual|practical|concrete) (?:help|answers|solutions|",
            r"steps|advice)|just tell me what to do|i need (?:answers|solutions|a plan))\b",
        ),
    ),
    (
        "misheard",
        _any(
            rf"{_BEGIN}(?:that's not (?:it|what|true|right|how|why|the)|(?:it's|it is) not (?:that|about)|not that|",
            r"you(?:'ve| have)? (?:got (?:it|that|me) wrong|misunderstood|misread)|wrong|you're wrong|",
            r"that's wrong|i didn't (?:say|mean) that)\b(?!.*\bi feel\b)",
        ),
    ),
    (
        "steers",
        _any(
            rf"{_BEGIN}(?:can|could|may|shall) we (?:please )?(?:go back to|talk about|get back to|change|move on)|",
            rf"{_BEGIN}(?:let's|i'd rather|i want to) (?:talk about (?:something|my|the)|go back to|"
            rf"change the subject)|",
            rf"{_BEGIN}(?:can|could) i (?:talk|tell you) about (?:something|my|the)",
        ),
    ),
    (
        "minimises",
        _any(
            r"\b(?:i know (?:it's|it is|it sounds|this is|that's|that sounds|i'm being|"
            r"it seems) (?:\w+ )?(?:petty|silly|",
            r"stupid|small|nothing|dumb|dramatic|ridiculous|childish|minor|trivial)|"
            r"(?:other )?people have (?:it )?(?:much |",
            r"far |way )?(?:worse|real|bigger)|it could be worse|first world problems?|i shouldn't (?:complain|"
            r"moan|whine)|",
            r"i'm (?:probably |just )*being (?:silly|dramatic|stupid|ridiculous|petty|childish|oversensitive)|",
            r"it's (?:really )?not (?:that|such) (?:a )?big (?:a )?deal|it's (?:so|really|just) (?:silly|stupid|"
            r"petty|dumb)|",
            r"others have it worse|someone else has it worse|no big deal)\b",
        ),
    ),
    (
        "will_do",
        _any(
            r"^(?!.*\b(?:but|can't|won't|not)\b).*\bi(?:'ll| will|'m going to| am going to|'m willing to) "
            r"(?:definitely |certainly |surely |also )*(?:have to |try to |make sure to )?(?:try|give|look into|"
            r"check) "
            r"(?:it|that|this|into|to)\b|",
            rf"{_BEGIN}(?!.*\b(?:can't|won't|any ?more|goodbye|over|end it|last time)\b)"
            rf"(?:yes |yep |sure )?(?!(?:\S+ ){{17}})(?:i'll|i will|i'm going to|i am going to|"
            rf"i'm gonna) (?:\w+ ){{0,2}}?(?:try|call|",
            r"ring|text|ask|talk|tell|write|book|go to|go for|see|email|speak|do (?:that|it|this)|give (?:it|that)|",
            r"message|start|join|make|visit|phone|reach|look into|think about it|a meeting)\b",
            rf"|{_BEGIN}(?:i'm|i am) (?:going to|seeing|calling|meeting|ringing) (?:a |the |"
            rf"my )?[\w ]{{2,24}} {_DAY}$",
        ),
    ),
    (
        "own_idea",
        _any(
            r"\byou(?:'re| are) right i (?:should|could|can|might)\b|",
            r"\b(?:maybe|perhaps|i guess|i suppose|i think|i was thinking|probably) (?:i|that i) (?:could|can|"
            r"should|might)\b",
            r"(?! be\b| say\b| have\b| not\b| feel\b| just\b| never\b)|\b(?:maybe|perhaps) i (?:video )?(?:call|"
            r"write|ask|tell|"
            r"bring|send|text|ring|talk|take)\b|",
            rf"{_BEGIN}i (?:could|might) (?:maybe |always |perhaps |just )*(?:ask|tell|call|ring|text|try|talk|"
            rf"write|",
            r"go|join|see|speak|start|book|visit|email|message|invite|offer)\b|",
            rf"{_BEGIN}(?:maybe|perhaps) there(?:'s| is| are) an? (?:\w+ )?(?:group|class|club|place|way|"
            rf"helpline|service)\b",
        ),
    ),
    (
        "better",
        _any(
            rf"{_BEGIN}(?:it's|it is|i'm|i feel|i'm feeling|feeling|i do feel|that's|"
            rf"that) (?:\w+ ){{0,3}}?(?:better|calmer|",
            r"lighter|easier|helps|helped|a relief|good to (?:hear|know)|nice to hear)\b(?! off| than| ideas?|"
            r" plan| way|"
            r" for (?:him|her|them))",
            r"(?: \w+){0,6}$",
        ),
    ),
    (
        "same",
        _any(
            rf"{_BEGIN}(?:(?:still )?(?:the )?same(?: as (?:before|always|ever|usual|yesterday))?|no change|"
            rf"no better|worse|",
            r"a bit worse|not (?:any |much )?better|nothing(?:'s| has) changed|it's (?:still )?(?:the same|"
            r"worse|no better))$",
        ),
    ),
    (
        "clarifies",
        _any(r"^(?:no )?i (?:mean|meant) (?:\w+ ){0,4}\w+$|^(?:\w+ ){1,5}i mean$"),
    ),
    (
        "agrees",
        _any(
            r"^(?:(?:haha|lol|ugh|yeah|yes|so|oh|that's|very|wow|ok) )*(?:true|tell me about it|you (?:got|get) "
            r"(?:my|the) point|exactly(?: (?:that|this|it))?|"
            r"so true|that's it|i (?:do )?agree(?: with (?:you|that))?|my mind agrees|you(?:'re| are) (?:so |"
            r"very )?right|",
            r"that's exactly (?:it|right|how it is|how it feels)|spot on|you get it|this|precisely|you're right|",
            r"(?!.*\b(?:but|if|though|not|can't|don't)\b)(?:(?:i think|that|that's|that is|this|this is|it|it's|"
            r"it is|"
            r"these|those|are|both|all|sounds?|seems?|would be|might be|could be|may be|like|a|an|some|such|really|"
            r"very|pretty|actually|what|the) )*(?:good|great|nice|better|best|wonderful|excellent) "
            r"(?:idea|plan|suggestion|advice)s?(?: \w+){0,6}|"
            r"good point|i never thought of (?:it|that)(?: like that| that way)?|that's a good (?:point|question|"
            r"way (?:\w+ ?)+))$",
        ),
    ),
)
"""In the order tried, over the words of a message in lower case, short spellings written out."""

MOST_WORDS: dict[Move, int] = {
    "asks_meaning": 10, "asks_why": 16, "misheard": 14, "steers": 16, "minimises": 26, "will_do": 30, "own_idea": 22,
    "better": 12, "same": 8, "clarifies": 8, "agrees": 14, "asks_opinion": 18, "no_comfort": 20, "asks_me": 40,
}  # fmt: skip
"""Words a message may have and still be that move as a whole; 30 for the others."""


def move_in(lowered: str) -> Move | None:
    """The first move whose wording occurs, in a message short enough to be that move."""
    length = len(lowered.split())
    return next(
        (move for move, pattern in PATTERNS if length <= MOST_WORDS.get(move, 30) and pattern.search(lowered)), None
    )
