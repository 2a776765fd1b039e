"""The file of accounting entries that French tax law asks for (FEC, LPF art. A47 A-1): written, and read again."""
