"""storage of pricing."""
