"""Everyday things that people name in more than one way: a question rarely uses the word of the answer.

Written by hand. A word may stand in several groups. `PEOPLE` are the groups that name who is meant;
a question about one person is not answered by what was said of another.
"""

from __future__ import annotations

PEOPLE: dict[str, str] = {
    "mother": "mother mum mom mama mommy mummy",
    "father": "father dad papa daddy pop",
    "sister": "sister",
    "brother": "brother",
    "son": "son boy",
    "daughter": "daughter girl",
    "partner": "husband wife spouse partner boyfriend girlfriend fiance fiancee bf gf married ex lover dating",
    "grandmother": "grandmother grandma gran nan nana granny",
    "grandfather": "grandfather grandpa grandad granddad",
    "aunt": "aunt auntie",
    "uncle": "uncle",
    "cousin": "cousin",
    "nephew": "nephew",
    "niece": "niece",
    "friend": "friend mate buddy bestie friendship pal",
    "boss": "boss manager supervisor employer lead chief",
    "colleague": "colleague coworker workmate teammate",
    "neighbour": "neighbour neighbor",
    "flatmate": "flatmate roommate housemate",
    "landlord": "landlord landlady",
    "teacher": "teacher professor tutor lecturer",
    "therapist": "therapist counsellor counselor psychologist counselling counseling therapy shrink",
    "doctor": "doctor gp physician psychiatrist clinic hospital surgeon",
    "dentist": "dentist",
    "lawyer": "lawyer solicitor attorney",
    "pet": "pet dog cat puppy kitten animal rabbit hamster parrot",
    "stepfather": "stepfather stepdad",
    "stepmother": "stepmother stepmom stepmum",
}

BROADER: dict[str, str] = {
    "parent": "mother father",
    "sibling": "sister brother",
    "child": "son daughter",
    "kid": "son daughter",
    "grandparent": "grandmother grandfather",
    "relative": "mother father sister brother aunt uncle cousin grandmother grandfather niece nephew",
    "family": "mother father sister brother son daughter parent",
}

