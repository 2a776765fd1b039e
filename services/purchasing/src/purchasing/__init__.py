"""Purchasing: orders to suppliers, and who may place them."""
