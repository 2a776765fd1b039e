"""Of receivables and payables."""
