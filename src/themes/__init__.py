"""themes: what was said, and what became of it."""
