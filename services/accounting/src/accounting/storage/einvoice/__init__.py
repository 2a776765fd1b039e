"""Rows behind electronic invoices."""
