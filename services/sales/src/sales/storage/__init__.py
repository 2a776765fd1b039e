"""storage of sales."""
