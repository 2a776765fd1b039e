"""Electronic invoices: what they say, what they must say, and who says it. EN 16931 and its French profile."""
