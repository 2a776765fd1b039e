"""consumers of purchasing."""
