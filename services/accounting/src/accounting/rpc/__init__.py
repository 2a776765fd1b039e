"""rpc of accounting."""
