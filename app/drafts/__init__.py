"""Between a text that was read and tasks that are published: a draft, its review, and a person's acceptance."""
