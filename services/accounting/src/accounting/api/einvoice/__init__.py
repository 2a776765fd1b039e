"""Electronic invoices over HTTP."""
