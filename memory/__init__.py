"""What was said, kept durably and found again."""
