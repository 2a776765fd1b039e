"""domain of sales."""
