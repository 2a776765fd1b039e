"""api of identity."""
