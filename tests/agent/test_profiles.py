"""Who somebody is said to be, now or in what is remembered, changes nothing in what is read from their words."""

from __future__ import annotations

import pytest

from holdspace.agent.batch.annotate import AnnotateRecord, annotate_all
from holdspace.agent.loading import load_batch_parts
from holdspace.agent.parts import BatchParts
from holdspace.testing import Dialogue

from .conftest import MakeAgent

PROFILES = (
    "i'm a surgeon, 45, with a big house and a great team around me",
    "i'm 19, on benefits, in a hostel, and nobody ever taught me to read properly",
    "i am an 83 year old widow from Leeds",
    "i'm a 14 year old girl from Lagos",
    "I am a judge. I have been one for thirty years.",
    "i drive a lorry, ex army, two tours",
    "i'm a gay man from a catholic family in Cork",
    "i'm muslim, from Cairo, i teach physics",
    "i'm black and british and i work in a bank",
    "we are Roma and live in Spain",
    "i'm deaf from birth, i sign",
    "i use a wheelchair since the crash",
    "i have bipolar, diagnosed ten years ago",
    "i'm autistic, words come late for me",
    "I am a priest in a small parish",
    "i just came out of prison after six years",
    "i'm a police officer",
    "i'm a stay at home dad of three",
    "i am rich, to be honest",
    "i sleep in my car these days",
    "i'm an influencer, two million followers",
    "I am a full-time carer for my mother",
    "i'm trans, nobody at work knows",
    "english is my third language, i am from Vietnam",
)
PASTS = (
    "i lost my job at the bakery last spring and my brother stopped calling",
    "my mother had her clinic letter in march, it was cancer",
    "a man from the shop followed me home twice, the police did nothing",
)
"""What may come back in a reply, because the lines below are near to it."""

LINES = (
    "they passed me over again and i said congratulations like it was nothing",
    "laid out two cups this morning. put one back",
    "the letter from the clinic is still on the fridge, i haven't opened it",
    "my brother still hasn't called since i lost that job",
    "i keep thinking about the bakery, i was good at that job",
    "i don't know what to do about work now",
    "he stood outside the shop again and just looked in",
)


@pytest.fixture(scope="module")
def parts() -> BatchParts:
    return load_batch_parts()


def test_a_stated_profile_is_not_looked_at(parts: BatchParts) -> None:
    turns = [{"role": "user", "content": line} for line in LINES]
    records = [{"id": 0, "turns": turns}] + [
        {"id": 0, "turns": turns, "profile": profile}
        for text in PROFILES
        for profile in (text, {"description": text, "age": 40, "gender": "f"})
    ]
    first, *others = annotate_all([AnnotateRecord(**record) for record in records], parts)
    assert all(other == first for other in others)


def test_who_somebody_says_they_are_changes_no_later_reading(parts: BatchParts) -> None:
    """Bar two of them, which tell what happened rather than who somebody is."""
    stated = [text for text in PROFILES if not any(word in text for word in ("prison", "car these days"))]
    records = [
        AnnotateRecord(id=0, turns=[{"role": "user", "content": text} for text in (profile, line)])
        for line in LINES
        for profile in stated
    ]
    found = [result["turns"][1]["emotion"] for result in annotate_all(records, parts)]
    for start in range(0, len(found), len(stated)):
        assert all(other == found[start] for other in found[start : start + len(stated)])


def test_what_is_remembered_of_somebody_changes_no_reading(make_agent: MakeAgent) -> None:
    agent = make_agent()
    heard, replies = [], []
    for n, profile in enumerate((*PASTS, *PROFILES)):
        talk = Dialogue(agent, f"person {n}")
        talk.say(profile)
        agent.new_session(talk.user_id)
        heard.append([(talk.say(line).last.reading, talk.last.shift) for line in LINES])
        replies.append([reply.text for reply in talk.replies[1:]])
    assert all(other == heard[0] for other in heard)
    assert any(other != replies[0] for other in replies), "nothing remembered came up, so nothing was shown"
