"""storage of purchasing."""
