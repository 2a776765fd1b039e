"""Commands of the ledger: calendar, accounts, entries."""
