"""queries of identity."""
