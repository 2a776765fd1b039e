"""api of sales."""
