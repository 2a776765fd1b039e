"""storage of accounting."""
