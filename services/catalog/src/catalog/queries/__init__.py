"""Questions; they change nothing."""
