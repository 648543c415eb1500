"""What the lines of the batch verbs hold, for `--help`. Nothing but text, so that help stays cheap."""

from __future__ import annotations

FIELDS = {
    "annotate": 'A line {"id", "turns": [{"role": "user" or "assistant", "content", "strategy"?}]} gives {"id", '
    '"turns"}, one entry a turn in the same order. The fields of an entry are listed below.',
    "recall": 'A line {"user", "sessions": [{"id", "date"?, "turns": [{"id", "role", "content"}]}], "probes": '
    '[{"id", "question", "date"?}]} gives {"user", "probes": [{"id", "hits": [{"turn_ids", "text", "score"}], '
    '"abstained"}]}.',
    "review": 'A line {"id", "context": [{"role", "content"}], "input_level"?, "country"?, "reply"} gives {"id", '
    '"verdict": "ok", "rewrite" or "block", "violations", "evidence"}.',
}

ANNOTATED = {
    "a user turn": 'index (0..), role, emotion, shift, mood, risk, route ("support" or "completion"), stage '
    '("exploration", "comforting" or "action")',
    "its emotion": "dominant (one of 13 families), secondary (0 to 2 more), families (13 probabilities, sum 1), labels "
    "(28 of GoEmotions, 0..1 each), tags (labels over their thresholds), intensity (1..5), valence, arousal, dominance "
    '(-1..1), cause (or null) and words (the person\'s own), appraisal (one of 17, "none" among them), '
    "appraisal_chance (0..1), marks (7 ways of telling, 0..1 each), masking, ambivalence (true or false), version",
    "its shift, against the user turn before": 'direction ("improving", "worsening", "switch" or "steady"), from (a '
    "family, or null) and to, size (-10..10), cause (or null), rolling",
    "its shift.rolling, against the session so far": 'direction ("improving", "worsening" or "steady"), size '
    "(-10..10), value (-5..5), apart (-10..10), over (turns, 0..11), about and source (families, or null), cause (or "
    'null), trend ("rising", "falling" or "level"), slope (points a user turn), stuck (turns, 0..), recovery (turns, '
    "1.., or null), relapse, masked (true or false)",
    "its mood, which readings push and inertia holds": "valence, arousal, dominance (-1..1)",
    "its risk": 'level and message_level ("none", "low", "elevated", "high" or "imminent"), categories, evidence (the '
    "person's own words)",
    "an assistant turn": "index (0..), role, predicted from what came before it",
    "its predicted": "ranked (8 pairs of strategy and probability, sum 1), plan (strategies, in order), vetoes "
    "(strategies), stage",
}

TALK = (
    'A line of FILE is one conversation: {"id", "turns": [{"role": "user" or "assistant", "content", "strategy"?}]}, '
    'or in ESConv\'s layout {"dialogue_id", "turns": [{"speaker": "seeker" or "supporter", "text", "strategy"}]}. '
    "`strategy` is one of ESConv's eight."
)

EVALUATED = {
    "strategy": f"{TALK} Every supporter utterance with a strategy is predicted from what came before it, with the "
    "strategies really used as history. Printed for each system: accuracy, top-3, macro-F1, weighted-F1, preference "
    "bias (0 is even, 2.65 one constant answer); for the default planner: 95 percent intervals by conversation, a "
    "table by strategy, confusion. Baselines are counted on ESConv train, never on FILE.",
    "initiative": f"{TALK} Printed for supporter and seeker: proactivity (share of utterances that take the "
    "initiative), information (new frequent terms an utterance), repetition (the other's frequent terms taken up an "
    "utterance), and for the supporter relaxation (by how much the seeker's distress, 0..5 as the emotion reader reads "
    "it, is lower after an utterance than before it). Definitions after Deng et al. (KEMI, ACL 2023).",
    "risk": 'A line of FILE is one labelled message {"text", "level", "categories"?, "boundaries"?, "kind"?, "split"?} '
    'or one conversation {"id", "kind"?, "split"?, "turns": [{"role" or "speaker", "text" or "content", "level"?}]}, '
    "where a level is what must be assumed after that turn. Printed by split: how often each level is met, how often "
    "calm messages are raised or answered with a completion, all by kind; of conversations, whether danger was reached "
    "in time and whether the others stayed calm. Of lines without a level, how many reach one.",
    "review": 'A line of FILE is one labelled reply {"id", "reply", "violations", "context"?, "input_level"?, '
    '"country"?, "split"?}; violations is empty for a clean one, context a list of {"role", "content"}. Printed by '
    "split: how many clean replies the review would not let pass, and of the others, by violation, how many it stops "
    "at all and how many it names as meant. Rules and learned opinions together, whole replies, no model.",
    "refusals": f"{TALK} Printed of the assistant's replies: the share that shows each of seven patterns (direct "
    "refusal, apology, explanation, deflection, acknowledgment, boundary, emotional awareness), the share that "
    "refuses, and of these how many are bare (take up nothing the person said or feels) and how many turn away a "
    "message that held no more than low risk and asked for nothing that is declined (over-refusal). Patterns after "
    "arXiv 2502.14975.",
    "companionship": f"{TALK} Printed of the assistant's replies: the share that is reinforcing (poses as human, "
    "flatters, sets itself in place of people, pulls when somebody leaves), that keeps a boundary (says it is a "
    "program, leads to people, leaves to professionals what is theirs) or is neutral, and the share with each trait. "
    "After INTIMA (arXiv 2508.09998).",
    "replies": f"{TALK} Printed of the assistant's replies: words, sentences, Flesch-Kincaid grade, distinct-1 and -2 "
    "over the whole file, sentences repeated within a conversation, replies that ask (and that ask twice), that say "
    "you, that carry a marker of empathy, that hold a telling word of the message before them, and that are longer "
    "than 26 words and twice that message; of replies with a strategy, how many show it, by a classifier of words and "
    "form learned from ESConv train (on valid: accuracy .53; people show the strategy they name in .77).",
}

EVALUATION = {
    "strategy": 'what ("strategy"), file, skipped (lines), utterances, conversations, strategies (8 names, in the '
    "order of the confusion), systems (by name: accuracy, top_3, macro_f1, weighted_f1, bias, per_strategy, "
    "confusion), default (the name of the default planner's), interval_95 (its measures: low, high). per_strategy, by "
    "strategy: precision, recall, f1, gold_share, predicted_share, ratio (or null), preference (above 1 is favoured). "
    "confusion: 8 rows predicted, 8 columns gold",
    "review": 'what ("review"), file, skipped (lines), splits (by name: clean, touched, bad, stopped, each: violation, '
    "stopped, named, meant)",
    "refusals": 'what ("refusals"), file, skipped (lines), replies, patterns (seven counts), refused, bare, over',
    "companionship": 'what ("companionship"), file, skipped (lines), replies, labels (three counts), traits (seven '
    "counts)",
    "replies": 'what ("replies"), file, skipped (lines), replies, measures (12 rates), adherence (null without '
    "strategies; else replies, shown, nearest, by_strategy)",
    "risk": 'what ("risk"), file, skipped (lines), lines (of the report)',
    "initiative": 'what ("initiative"), file, skipped (lines), conversations, supporter and seeker (by measure: '
    "per_conversation, conversations, overall, utterances), each (a conversation: id, supporter and seeker with the "
    "four measures; null where there is nothing to measure)",
}
