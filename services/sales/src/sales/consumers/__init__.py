"""consumers of sales."""
