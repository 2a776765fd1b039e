"""commands of inventory."""
