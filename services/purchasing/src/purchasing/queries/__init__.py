"""queries of purchasing."""
