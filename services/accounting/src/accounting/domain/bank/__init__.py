"""Bank statements, what their entries are for, and files for the bank."""
