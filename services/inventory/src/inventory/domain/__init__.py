"""domain of inventory."""
