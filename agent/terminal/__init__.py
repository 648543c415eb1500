"""The interactive chat in a terminal."""
