"""commands of sales."""
