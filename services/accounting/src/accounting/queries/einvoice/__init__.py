"""What is asked of electronic invoices."""
