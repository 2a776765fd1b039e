"""What the tests of all services share. Imported by tests only."""
