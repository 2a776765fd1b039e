"""Closings and deferrals, kept."""
