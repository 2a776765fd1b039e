"""Queries of the ledger: calendar, accounts, entries."""
