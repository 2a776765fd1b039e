"""commands of reporting."""
