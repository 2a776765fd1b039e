"""domain of purchasing."""
