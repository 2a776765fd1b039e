"""Storage of the ledger: calendar, accounts, entries."""
