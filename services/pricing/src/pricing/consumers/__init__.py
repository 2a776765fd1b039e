"""consumers of pricing."""
