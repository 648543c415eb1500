"""Risk control, compassionate completion and the outgoing review."""
