"""commands of purchasing."""
