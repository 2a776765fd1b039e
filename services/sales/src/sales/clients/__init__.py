"""clients of sales."""
