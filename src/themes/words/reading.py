"""What is said of reading files: refusals, remarks on pages, where a piece of text is from, and the language."""
