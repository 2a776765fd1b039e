"""Domain of the ledger: calendar, accounts, entries."""
