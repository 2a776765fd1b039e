"""Decisions on what stock is worth: the costing method, write-downs of slow stock. Pure."""
