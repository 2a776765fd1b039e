"""Of the bank."""
