"""domain of accounting."""
