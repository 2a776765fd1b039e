"""storage of identity."""
