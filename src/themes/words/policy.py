"""What is said of plans and goals, corrections of people, advice and reply, and what people decided."""
