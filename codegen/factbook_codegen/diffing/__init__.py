"""Compares two catalogues: what each change means for what was recorded, and for who sends and reads."""
