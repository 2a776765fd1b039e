"""domain of catalog."""
