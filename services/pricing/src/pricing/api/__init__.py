"""api of pricing."""
