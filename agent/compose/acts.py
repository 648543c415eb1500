"""The patterns by which plain social acts are known: greetings, thanks, yes and no, and the like."""

from __future__ import annotations

import re
from typing import Literal, get_args

from .moves import MOVES, Move

Social = Literal[
    "empty",
    "foreign",
    "scrambled",
    "greeting",
    "thanks",
    "goodbye",
    "how_are_you",
    "bot",
    "who",
    "joke",
    "anger_at_me",
    "there",
    "dunno",
    "nothing_helps",
    "refuses",
    "cant",
    "asks_advice",
    "off_topic",
    "sorry",
    "never_mind",
    "yes",
    "no",
    "ok",
    "tried",
    "may_i",
    "small_talk",
    "test",
    "brief",
]
Act = Social | Move
ACTS: tuple[Act, ...] = (*get_args(Social), *MOVES)


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts))


_POLITE = "ok|okay|well|alright|right|anyway|thanks|thank you|thank you so much|so much"
_LEAVING = (
    "(?:i )?hope you (?:have|had) a (?:\\w+ )?(?:good|great|nice|lovely|wonderful) (?:day|one|night|weekend|evening)|"
    "have a (?:good|great|nice|lovely) (?:day|one|night|weekend|evening)|"
    "gtg(?: \\w+){0,2}|g2g|(?:dinner|tea|lunch|food)(?:'s| is)? ready|bye+|goodbye|good ?night|night night|"
    "night|gn|(?:bye|goodbye) (?:for now|then)|see (?:you|ya)(?: (?:later|tomorrow|soon))?|ttyl|"
    "(?:i )?(?:have to|need to|should|got to) (?:go|sleep|get going)(?: now| to bed| to sleep)?|"
    "(?:i'm |i )?(?:going to|off to|off|heading off) (?:bed|sleep|try to sleep|try and sleep|go|go to bed|"
    "go to sleep|"
    "now)|"
    "(?:i'm )?off (?:now|to work)|(?:i'm )?going now|talk (?:to you )?(?:later|tomorrow)|"
    "(?:i think |maybe |i guess )?i'll (?:try to )?(?:go|sleep|head)(?: off)?(?: to bed| to sleep)?(?: now)?"
)

