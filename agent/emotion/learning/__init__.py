"""How the reader is taught and measured; nothing here is needed to read a message."""