THINGS: dict[str, str] = {
    "work": "work job office career employer employed employment company profession living shift colleague boss "
    "manager occupation position hired workplace headset customers client clients nurse nursing gardener barista "
    "waiter waitress chef cook baker bakery programmer developer engineer accountant driver cleaner cashier "
    "carer electrician "
    "plumber builder journalist librarian secretary receptionist salesman consultant designer freelance freelancer "
    "apprentice internship intern call centre warehouse factory firm business startup contract promoted promotion",
    "leave job": "quit resign resigned notice fired laid redundancy redundant sacked dismissed unemployed",
    "interview": "interview application applied appointment position hiring",
    "study": "study university uni college exam test degree course class school campus semester thesis dissertation "
    "studies grade lecture scholarship",
    "exam": "exam test quiz finals midterm assessment",
    "fail": "fail failed flunked unsuccessful failing",
    "home": "home flat apartment house room place live lives living reside address move moved rent landlord unpacked",
    "move": "move moved moving relocate relocated relocating leave left packed unpacked",
    "city": "city town village where place",
    "country": "country abroad emigrated immigrant homeland nationality origin",
    "money": "money debt owe loan rent bill bills credit finances financial afford salary savings bank pay paid "
    "broke mortgage income wage",
    "mail": "mail post letter letters envelope mailbox",
    "sleep": "sleep slept sleeping insomnia rest awake night bed nightmare nightmares tired",
    "dream": "dream dreams nightmare nightmares",
    "food": "food eat eating ate meal dinner lunch breakfast cook cooking diet "
    "binge kitchen vegetarian vegan meat hungry",
    "alcohol": "alcohol drink drinking drunk sober sobriety wine beer booze bottle",
    "drugs": "drug drugs using relapse relapsed addiction addict addicted rehab clean substance",
    "smoke": "smoke smoking cigarette cigarettes nicotine vape",
    "medicine": "medicine medication meds pill pills tablet tablets antidepressant antidepressants prescription dose "
    "sertraline prozac fluoxetine citalopram "
    "escitalopram lexapro zoloft mirtazapine venlafaxine lithium prescribed "
    "mg milligrams",
    "illness": "illness sick ill disease diagnosis diagnosed condition symptom symptoms cancer dementia diabetes "
    "thyroid medical asthma migraine",
    "operation": "operation surgery surgical procedure operated",
    "hospital": "hospital clinic ward emergency er",
    "pregnancy": "pregnancy pregnant baby miscarriage miscarried birth expecting weeks",
    "death": "death died die dead passed lost funeral grave cemetery buried grief mourning mourn loss widow widowed "
    "grieve bereavement sleep",
    "breakup": "breakup broke split left divorce divorced separated separation ended dumped ex leave",
    "wedding": "wedding marriage marry married engaged engagement bride groom ceremony honeymoon",
    "relationship": "relationship dating seeing boyfriend girlfriend partner together couple romance guy",
    "argue": "argue argued argument fight fought quarrel shouting shouted yell yelled yelling conflict row screaming",
    "silence": "ghosting ghosted ignoring ignore ignored answered reply replied replying messages unanswered "
    "contact speaking",
    "bully": "bully bullied bullying torment tormented teased mocked names humiliated embarrassed laughed ridiculed",
    "fear": "fear afraid scared terrified phobia frightened frightening anxious anxiety panic nervous scary worry",
    "flying": "flying flight plane planes airport aeroplane airplane journey",
    "car": "car drive driving drove driven wheel crash accident traffic road vehicle",
    "breathing": "breathing breathe breath technique exercise exercises",
    "calm": "calm calms calming soothe soothes helps relax relaxing lighter ease better helped helpful coping cope",
    "worse": "worse unhelpful useless backfired harm hate hated",
    "walk": "walk walking walked hike hiking stroll river park path run running jog",
    "exercise": "exercise gym workout sport sports swim swimming yoga football tennis running",
    "hobby": "hobby hobbies paint painting painted watercolours draw drawing music sing singing choir guitar piano "
    "knitting garden gardening reading creative pastime instrument pottery photography",
    "joy": "joy happy happiness enjoy enjoyed love forward glad good",
    "music": "music song sing singing choir band concert guitar piano violin album",
    "write": "write writing wrote journal journaling diary note pages letter",
    "religion": "religion church faith pray prayer god mosque temple religious",
    "phone": "phone mobile screen smartphone cellphone call called",
    "name": "name called nickname",
    "birthday": "birthday born age old",
    "date": "date when time day deadline",
    "season": "spring summer autumn winter fall",
    "holiday": "holiday vacation trip travel travelled journey visit visited",
    "sexuality": "gay lesbian bisexual queer sexuality trans transgender orientation came out coming",
    "shame": "shame ashamed guilt guilty embarrassed embarrassing secret disgusting hate",
    "lonely": "lonely alone isolated loneliness isolation nobody anyone empty quiet",
    "cry": "cry cried crying tears wept sobbed",
    "school": "school class teacher kids pupils suspended grade classmate",
    "childhood": "childhood raised grew kid young child upbringing brought",
    "body": "body weight fat thin scale appearance",
    "self-harm": "hurt harm cut cutting myself",
    "suicide": "suicide suicidal die dying kill myself",
    "advice": "advice suggest suggested suggestion recommend recommended propose proposed idea try tip technique",
    "garden": "garden gardening gardener plants soil flowers roses",
    "success": "success won win prize award promotion promoted scholarship passed got accepted milestone proud",
    "children": "child children kid kids son daughter baby",
    "therapy": "therapy therapist counselling counseling counsellor psychologist session sessions",
    "delay": "delay delayed postponed cancelled rescheduled waiting moved",
    "speech": "speech stutter stammer speak talk",
    "voice": "voice shouting quiet loud",
    "court": "court custody lawyer judge hearing trial legal sued",
    "police": "police arrested prison jail crime stolen robbed burglary",
    "violence": "violence hit hits hitting beat abuse abused abusive attacked assault assaulted violent",
    "language": "language languages speak english spanish french german",
}
