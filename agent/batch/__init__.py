"""JSONL in, JSONL out: the researchers' verbs."""
