"""Sales: orders of customers, from draft to invoiced, never below the margin that the house wants."""
