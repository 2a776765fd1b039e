"""consumers of inventory."""
