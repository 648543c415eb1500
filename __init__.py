"""Holdspace: a runtime for emotional-support conversations that follows, plans, remembers and stays."""
