"""commands of identity."""
