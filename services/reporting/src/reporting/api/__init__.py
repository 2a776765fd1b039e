"""api of reporting."""
