"""rpc of pricing."""
