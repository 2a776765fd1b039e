"""storage of inventory."""
