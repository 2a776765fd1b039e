"""Api of the ledger: calendar, accounts, entries."""
