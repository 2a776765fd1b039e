"""queries of inventory."""
