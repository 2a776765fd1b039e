"""rpc of inventory."""
