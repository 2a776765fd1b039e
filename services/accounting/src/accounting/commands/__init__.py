"""commands of accounting."""
