"""consumers of reporting."""
