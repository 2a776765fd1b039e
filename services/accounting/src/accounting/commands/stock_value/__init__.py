"""Decisions on what stock is worth."""
