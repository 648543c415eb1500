"""Word tables for turning a person's English round, kept apart from the rules that read them."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


SPELLINGS: dict[str, str] = {
    "im": "i'm", "iam": "i'm", "ive": "i've", "dont": "don't", "cant": "can't", "wont": "won't", "didnt": "didn't",
    "doesnt": "doesn't", "isnt": "isn't", "wasnt": "wasn't", "werent": "weren't", "arent": "aren't",
    "couldnt": "couldn't", "wouldnt": "wouldn't", "shouldnt": "shouldn't", "hasnt": "hasn't",
    "havent": "haven't", "hadnt": "hadn't", "thats": "that's", "theres": "there's", "hes": "he's",
    "shes": "she's", "theyre": "they're", "its": "it's", "bc": "because", "cuz": "because", "cos": "because",
    "coz": "because", "becuase": "because", "gonna": "going to", "wanna": "want to", "gotta": "have to",
    "alot": "a lot", "n": "and", "tho": "though", "rn": "right now", "smth": "something", "ppl": "people",
    "bf": "boyfriend", "gf": "girlfriend", "tmrw": "tomorrow",
    "u": "you",
    "ur": "your",
    "youre": "you're", "tmr": "tomorrow", "pls": "please",
    "loosing": "losing", "eachother": "each other", "childs": "child's", "mentaly": "mentally",
    "seperated": "separated", "hte": "the", "studing": "studying",
    "definately": "definitely", "wierd": "weird", "freind": "friend", "freinds": "friends",
    "tommorow": "tomorrow", "tommorrow": "tomorrow", "untill": "until", "wich": "which", "beleive": "believe",
    "realy": "really", "jsut": "just", "teh": "the", "thier": "their", "recieve": "receive", "everytime": "every time",
    "evryone": "everyone", "noone": "no one", "nite": "night", "tonite": "tonight", "thru": "through", "wen": "when",
    "wasn;t": "wasn't", "don;t": "don't", "can;t": "can't", "cannot": "can't",
}  # fmt: skip
PROPER: dict[str, str] = {
    word: word.capitalize()
    for word in word_set(
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
        "september october november december christmas easter ramadan eid diwali hanukkah english spanish french "
        "german london paris leeds manchester birmingham glasgow edinburgh dublin manila lagos delhi mumbai "
        "berlin madrid rome chicago boston toronto sydney poland india nigeria philippines england scotland "
        "ireland america "
        "canada australia germany france spain marcus dana sarah emma anna maria james david michael john peter "
        "paul tom daniel "
        "emily laura julia sophie lucy olivia kate katie jessica rachel hannah alex ben sam chris matt adam josh "
        "ryan kevin brian steve mike dave jake luke ahmed ali omar fatima aisha priya raj wei carlos jose"
    )
}
"""Days, months, feasts and common first names that are no common words; others keep the person's spelling."""
SWEARING = word_set("fucking fuckin freaking frickin bloody damn goddamn effing f***ing")
"""Dropped when a clause is turned: one notch calmer than the person."""

LEADS = word_set(
    "so well like honestly idk anyway anyways lol um uh uhm ugh umm and but because yeah yea ok okay "
    "basically actually hey hi hello or also plus tbh oh then hmm literally omg no yes sorry look see right "
    "cause"
)
LEAD_PHRASES = (
    "i mean ",
    "you know ",
    "i guess ",
    "to be honest ",
    "the thing is that ",
    "the thing is ",
    "the fact is that ",
    "the problem is that ",
    "the problem is ",
    "it's just that ",
    "it's like ",
    "it's just ",
    "even though ",
    "i dunno ",
    "ok so ",
)
TRAILS = word_set("lol idk tbh haha anyway anyways though lmao ugh sigh honestly btw either too so rn man please smh")
TRAIL_PHRASES = (
    " i guess",
    " you know",
    " or something",
    " i suppose",
    " or whatever",
    " and stuff",
    " i think",
    " and all that",
    " if that makes sense",
    " to be honest",
    " or anything",
)

