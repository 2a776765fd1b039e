"""queries of reporting."""
