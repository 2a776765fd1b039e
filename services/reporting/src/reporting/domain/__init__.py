"""domain of reporting."""
