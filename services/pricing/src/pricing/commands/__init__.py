"""commands of pricing."""