WHOLE: tuple[tuple[Act, re.Pattern[str]], ...] = (
    (
        "test",
        _any(
            r"(?:test|testing|is this (?:thing )?on|this is a test)(?: \d+)*",
        ),
    ),
    (
        "greeting",
        _any(
            r"(?:hi+|hey+|hello+|hiya|yo|howdy|sup|good (?:morning|evening|afternoon)|hi there|hey there|",
            r"hello there|greetings|(?:hi|hey|hello),? (?:it's )?me(?: again)?|i'm back|(?:hi|hey|",
            r"hello) again)",
        ),
    ),
    (
        "thanks",
        _any(
            r"(?:(?:ok(?:ay)?|oh|aw|no|well|yeah|yes|great|right|fine|alright|sure),? )*(?:i'll (?:try|try that|"
            r"do that|"
            r"think about it) )?(?:thanks?|thank you|thx|ty|cheers|",
            r"tysm|(?:i'm |i am )?(?:so |very |much )?grateful for (?:your|the) (?:help|support|"
            r"time))(?: you)?(?:,? (?:so much|a lot|a bunch|for (?:\w+ ?){1,6}|that (?:\w+ ?){1,5}|it's (?:good|"
            r"nice) (?:to )?(?:\w+ ?){1,5}|",
            r"i (?:\w+ ?){1,6}|again|really|man|very much))*|(?:i )?appreciate (?:it|that|this|",
            r"you)(?: (?:\w+ ?){1,4})?|that (?:really )?(?:helped|helps)(?: (?:a lot|a bit|thanks?|",
            r"thank you))?",
        ),
    ),
    (
        "goodbye",
        _any(rf"(?:(?:{_POLITE})\W? )*(?:{_LEAVING})(?: (?:{_POLITE}|{_LEAVING}|now|then|x+))*"),
    ),
    (
        "how_are_you",
        _any(
            r"(?:(?:hi|hey|hello),? )?(?:oh )?(?:hello |hi )?(?:(?:(?:i'm|i am|i'm doing|doing) )?"
            r"(?:(?!not|no)\w+ )?(?:good|fine|ok|okay|well)(?: thanks|"
            r" thank you)? )?(?:how are you(?: doing)?(?: today)?|hbu|wbu|(?:and )?(?:how|what) about (?:you|"
            r"yourself)|"
            r"how's it going|what's up|",
            r"wassup|how about you|and you|what are you (?:up to|doing)|how was your day|you ok)",
        ),
    ),
    (
        "there",
        _any(
            r"(?:hello,? )?(?:are you (?:still )?there|you there|anyone there|hello\?+|did you (?:leave|",
            r"go)|still there|(?:(?:hi|hello|hey|so|i) )*(?:wonder(?:ing)? if )?(?:there(?: i|')s |is (?:there )?)?"
            r"(?:anyone|anybody|someone|somebody) (?:is )?(?:there|here|around)|i think you need to reply|"
            r"(?:i )?(?:thought|think) you(?:'d| had| have|'ve)? (?:left|gone)|(?:where did|did) you go)",
        ),
    ),
    (
        "may_i",
        _any(
            r"can i (?:tell you something|talk to you|vent|talk|ask you something|rant|",
            r"just talk|ask something)(?: for a (?:bit|minute|sec))?|i (?:just )?(?:need|want) to (?:talk|vent|",
            r"rant)(?: to (?:someone|somebody|you))?|i need someone to talk to|(?:actually )?i have (?:a|"
            r"one more|another) question|",
            r"can we talk|(?:\w+ ){0,3}?(?:(?:i|i'd|i would|i am|i'm) )?(?:really |just |here )?(?:to get |seeking|"
            r"looking for|need|want|like|could use|after)(?: to get)? (?:some |a little |any |your |a bit of )?(?:"
            r"emotional )?(?:advice|help|support|guidance|suggestions?)(?: please| now| today| with something|"
            r" with (?:the|my|a|this) \w+(?: \w+){0,5})?|"
            r"(?:can|could|will|would) you (?:please )?(?:help|support) (?:me|us)(?: (?:please|out|now|today|a bit|"
            r"with something)|(?: \w+){0,4} (?:support|advice|guidance))?|"
            r"(?:\w+ ){0,3}?(?:i )?(?:really |just )?need (?:someone|somebody) to talk to"
            r"(?: right now| now| today| please)?",
        ),
    ),
    (
        "sorry",
        _any(
            r"(?:(?:lol|haha|oh|ok|ugh) )?(?:i'm )?(?:so )?sorry(?: (?:that|this|it)(?:'s| got| was|"
            r" is) (?:\w+ ?){1,4})?|",
            r"(?:i'm )?(?:so )?sorry(?: (?:for|about|if|i'm|that i'm|i was|i got|i snapped|i) (?:\w+ ?){1,8})?|",
            r"sorry i'm (?:\w+ ?){1,5}",
        ),
    ),
    (
        "never_mind",
        _any(
            r"(?:actually )?(?:never ?mind|nvm|forget (?:it|i said anything)|it's nothing|doesn't matter|",
            r"it doesn't matter|it's (?:stupid|dumb|silly)|whatever)",
        ),
    ),
    (
        "dunno",
        _any(
            r"(?:i )?(?:really |honestly |just )?(?:don't know|dunno|idk|not sure|no idea|i'm not sure|",
            r"can't say|hard to say|don't know what to (?:say|do)|can't explain(?: it)?)(?: (?:why|really|",
            r"honestly|tbh|anymore|how))?|i don't know where to start|where do i (?:even )?start",
        ),
    ),
    (
        "tried",
        _any(
            r"(?:i )?(?:already )?(?:tried|did)(?: (?:it|that|them|your \w+|what you said))(?: (?:already|",
            r"but (?:\w+ ?){1,10}|and (?:\w+ ?){1,10}|today|yesterday|last night))*|it (?:didn't|did not|",
            r"doesn't) (?:work|help)(?: (?:\w+ ?){1,4})?",
        ),
    ),
    (
        "yes",
        _any(
            r"(?:yes|yeah|yep|yup|yea|ya|sure|true|exactly|right|definitely|of course|absolutely|mhm|",
            r"uh ?huh|correct|indeed|i (?:do|did|am|think so|guess so|guess|would|suppose(?: so)?|will)|",
            r"it (?:is|was|does|did)|kind of|sort of|kinda|that's (?:it|true|right)|maybe|probably|a bit|",
            r"a little|yes please|please|(?:yes|yeah|yep|yea) (?:absolutely|definitely|exactly|of course|very much|"
            r"that's (?:right|true|it|correct)|it (?:is|does|was|did))|that is (?:correct|right|true)|"
            r"yeah (?:i (?:do|"
            r"did|am|guess|think so)|maybe|please|sure|true)|",
            r"ok sure|i'd like that|go on|go ahead|let's try)",
        ),
    ),
    (
        "no",
        _any(
            r"(?:no+|nope|nah|not really(?: no)?|no thanks?|no thank you|never|not (?:at all|yet|now|today|",
            r"anymore)|i don't(?: think so)?|i didn't|i'm not|i can't|i won't|it isn't|it's not|",
            r"no not really|no i (?:don't|didn't|can't)|don't think so|i'd rather not)",
        ),
    ),
    (
        "ok",
        _any(
            r"(?:(?:lol|haha|yeah|oh|hm+) )?(?:you're welcome|no problem|any ?time|ok+|okay+|k+|alright|fine|"
            r"i'm (?:fine|ok|okay)|i see|hm+|mm+|oh|ah|"
            r"cool|nice|good|great|",
            r"meh|so|well|got it|fair(?: enough)?|right|yeah ok|it's fine|it's ok|it is what it is|same|",
            r"i understand|makes sense|that makes sense|ugh|sigh|eh|wow)",
        ),
    ),
)
"""Acts that are the whole of a short message; matched against its words, lower case, short spellings written out."""

