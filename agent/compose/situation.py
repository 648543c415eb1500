"""What a message is about, lightly: topics, people, a hard name for oneself, and telling small words."""

from __future__ import annotations

import re
from typing import Literal, get_args

from . import english as en
from .reflect import plain, words_of

Topic = Literal[
    "loss", "breakup", "work", "study", "money", "health", "sleep", "family", "friends", "lonely", "body",
    "parenting", "identity", "move", "pet", "conflict", "night", "goodnews", "everyday", "jobless",
    "jobfear", "jobhunt",
]  # fmt: skip
TOPICS: tuple[Topic, ...] = get_args(Topic)

_KEYWORDS: dict[Topic, str] = {
    "loss": "died|death|killed (?:him|her|them)sel(?:f|ves)|took (?:his|her|their) (?:own )?life|suicide of|"
    "(?:mum|mom|mother|dad|father|wife|husband|brother|sister|son|daughter|partner|friend|nan|gran|"
    "grandma|grandpa|grandad) passed|funeral|(?<!good )grief|grieving|passed away|ashes|grave|widow|widower|"
    "lost my (?:mum|mom|dad|"
    "father|mother|husband|wife|brother|sister|son|daughter|baby|friend|gran|nan|grandma|grandpa|grandad)|miscarriage|"
    "memorial|cemetery|set the table|lost a (?:\\w+ ){0,3}friend",
    "breakup": "broke up|broken up|breaking up|split up|break up|breakup|divorce|divorced|"
    "dumped me|(?:i|i've|i'd|and) (?:just |\\w+ )?(?:got|was|been) dumped|"
    "separated|left me(?! (?:on|a|an|the|with|in|no|to|at|some)\\b)|"
    "cheated|cheating|"
    "(?:girlfriend|boyfriend|husband|wife|partner|fiancee?)(?:'s| has| is)? (?:just )?(?:left(?! (?:for|the))|"
    "walked out|"
    "gone(?! (?:to|for|out|home|shopping|back|off))|leaving me)|"
    "(?:girlfriend|boyfriend|husband|wife|partner|fiancee?) .*\\b(?:he|she) left (?:me|us|on|last|this)|moved out",
    "work": "job|(?<!it )(?<!this )(?<!that )(?<!will )(?<!can )(?<!could )(?<!you )(?<!they )(?<!school )(?<!course )"
    "work(?! on| out| it| through| for me| with (?:her|him)| together| things| so hard)|"
    "boss|manager|coworker|coworkers|colleague|colleagues|office|fired|laid off|"
    "redundant|shift|"
    "shifts|promotion|career|workplace|overtime|layoffs|resign|quit my",
    "jobless": "(?:got|get|given|gave me|gave us) the sack|sacked|sacking|sack me|lost my job|lost her job|"
    "got fired|was fired|fired me|fired from|laid off|redundant|redundancy|"
    "unemployed|jobless|let me go|out of work|furloughed|lost my work|losing our jobs",
    "jobfear": "(?:lose|losing|keep) (?:my|the|this) (?:job|position)|lay ?offs?|pay cuts?|job security|"
    "could be fired|"
    "might be fired|get fired|getting fired|threaten(?:ed|ing)? my job|worr\\w+ about my job|about losing my job",
    "jobhunt": "(?:find|finding|get|getting|land|need|want) (?:a|another|any|some|new|more) (?:\\w+ )?(?:jobs?|"
    "work)|"
    "job (?:hunt|hunting|search|searching|market|applications?)|"
    "looking for (?:a |another |any )?(?:\\w+ )?(?:jobs?|work)|"
    "(?:applied|applying) (?:for|to) (?:\\w+ ){0,3}(?:jobs?|work|positions?|posts?|roles?)|no job|"
    "without a job|unemployment",
    "study": "exam|exams|school|college|university|uni|my class|classes|thesis|degree|grades|my teachers?|professor|"
    "homework|assignment|semester|studying|dissertation|gpa|essay|finals",
    "money": "rent|debt|debts|bills|bill|(?:no|enough|about|out of|need) money|(?:i|we) owe|loan|loans|(?:i'm|so|flat|"
    "am|totally) broke|"
    "afford|overdraft|eviction|evicted|mortgage|payday|"
    "savings|credit card|unpaid",
    "health": "diagnosis|diagnosed|hospital|cancer|surgery|illness|chronic|symptoms|treatment|chemo|"
    "biopsy|scan|clinic|accident|crash|stroke|heart attack|collapsed|ambulance|icu|intensive care|coma|injured|"
    "operation|miscarr\\w+|migraine|migraines|disease|"
    "(?:i'm|i've been|i got|very|so|really) (?:sick(?! of)|ill)|dementia",
    "sleep": "insomnia|(?:lie|lying|lay|still|wide) awake|awake (?:all|at|since|again|till|until)|nightmares?|"
    "(?:can't|couldn't|barely|hardly|haven't|not|don't|trouble|problems?|"
    "hard time|"
    "difficulty) (?:\\w+ ){0,2}(?:sleep|slept|sleeping|asleep)|"
    "no sleep|lack of sleep|falling asleep|not (?:sleep|slept)",
    "family": "(?:my|our) (?:mum|mom|mother|dad|father|sister|brother|grandma|grandmother|grandpa|aunt|uncle|cousin)|"
    "parents|family|in-laws|stepdad|stepmom|stepmum",
    "friends": "friend|friends|best friend|group chat|friendship|roommate|flatmate|housemate",
    "lonely": "lonely|(?:i'm|am|feel|feeling|felt|so|all|being|be|always|it|live|eat|here|me) alone|"
    "loneliness|isolated|no one to talk to|nobody to talk to|no friends|left out|on my own|"
    "nobody texts|no one texts|by myself",
    "body": "my weight|the mirror|my body|my looks|overweight|skinny|photos of me",
    "parenting": "my kids|my kid|my son|my daughter|baby|toddler|newborn|parenting|my children|my child|custody|"
    "breastfeeding|single mum|single mom|single dad",
    "identity": "gay|lesbian|bi(?!-| ?polar)|trans|queer|came out|coming out|closet|who i am|don't belong|not belong|"
    "nonbinary",
    "move": "moved|moving|new city|new country|homesick|new town|relocated|new flat|new apartment|abroad",
    "pet": "(?:my|our) (?:\\w+ )?(?:dog|cat|rabbit|hamster|parrot|pet)|puppy|kitten|the vet",
    "conflict": "(?:fight|fights|argument|arguments|argued|row) with|we (?:\\w+ )?(?:fight|argue)|"
    "(?:we|i|and i) (?:\\w+ )?(?:fought|argued?)|(?:big|huge|another|same) (?:fight|argument|row)|arguing|"
    "(?:screamed|yelled|shouted) at (?:me|us|my|him|her|them)|not speaking|"
    "not talking to me|blocked me|betrayed|lied to me|silent treatment",
    "night": "2am|3am|4am|2 am|3 am|4 am|middle of the night|midnight|all night",
    "goodnews": "got the job|i passed|passed (?:my|the|it)|got in|engaged|got married|good news|promoted|accepted|"
    "best day|finally did|"
    "(?<!said )(?<!says )(?<!say )(?<!think )(?<!because )(?<!know )i did it(?! (?:right|wrong|again|all|"
    "because|to|for))|proud of|it went well|went really well|aced|(?:i|we|i've|we've) won(?!')",
    "everyday": "weather|football|movie|film|cooking|cook|recipe|garden|guitar|lunch|dinner|breakfast|weekend|music|"
    "song|album|book|game|games|baking|coffee|tea|netflix|running|walk|holiday|pasta|soup|pizza|curry|cake|sandwich",
}
_WEIGHED: frozenset[Topic] = frozenset({"work", "study", "money", "health", "move", "parenting", "family", "friends"})
"""Topics of which most mentions are in passing ("since school", "at work"): they count where they are told as trouble.
Of 654 lines that topics brought up in marked talks, 484 met no such trouble, and 81 % of those were wrong."""
_WEIGHT = re.compile(
    r"\b(?:hat(?:e|ed|ing)|can't|cannot|couldn't|hard(?:er|est)?|difficult|struggl\w+|stress\w*|pressure|tired|"
    r"exhaust\w+|worn|drain(?:ed|ing)|burn(?:ed|t|ing)? out|burnout|afraid|scare[sd]?|frighten\w*|worri\w+|worry\w*|"
    r"anxious|anxiety|nervous|dread\w*|panic\w*|sad|sadness|angry|furious|upset|hurt\w*|cry|crying|cried|tears|"
    r"losing|lose|fail\w*|unfair|alone|lonely|awful|terribl[ey]|horrible|worst|worse|bad|badly|too much|overwhelm\w*|"
    r"behind|fed up|sick of|never|nobody|no one|won't|doesn't|don't (?:care|listen|understand|get|believe|want|trust)|"
    r"problems?|troubles?|issues?|fight\w*|fought|argu\w+|quit|ignor\w+|blam\w+|critici\w+|shout\w*|yell\w*|"
    r"scream\w*|disappoint\w+|ashamed|shame|guilt\w*|jealous|bull(?:y|ied|ying)|toxic|distant|lied|betray\w+|unhappy|"
    r"miserable|depress\w+|desperate|stuck|trapped|torn|drown\w*|not (?:speaking|talking|coping|enough|sleeping)|"
    r"short|unpaid|threat\w+|judg\w+|disown\w+|reject\w+|said no|mess|miss|gutted|"
    r"humiliat\w+|diagnosed|passed over|tight|overwork\w*|underpaid|demot\w+|"
    r"mean to|strict|controll\w+|left out|expelled|harass\w+|have to do everything|homesick|sick|"
    r"frustrat\w+|been cut|cut my|disrespect\w*|addict\w+|estranged|resent\w*|let down|far from|"
    r"don't know (?:how|what))\b"
)
"""Words that make trouble of a thing in the same sentence."""
_DENIED = re.compile(
    r"\b(?:not|isn't|wasn't|aint|ain't|love|loved|loving|like|enjoy|good at)\s+"
    r"(?:(?:about|at|the|my|for|in)\s+)*(?:\w+\s+)?$"
)
_OTHERS = re.compile(r"\b(?:he|she|they|his|her|their|he's|she's|they're|you|your)\b")
_ONESELF = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|me|my|we|we're|we've|our|us|mine|myself)\b")
_WELL = re.compile(r"\b(?:fine|ok|okay|good|great|alright|all right|well|lovely)\b")
_A_FEW_WORDS = 5
_SMALL_TALK = 16
_PASTIME = re.compile(
    r"\b(?:weather|gardening|baking|cooking|netflix|holiday|"
    r"(?:watch|play|listen|read|cook|bak|mak|paint|lov|lik|saw|see|went|go)(?:e|ed|es|ing|s)? (?:\w+ ){0,3}"
    r"(?:football|movie|film|recipe|garden|guitar|music|song|album|book|game|games|dinner|cake|walk|pasta|soup|pizza|curry))\b"
)
_FINDERS = {topic: re.compile(rf"\b(?:{pattern})\b") for topic, pattern in _KEYWORDS.items()}
_ROLES = (
    "mum|mom|mother|dad|father|parents|sister|brother|wife|husband|boyfriend|girlfriend|partner|ex|boss|manager|son|"
    "daughter|kids|kid|children|roommate|flatmate|housemate|teacher|grandma|grandmother|grandpa|aunt|uncle|cousin|"
    "supervisor|professor|family|friends|friend|best friend|fiance|therapist|landlord|colleague|coworker|coach"
)
_PERSON = re.compile(rf"\bmy ((?:(?:best|old|older|younger|little|big|twin|new|ex) )?(?:{_ROLES}))\b(?!')")
_UNITS = "two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_GONE = re.compile(r"\b(?:died|dead|death|passed away|funeral|lost my|buried|miss (?:him|her|them))\b")
_LABEL = re.compile(rf"\b({'|'.join(sorted(en.LABELS - {'crazy', 'joke', 'broken', 'mess', 'waste'}))})\b")
_OWN_LABEL = re.compile(
    r"\b(?:i'm|i am|i feel|i was|feel like|like|being|i look|i sound|makes me|called me|call me)\b[^.!?]*$"
)
_UNLABELLED = re.compile(r"\b(?:not|isn't|never)\s+(?:\w+\s+){0,2}$")
_NEGATION = re.compile(r"(?:\bnot|n't|\baint|\bnever|\bno|\bnobody|\bwithout|\bstop(?:ped)?)\s+(?:(?!i\b)\w+\s+)?$")
_SOMEBODY_ELSES = re.compile(
    r"\b(?:he|she|they|he's|she's|they're)\s+(?:(?:is|was|are|were|be|been|feels?|felt|gets?|got|just|the|one|a|bit|all|"
    r"so|too|very|really|quite)\s+)*$"
)


