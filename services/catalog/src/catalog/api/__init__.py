"""api of catalog."""
