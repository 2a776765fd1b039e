"""commands of catalog."""
