"""Ledger, stock valuation, invoices, bills, payments and credit."""
