"""api of inventory."""
