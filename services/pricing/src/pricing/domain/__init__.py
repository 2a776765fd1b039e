"""domain of pricing."""