WITHIN: tuple[tuple[Act, re.Pattern[str]], ...] = (
    (
        "bot",
        _any(
            r"^(?:you|u) (?:a )?(?:ro)?bot$|\b(?:are|r) (?:you|u) (?:\w+ ){0,3}(?:bot|robot|ai|human|real|person|"
            r"machine|computer|",
            r"program|alive|conscious|sentient)\b|is this (?:an? )?(?:bot|ai|real person)|am i (?:talking|",
            r"speaking) to (?:a )?(?:\w+ )?(?:bot|person|human|machine|computer|ai|robot|program)|",
            r"you're (?:just )?(?:a )?(?:bot|machine|robot|program|an ai|computer)\b",
        ),
    ),
    (
        "who",
        _any(
            r"\b(?:who are you|what are you(?= exactly| really| actually|$)|what can you do|",
            r"what do you do|how do you work|what is this(?: thing| app| place|$)|what's your name|",
            r"how does this work|what's this for)",
        ),
    ),
    (
        "anger_at_me",
        _any(
            r"\b(?:you(?:'re| are) (?:so |really |just |a |fucking |completely )*(?:useless|stupid|dumb|",
            r"annoying|awful|terrible|not (?:listening|helping|helpful)|repeating|an idiot|shit|rubbish|",
            r"pathetic)|(?:fuck|screw) you|shut up|stop (?:repeating|parroting|asking|saying)|",
            r"this is (?:useless|stupid|pointless|bullshit|dumb)|you don't (?:understand|get it|care|",
            r"listen)|did you (?:even |actually )?(?:read|hear|listen)|(?:you keep|stop) (?:saying|asking|repeating)|"
            r"you (?:just |already )?(?:said|repeat|repeated) (?:that|the same|it|me)|that's not what i (?:said|"
            r"meant)|i hate you|",
            r"you sound like)\b",
        ),
    ),
    (
        "nothing_helps",
        _any(
            r"\b(?:nothing (?:helps|works|ever helps|will help|is helping|ever works|i do helps)|i(?:'ve|",
            r" have) tried (?:everything|it all)|(?:it's|it is) no use|there's no point trying)\b",
        ),
    ),
    (
        "refuses",
        _any(
            r"\b(?:(?:don't|do not) (?:want|need) (?:an? |any |your |more )?(?:advice|suggestions?|tips|help|"
            r"solutions|ideas?)|",
            r"stop giving me|(?<!have )(?<!has )no (?:advice|suggestions|tips|thoughts needed)|(?:don't|"
            r"do not) tell me (?:what )?to|(?:don't|",
            r"do not) want to (?:fix|do) (?:it|that|anything)|not looking for advice|just (?:want|",
            r"need) (?:you )?to (?:vent|be heard|listen)|(?:someone|somebody|"
            r"(?<!good of )(?<!kind of )(?<!nice of )you) to (?:just )?(?:listen|hear me))\b",
        ),
    ),
    (
        "cant",
        _any(
            r"^(?:no |but |well )*(?:i (?:really |just )?(?:can't|couldn't|can not) do (?:that|it|this)|",
            r"(?:that|it|this) (?:won't|wouldn't|would not|will not|isn't going to) (?:work|help|be any use))\b",
        ),
    ),
    (
        "off_topic",
        _any(
            r"^(?:\w+ ){0,3}?(?:what's|what is|what are|who is|who was|who's|who won|who wrote|who invented|when is|",
            r"when was|where is|how (?:do|can|would) (?:i|you|we)|how to|how (?:many|far|tall|big|old|long) |"
            r"can you|",
            r"could you|please|write|translate|convert|calculate|explain)\b(?!.*\b(?:my|me|myself|i'm|feel|feeling|",
            r"feelings|cope|stop|die|dying|dead|hurt|pills?|sad|life)\b).*\b(?:capital (?:city )?of|population of|",
            r"president|prime minister|king of|square root|python|javascript|java|linux|windows|excel|wi ?fi|"
            r"software|code|",
            r"coding|script|sql|regex|recipe|currency|exchange rate|world cup|olympics|planet|distance|",
            r"kilomet\w+|miles|celsius|fahrenheit|translate|translation|in (?:french|spanish|german|latin|"
            r"japanese)|spell|synonym|",
            r"equation|theorem|algorithm|oscars?|movie called|stock price|bitcoin|weather in|time in|poem about|",
            r"essay about|essay on|world war|battery|printer|router|spreadsheet|command line|terminal|",
            r"computer|laptop)\b|",
            r"^(?:what's|what is|calculate)? ?\d+ (?:plus|minus|times|divided by|x) \d+$|^what year\b",
        ),
    ),
    (
        "asks_advice",
        _any(
            r"\b(?:what (?:else )?(?:should|can|could|do|would) (?:i|you) (?:do|try)|",
            r"do you (?:know|have) (?:of )?(?:any|some) (?:techniques?|ways|methods|exercises?|tricks?)|"
            r"any (?:other |more |good |better )?(?:advice|ideas|suggestions|tips)|",
            r"what (?:(?:should|can|could|do) i|i (?:should|could|can)) (?:say|tell|write|answer)|"
            r"what do you (?:suggest|think i should|recommend)|(?<!know )(?<!sure )how (?:do|can|should|could|"
            r"would) (?:i (?!know)|you (?:get|make|help|talk to|stop|deal with) )|"
            r"(?<!know )(?<!sure )(?<!learn )(?<!knew )(?<!idea )how (?:i|to) (?:can |could )?(?:make|deal|cope|"
            r"stop|get|"
            r"handle|tell|help|sleep)|if you were (?:me|in my)|in my (?:shoes|place) what|do you have (?:some|"
            r"any) (?:in mind|"
            r"(?:other |good )?(?:ideas?|suggestions?|advice|tips))|(?:any|other|better|good|some|what) ways to (?:"
            r"avoid|deal|cope|stop|handle|relax|sleep)|",
            r"should i (?:\w+)|can you help me (?:\w+)|tell me what to do|",
            r"what (?:else )?(?:would|could|might|can) help|",
            r"(?:give|tell) me (?:some |any )?(?:advice|tips|ideas)|"
            r"(?:need|want|like) (?:some|your|a) (?:advice|suggestions?))\b",
        ),
    ),
)
"""Acts that may stand anywhere in a message."""
