"""What accounting asks of others."""
