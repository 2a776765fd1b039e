"""storage of reporting."""
