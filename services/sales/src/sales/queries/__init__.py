"""queries of sales."""
