"""queries of pricing."""