_NOT_A_JOB = re.compile(r"\bmak\w+ (?:\w+ ){1,3}work\b")
_NO_DEATH = re.compile(
    r"(?:\b(?:nobody|no one|thought (?:somebody|someone)(?: had)?|not|never|isn't|wasn't|aren't|hasn't|haven't|hadn't|"
    r"didn't|without anyone)(?:'s| is|"
    r" has| was)?|"
    r"(?:nobody|no one)'s) (?:\w+ )?(?:died|dead|die|dying|passed away|gone)\b"
)
"""A death that is denied is no loss."""

_COMMON = frozenset(
    re.findall(
        r"\S+",
        "about after again always because before being could doesn't don't every everything feeling feels "
        "going really should something still their there these thing things think those though today tonight "
        "would right which where never can't won't haven't didn't couldn't anything people ",
    )
)
"""Long words that name nothing."""


def low(text: str) -> str:
    """The text as the finders read it: lower case, words and stops only, short spellings written out."""
    return " ".join(en.SPELLINGS.get(word, word) for word in plain(text).lower().split())


def topics_of(text: str) -> frozenset[Topic]:
    """The topics that are told of: those of `mentions_of`, less what is only named in passing, denied, or liked."""
    named = mentions_of(text)
    short = len(words_of(text)) <= _A_FEW_WORDS
    sentences = [low(part) for part in _STOPS.split(text)]
    found = {topic for topic in named if topic not in _WEIGHED or _is_told(topic, sentences, short)}
    if "lonely" in found and all(_is_anothers("lonely", sentence) for sentence in sentences):
        found.discard("lonely")
    if named == {"everyday"} and not short:
        pastime = len(words_of(text)) <= _SMALL_TALK and _PASTIME.search(low(text))
        return named if pastime else frozenset()
    return frozenset(found)


