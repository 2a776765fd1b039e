"""api of purchasing."""
