"""Executable skill cards under the eight strategies: what a helper does, when, when never, and in what words."""