_STOPS = re.compile(r"[.!?;\n]+")


def _is_told(topic: Topic, sentences: list[str], short: bool) -> bool:
    """Whether one of the sentences tells of the topic as the person's own trouble, or is a few words about it."""
    for sentence in sentences:
        for found in _FINDERS[topic].finditer(sentence):
            before, after = sentence[: found.start()], sentence[found.end() :]
            if _DENIED.search(before) or _NEGATION.search(before):
                continue
            own = _ONESELF.search(sentence) or not _OTHERS.search(sentence)
            if (short and not _WELL.search(after)) or (own and _is_weighed(f"{before} , {after}")):
                return True
    return False


def _is_weighed(sentence: str) -> bool:
    return any(not _NEGATION.search(sentence[: found.start()]) for found in _WEIGHT.finditer(sentence))


def _is_anothers(topic: Topic, sentence: str) -> bool:
    """Whether the sentence does not speak of the topic, or only of somebody else, or denies it."""
    hits = [sentence[: found.start()] for found in _FINDERS[topic].finditer(sentence)]
    return all(_SOMEBODY_ELSES.search(before) or _NEGATION.search(before) for before in hits)


def mentions_of(text: str) -> frozenset[Topic]:
    """The topics whose words occur; neutral hobbies count only where nothing else does."""
    lowered = _NO_DEATH.sub("", _NOT_A_JOB.sub("", low(text)))
    found = {topic for topic, finder in _FINDERS.items() if finder.search(lowered)}
    if found & {"jobless", "jobfear", "jobhunt"}:
        found.discard("work")
    if "jobless" in found:
        found -= {"jobfear", "jobhunt"}
    if found & {"loss", "health", "breakup"}:
        found -= {"family", "friends", "work", "goodnews"}
    if _PERSON.search(lowered):
        found.discard("health")
    if "move" in found:
        found.discard("work")
    return frozenset(found if found <= {"everyday"} else found - {"everyday"})


