"""Pricing: what a customer pays, and whether the margin allows it."""
