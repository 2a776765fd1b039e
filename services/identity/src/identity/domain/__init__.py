"""domain of identity."""