def person_in(text: str) -> str | None:
    """A living person they named by role, in the second person: "your sister"."""
    lowered = low(text)
    if _GONE.search(_NO_DEATH.sub("", lowered)):
        return None
    found = _PERSON.search(lowered)
    return f"your {found.group(1)}" if found else None


_SPAN = re.compile(
    r"\b(?:for |after |almost |nearly |over |about )?((?:\d{1,2}|a hundred|"
    rf"(?:{_TENS})(?:[ -](?:{_UNITS}))?|{_UNITS}|{_TEENS}) (?:years?|months?|weeks?|days|nights|hours))\b(?! old| ago)"
)


def span_in(text: str) -> str | None:
    """A stretch of time they named: "forty one years"."""
    found = _SPAN.search(low(text))
    return found.group(1) if found else None


def label_in(text: str) -> str | None:
    """A hard name the person gives themselves, as they wrote it: "idiot"."""
    lowered = low(text)
    for found in _LABEL.finditer(lowered):
        before = lowered[: found.start()]
        if _OWN_LABEL.search(before[-40:]) and not _UNLABELLED.search(before):
            return found.group(1)
    return None


def cue_in(cues: tuple[str, ...], lowered: str) -> bool:
    """Whether one of the cues occurs as whole words, and is not denied or said of another right before."""
    for cue in cues:
        at = lowered.find(cue)
        while at >= 0:
            end = at + len(cue)
            whole = not lowered[at - 1 : at].isalnum() and not lowered[end : end + 1].isalnum()
            theirs = cue in en.STATES and _SOMEBODY_ELSES.search(lowered[:at])
            if whole and not theirs and not _NEGATION.search(lowered[:at]):
                return True
            at = lowered.find(cue, end)
    return False


def shares_words(one: str, other: str) -> bool:
    """Whether two texts name the same thing: a topic, or a word of five letters and more."""
    long = {word for word in words_of(one) if len(word) > 4} - _COMMON
    return bool(long.intersection(words_of(other)) or (mentions_of(one) - {"everyday", "night"}) & mentions_of(other))
