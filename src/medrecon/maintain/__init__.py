"""A list that lives: updates, decisions, what has changed, and what each source is offered."""
