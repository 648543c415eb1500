"""MiniLM taught something of its own: small files of differences, and the second encoders made of them."""
