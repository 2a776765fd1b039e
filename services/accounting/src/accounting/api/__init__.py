"""api of accounting."""
