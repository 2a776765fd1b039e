"""queries of accounting."""
