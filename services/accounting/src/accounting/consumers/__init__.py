"""consumers of accounting."""
