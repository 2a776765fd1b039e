"""storage of catalog."""
