"""Scripted dialogues, played and checked."""
