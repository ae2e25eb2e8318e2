"""JSON in (the notice document) and out (what the addresses answer)."""