SUBJECTS = word_set(
    "he she they it we everyone everybody someone somebody no-one nobody nothing everything people there"
)
CONTRACTED = word_set(
    "he's she's they're they've they'll it's we're we've we'll there's he'd she'd they'd it'd it'll "
    "everything's nobody's everyone's we'd he'll she'll"
)
DETERMINERS = word_set("my our the this that his her their these those")
ADVERBS = word_set(
    "just still also really only always never already actually probably even kind of sort all so ever almost "
    "finally then now both often usually totally completely constantly honestly literally"
)
VERBS = word_set(
    "texts asks rings visits writes shouts smokes pushes leave leaves stay stays fights hit "
    "is are was were am has have had can can't could couldn't will won't would wouldn't should did didn't "
    "does doesn't do don't isn't aren't wasn't weren't hasn't haven't hadn't might must hurts keeps says "
    "thinks wants makes feels hates knows needs gets goes comes calls leaves lives works yells drinks ignores "
    "sleeps cries takes looks seems happens treats tells acts blames laughs refuses talks left died said told "
    "went came got made took gave felt broke lost fell knew thought found kept saw stood heard let hit hurt "
    "met paid put quit ran sent shut spent threw woke wrote grew became began bit brought caught chose drank "
    "drove fought forgot forgave hid held meant read rang sat slept spoke stole struck swore taught tore wore "
    "cheated keep feel need want think say know get go come call live work ache aches stopped starts stops "
    "ends means lets gives falls breaks loves misses likes cares care love like start end mean seem look hurt "
    "happen treat"
)
PAST = word_set(
    "sat went got came lost cried slept woke tried failed missed forgot broke told said felt thought spent "
    "quit ended stopped started yelled screamed ate drank walked ran called texted hated wanted needed had "
    "made took gave found kept saw left moved stayed fell fought argued snapped messed worked studied "
    "graduated finished bought sold paid"
)
"""A clause that begins with one of these has lost its "I"."""
BARE = word_set(
    "can't don't couldn't didn't wouldn't won't haven't miss hate need want feel wish hope love cannot shouldn't"
)
"""The same, in the present."""
STATES = word_set(
    "tired exhausted scared sad lonely anxious angry stressed worried overwhelmed numb empty lost stuck "
    "ashamed embarrassed nervous afraid terrified confused frustrated heartbroken drained hurt jealous guilty "
    "happy excited relieved proud grateful sick bored done depressed upset furious alone burnt miserable "
    "trying feeling struggling sleeping drowning crying"
)
"""A clause that begins with one of these has lost its "I'm"."""
FEELINGS = word_set("alone tired sad scared lonely afraid sick anxious worried ashamed angry happy")
"""Said after a bare "I" by those who leave out the "am"."""
STATE_OPENERS = word_set("so really just very pretty too kinda feeling not still always")

LABEL_NOUNS = word_set(
    "idiot failure loser burden fraud coward mess joke disappointment monster freak fool waste imposter "
    "impostor moron embarrassment"
)
LABEL_ADJECTIVES = word_set(
    "worthless useless stupid pathetic weak lazy broken selfish ugly disgusting unlovable hopeless dumb "
    "inadequate incompetent unwanted invisible crazy"
)
LABELS = LABEL_NOUNS | LABEL_ADJECTIVES
UNSPEAKABLE = word_set(
    "fuck fucked shit shitty bitch cunt bastard asshole dick slut whore bullshit kill killing killed die "
    "dying dead suicide suicidal cut cutting knife gun pills pill overdose rope jump hang hurting harm rape "
    "raped molested abused abuse weapon blood bleed bleeding disappear sex sexual porn nude fault hell "
    "retarded cutter drugs purge purging starve fat liar jerk evil gross voices disgusts deserve deserved"
)
"""Never turned into our own words; at most quoted."""
JUDGING = word_set(
    "hates hate loves love like likes cares care thinks think wants want ignores ignore blames blame judging "
    "judges judge laughing against understands understand knows listens leaves bothered"
)
"""What others feel or mean cannot be known from here."""
VOICED = word_set("laughing against leaves listens bothered thinks think knows")
"""The ones that are seen or heard from outside."""
DANGLING = word_set(
    "and or but because to the a an of with for in on at by my your his their from that if when so than "
    "as into is are was were am be i it's i'm who which what how about very really just like not"
)
REQUESTS = (
    "tell me",
    "help me",
    "promise me",
    "listen",
    "give me",
    "please",
    "can you",
    "could you",
    "stop",
    "let me",
    "let's",
    "say ",
    "write ",
    "explain ",
    "make me",
)
HOLLOW = (
    "i don't know",
    "i need help",
    "i need to talk",
    "i just need to talk",
    "i want to talk",
    "i need someone to talk to",
    "i don't know what to say",
    "i feel bad",
    "i'm not sure",
    "i don't care",
    "it is what it is",
    "i don't get it",
    "i'm fine",
    "i'm ok",
    "i'm okay",
    "i guess so",
    "i think so",
    "i don't think so",
    "i'm sorry",
    "i am fine",
    "i don't want to talk",
    "i don't want to talk about it",
    "i'm back",
    "i'm doing ok",
    "i am doing ok",
    "i'm doing okay",
    "i am doing okay",
    "i'm doing alright",
    "i am doing alright",
    "it's fine",
    "it's ok",
    "it's okay",
    "i don't know what to do",
    "i don't want to lie",
    "i won't lie",
    "i just don't know",
    "i don't know why",
    "it's nothing",
    "i can't explain it",
    "i'm here",
    "it's me",
    "i have a question",
    "i'm not ok",
    "i'm good",
    "it's bad",
    "it was nothing",
    "i really don't know",
    "i said that already",
    "i tried that",
    "i tried it",
    "i already did that",
    "i like it",
    "it's true",
    "that's true",
    "that's it",
    "that's all",
    "i agree",
    "i do",
    "i did",
    "i will",
    "i have",
)
"""Clauses that carry nothing worth saying back."""
CLOSING = word_set(
    "this it okay ok too anymore lately myself today tonight fine alright happy stressed them us well here there all "
    "yesterday tomorrow either though alone good bad great nice hard helpful difficult important possible"
)
FEARING = word_set("scared worried afraid terrified ashamed embarrassed nervous proud grateful relieved excited")
"""States that may be followed by what they are about: "i'm scared she'll think less of me"."""
"""After one of these a new subject begins a new statement."""
EMPTY = word_set(
    "try tried trying believe sure thought see well good help okay fine here agree hope better doing done "
    "i i'm i've i'd i'll did do does don't didn't doesn't was were is are am be been have had has will would can could "
    "can't it it's that this there's so too me my much more go going get got know think guess mean said say thing"
)
"""Words that, with adverbs only, make no statement worth saying back."""
