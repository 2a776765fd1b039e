"""commands of customer invoices and what is taken back of them."""
