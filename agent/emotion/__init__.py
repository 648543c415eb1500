"""What a person feels, how strongly, about what, and how it moves."""
