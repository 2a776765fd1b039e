"""What changes electronic invoices."""
